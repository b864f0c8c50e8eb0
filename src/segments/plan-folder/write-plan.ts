import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import PQueue from 'p-queue';
import type { DrawingPlan } from '../../drawing-plan.ts';
import { ownRange } from '../../frames/own-frames.ts';
import type { ResolvedJob } from '../../options.ts';
import type { MountReport } from '../../protocol.ts';
import { selection } from '../../render-once.ts';
import type { Store } from '../../store/store.ts';
import { cutSegments, type Segment } from '../planning/cut-segments.ts';
import type { PreparedJob } from '../planning/prepare-job.ts';
import type { SpooledFrames } from '../planning/spool-frames.ts';
import { encodeFrames } from './frame-file.ts';
import { fontName, PLAN, type Plan, PROBES, PROPS, paramsName, SCENE, SCENE_MAP, specOf } from './plan-file.ts';
import { hashed } from './sha256.ts';

export interface WritePlanOptions {
  /** How frames are drawn, which a stage has shown to work. */
  drawing: DrawingPlan;
  /** What a stage has said of the scene. */
  report: MountReport;
}

/** Files that are written at the same time: to a bucket each is a trip. */
const WRITES = 8;

/** Puts a plan and all that it needs into a store, in place of another one; the plan itself comes last. */
export async function writePlan(
  store: Store,
  prepared: PreparedJob,
  { drawing, report }: WritePlanOptions,
): Promise<Plan> {
  const { job, content, environment, frames, stage, video, inputs, request } = prepared;
  const own = frames ? undefined : ownRange(report.ownFrames, { ...selection(job), maxFrames: job.limits.frames });
  const total = own?.count ?? frames?.count ?? 0;
  const { framePixels, segmentFrames, fps } = job;
  const pixels = framePixels.width * framePixels.height;
  const cuts = cutSegments({ total, segmentFrames, fps, pixels, webgl: report.webgl !== null });
  // While a plan is replaced there is none.
  await store.remove(PLAN);
  await removeSegments(store);
  await writeContent(store, prepared);
  const queue = new PQueue({ concurrency: WRITES });
  const params = frames && (await queue.addAll(cuts.map((cut, i) => () => writeParams(store, { frames, cut, i }))));
  const { capture, gl, updating, notes } = drawing;
  const work = {
    ...{ environment, stage, video, inputs },
    drawing: { capture, gl, updating, webgl: report.webgl },
    frames: { total, ownFrom: own?.first ?? null, firstNumber: job.range?.[0] ?? 0 },
    segments: cuts.map((cut, i) => ({ ...cut, params: params?.[i] ?? null })),
  };
  const plan: Plan = {
    ...{ format: 1, spec: specOf(work), request, ...work, notes },
    output: outputOf(job),
    scenePath: content.scene.path,
  };
  await store.write(PLAN, JSON.stringify(plan), { replace: true });
  return plan;
}

/** Removes what another plan has left. Nobody else's files have such names. */
async function removeSegments(store: Store): Promise<void> {
  const left = [...(await store.list('segments/')), ...(await store.list('params/'))];
  for (const { name } of left) if (LEFT.test(name)) await store.remove(name);
}

const LEFT = /^(segments\/\d{5,}(\.json|-[0-9a-f]{8}\.\w+)|params\/\d{5,})$/;

/** The same plan for another output: segments do not know where their video goes. */
export async function moveOutput(store: Store, plan: Plan, job: ResolvedJob): Promise<Plan> {
  const moved: Plan = { ...plan, output: outputOf(job) };
  const [before, after] = [plan, moved].map(({ output }) => JSON.stringify(output));
  if (before !== after) await store.write(PLAN, JSON.stringify(moved), { replace: true });
  return moved;
}

function outputOf({
  output: path,
  poster,
  posterFrame,
  contactSheet,
  contactSheetOutput,
}: ResolvedJob): Plan['output'] {
  return { path, poster, posterFrame, contactSheet, contactSheetOutput };
}

async function writeContent(store: Store, { content, tools, files }: PreparedJob): Promise<void> {
  const { code, map } = content.scene;
  const all: [name: string, bytes: string | Uint8Array | null][] = [
    [SCENE, code],
    [SCENE_MAP, map],
    [PROPS, files.props],
    [PROBES, files.probes],
    ...tools.fonts.map(({ bytes }, i): [string, Uint8Array] => [fontName(i), bytes]),
  ];
  for (const [name, bytes] of all) if (bytes !== null) await store.write(name, bytes, { replace: true });
}

/** @returns the hash of what was written */
async function writeParams(
  store: Store,
  { frames, cut, i }: { frames: SpooledFrames; cut: Segment; i: number },
): Promise<string> {
  let hash = '';
  const bytes = hashed(encodeFrames(frames.frames(cut.first, cut.frames)), (found) => {
    hash = found;
  });
  const file = await store.create(paramsName(i));
  try {
    await pipeline(bytes, createWriteStream(file.path));
    await store.remove(paramsName(i));
    await file.publish();
    return hash;
  } finally {
    await file.discard();
  }
}
