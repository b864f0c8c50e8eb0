import PQueue from 'p-queue';
import { requirePosterFrame } from '../../beside-video.ts';
import type { DrawingPlan } from '../../drawing-plan.ts';
import { ownRange } from '../../frames/own-frames.ts';
import type { MountReport } from '../../protocol.ts';
import type { Store } from '../../store/store.ts';
import { sha256, sha256Of } from '../bytes/sha256.ts';
import { cutSegments } from '../planning/cut-segments.ts';
import type { PreparedJob } from '../planning/prepare-job.ts';
import { putInput } from './inputs.ts';
import { PLAN, type Plan, specOf, type Work } from './plan-file.ts';

export interface WritePlanOptions {
  /** How frames are drawn, which a stage has shown to work. */
  drawing: DrawingPlan;
  /** What a stage has said of the scene. */
  report: MountReport;
  /** Whether it takes the place of another plan. */
  replace: boolean;
}

/** Files that are written at the same time: to a bucket each is a trip. */
const WRITES = 8;

/**
 * Puts a plan and all that it needs into a store; the plan itself comes last.
 *
 * @returns the plan; undefined when the store has got one meanwhile
 */
export async function writePlan(
  store: Store,
  prepared: PreparedJob,
  { drawing, report, replace }: WritePlanOptions,
): Promise<Plan | undefined> {
  const { job, environment, frames, stage, video, inputs, request } = prepared;
  const maxFrames = job.limits.frames;
  const own = frames ? undefined : ownRange(report.ownFrames, { count: job.frameCount, range: job.range, maxFrames });
  const total = own?.count ?? frames?.count ?? 0;
  const { framePixels, segmentFrames, fps } = job;
  const pixels = framePixels.width * framePixels.height;
  const cuts = cutSegments({ total, segmentFrames, fps, pixels, webgl: report.webgl !== null });
  const hashes: string[] = [];
  if (frames) for (const cut of cuts) hashes.push(await sha256Of(paramsFile(prepared, cut)));
  const { capture, gl, updating, notes } = drawing;
  const work: Work = {
    ...{ environment, stage, video, inputs },
    drawing: { capture, gl, updating, webgl: report.webgl },
    frames: { total, ownFrom: own?.first ?? null, firstNumber: job.range?.[0] ?? 0 },
    segments: cuts.map((cut, i) => ({ ...cut, params: hashes[i] ?? null })),
  };
  const plan: Plan = { ...{ format: 1, spec: specOf(work), request, ...work, notes }, ...besides(prepared) };
  requirePosterFrame(job, total);
  await putInputs(store, prepared, plan);
  return (await store.write(PLAN, JSON.stringify(plan), { replace })) ? plan : undefined;
}

/**
 * A plan of the same job that is in the store already: what is missing or damaged of its inputs is written again, and what
 * decides no byte of the video is as it is wanted now.
 */
export async function renewPlan(store: Store, prepared: PreparedJob, plan: Plan): Promise<Plan> {
  requirePosterFrame(prepared.job, plan.frames.total);
  await putInputs(store, prepared, plan);
  const renewed: Plan = { ...plan, ...besides(prepared) };
  const [before, after] = [plan, renewed].map((text) => JSON.stringify(text));
  if (before !== after) await store.write(PLAN, JSON.stringify(renewed), { replace: true });
  return renewed;
}

/** What belongs to a plan and decides no byte of its video. */
function besides({ job, content, bounds }: PreparedJob): Pick<Plan, 'output' | 'scene' | 'bounds'> {
  const { output: path, poster, posterFrame, contactSheet, contactSheetOutput, manifest } = job;
  const { map } = content.scene;
  return {
    bounds,
    output: { path, poster, posterFrame, contactSheet, contactSheetOutput, manifest },
    scene: { path: content.scene.path, map: map === null ? null : sha256(map) },
  };
}

async function putInputs(store: Store, prepared: PreparedJob, plan: Plan): Promise<void> {
  const { content, tools, files, job } = prepared;
  const { code, map } = content.scene;
  const whole = [code, map, files.props, files.probes, ...tools.fonts.map(({ bytes }) => bytes)];
  const inputs = whole.flatMap((bytes) => (bytes === null ? [] : [{ hash: sha256(bytes), bytes: () => one(bytes) }]));
  for (const segment of plan.segments) {
    if (segment.params === null) continue;
    inputs.push({ hash: segment.params, bytes: () => paramsFile(prepared, segment) });
  }
  const queue = new PQueue({ concurrency: WRITES });
  const { signal } = job;
  await queue.addAll(
    inputs.map(
      ({ hash, bytes }) =>
        () =>
          putInput(store, hash, { bytes, signal }),
    ),
  );
}

/** The params of a segment's frames, as a file. */
function paramsFile({ frames }: PreparedJob, { first, frames: count }: { first: number; frames: number }) {
  if (!frames) throw new RangeError("The scene's own frames have no params");
  return frames.file(first, count);
}

async function* one(bytes: string | Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(bytes);
}
