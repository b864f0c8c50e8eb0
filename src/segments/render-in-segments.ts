import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { OutputLock } from '../disk/output-lock.ts';
import { partName } from '../disk/part-name.ts';
import { keepAtExit, removeAtExit } from '../disk/removed-at-exit.ts';
import { chooseEncoder } from '../encoder/choose-encoder.ts';
import { targetPath } from '../encoder/output-target.ts';
import { readResources } from '../farm/resources.ts';
import type { ResolvedVideo } from '../options.ts';
import { picturePaths } from '../pictures/pictures.ts';
import { createProgress } from '../pipeline/progress.ts';
import type { Stopwatch, Timings } from '../pipeline/stopwatch.ts';
import type { RenderResult } from '../render-result.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { type Planned, withPlanOf } from './find-or-make-plan.ts';
import { type LaneOptions, openLanes } from './lanes/lanes.ts';
import { findSegment, type Manifest } from './manifest.ts';
import { openSegmentRenderer } from './open-segment-renderer.ts';
import type { Plan } from './plan-file.ts';
import { type PreparedJob, prepareJob } from './prepare-job.ts';
import { renderAll } from './render-all.ts';
import { createSegmentRenderer, type SegmentRenderer } from './segment-renderer.ts';
import { type Stitched, stitchSegments } from './stitch-segments.ts';

type Job = ResolvedVideo & { signal: AbortSignal };

export interface RenderInSegmentsOptions {
  claim: OutputLock;
  stopwatch: Stopwatch;
}

/** Whether a video is rendered in segments. */
export function isInSegments({ resume, lanes, segmentFrames }: ResolvedVideo): boolean {
  return resume !== false || lanes !== undefined || segmentFrames !== undefined;
}

/** Renders a video by a plan, in a folder that stays when the render is killed; the segments that are there are taken. */
export async function renderInSegments(job: Job, { claim, stopwatch }: RenderInSegmentsOptions): Promise<RenderResult> {
  const { path, removed } = folderOf(job);
  const store = await openStore(path);
  const prepared = await prepareJob(job);
  if (removed === 'always') removeAtExit(path);
  try {
    const planning = { store, workers: (await laneCount(job)) > 1 ? 1 : job.workers, replace: true };
    const result = await withPlanOf(prepared, planning, async (planned) => {
      const rendered = await renderMissing(planned, { store, job, prepared, stopwatch });
      const stitched = await stitchSegments({
        ...{ store, plan: planned.plan, ffmpeg: prepared.tools.ffmpeg, signal: job.signal },
        ...{ target: job.encoding.target, pictures: job, assertHeld: claim.assertHeld },
      });
      stopwatch.lap('total');
      return describeResult({ job, prepared, planned, rendered, stitched, stopwatch });
    });
    if (removed === 'done') await rm(path, { recursive: true, force: true });
    return result;
  } finally {
    await prepared.frames?.close();
    if (removed === 'always') {
      await rm(path, { recursive: true, force: true });
      keepAtExit(path);
    }
  }
}

/** Where the segments lie, and when they are removed. */
function folderOf({ resume, encoding: { target } }: Job): { path: string; removed: 'always' | 'done' | 'never' } {
  if (typeof resume === 'string') return { path: resume, removed: 'never' };
  const output = target.kind === 'file' ? target.path : target.folder;
  if (resume) return { path: join(dirname(output), `${basename(output)}.segments`), removed: 'done' };
  return { path: join(dirname(output), partName(output)), removed: 'always' };
}

/**
 * Cores that one lane keeps at work: with eight stages that draw 40 frames/s of a 720p line each its encoder gets 320 a
 * second, of the 400 that four threads of x264 encode, and its Node process is busy half of the time (1.6 ms a frame).
 */
const CORES_PER_LANE = 8;

async function laneCount({ lanes }: Job): Promise<number> {
  if (lanes === undefined) return 1;
  return lanes === 'auto' ? Math.max(1, Math.floor((await readResources()).cores / CORES_PER_LANE)) : lanes;
}

/** What was done in this call. */
interface Rendered {
  manifests: Manifest[];
  /** Segments that were there before. */
  before: number;
  /** Number of stages. */
  workers: number;
}

async function renderMissing(
  { plan, sized }: Planned,
  { store, job, prepared, stopwatch }: { store: Store; job: Job; prepared: PreparedJob; stopwatch: Stopwatch },
): Promise<Rendered> {
  const { signal } = job;
  const missing = sized ? [...plan.segments.keys()] : await missingSegments(store, plan);
  const before = plan.segments.length - missing.length;
  const missingFrames = missing.reduce((sum, index) => sum + (plan.segments[index]?.frames ?? 0), 0);
  const progress = createProgress(job.onProgress, () => plan.frames.total, plan.frames.total - missingFrames);
  const lanes = Math.min(await laneCount(job), missing.length);
  if (missing.length === 0) return { manifests: [], before, workers: 0 };

  const { browser, ffmpeg, workers, onConsole } = job;
  const machine = { browser, ffmpeg, workers, onConsole, signal };
  const renderers = await openRenderers();
  stopwatch.lap('start');
  const manifests: Manifest[] = [];
  const next = missing.values();
  try {
    const options = {
      signal,
      onFrame: () => {
        stopwatch.lap('firstFrame');
        progress.count();
      },
      onDone: (manifest: Manifest) => void manifests.push(manifest),
    };
    await Promise.all(renderers.map((renderer) => renderAll(renderer, shared(next), options)));
    progress.end();
    return { manifests, before, workers: renderers.reduce((sum, renderer) => sum + renderer.workers(), 0) };
  } finally {
    await Promise.all(renderers.map((renderer) => renderer.close()));
  }

  async function openRenderers(): Promise<SegmentRenderer[]> {
    if (lanes > 1) {
      // It has shown how frames are drawn here; the lanes have stages of their own.
      await sized?.farm.close();
      return openLanes(lanes, { ...machine, location: store.location } satisfies LaneOptions);
    }
    if (!sized) return [await openSegmentRenderer(store, plan, { ...machine, frames: missingFrames })];
    const { environment, tools } = prepared;
    return [createSegmentRenderer({ store, plan, environment, ffmpeg: tools.ffmpeg, openFarm: async () => sized })];
  }
}

async function missingSegments(store: Store, plan: Plan): Promise<number[]> {
  const missing: number[] = [];
  for (const index of plan.segments.keys()) {
    if ((await findSegment(store, plan, { index, whole: true })).state !== 'done') missing.push(index);
  }
  return missing;
}

/** Items for whoever asks first; who stops asking does not end it for the others. */
function shared<T>(items: Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: () => ({ next: () => items.next() }) };
}

interface ResultParts {
  job: Job;
  prepared: PreparedJob;
  planned: Planned;
  rendered: Rendered;
  stitched: Stitched;
  stopwatch: Stopwatch;
}

async function describeResult(parts: ResultParts): Promise<RenderResult> {
  const { job, prepared, planned, rendered, stitched, stopwatch } = parts;
  const { plan } = planned;
  const { frames, width, height, fps, duration, bytes } = stitched.facts;
  const timings = addSeconds(stopwatch.read(), rendered.manifests);
  const drawn = rendered.manifests.reduce((sum, manifest) => sum + manifest.frames.length, 0);
  const { before } = rendered;
  const there = before === 0 ? [] : [`${before} of ${plan.segments.length} segments were there already`];
  return {
    path: targetPath(job.encoding.target),
    ...{ frames, width, height, fps, duration, bytes },
    codec: job.encoding.codec.name,
    encoder: (await chooseEncoder(prepared.tools.ffmpeg, plan.video.encoder, job.encoding)).name,
    pixelFormat: job.encoding.pixels.name,
    ...picturePaths(job),
    ...{ capture: plan.drawing.capture, webgl: plan.drawing.webgl, workers: rendered.workers },
    updates: [...new Set(stitched.manifests.flatMap(({ updates }) => updates))].sort(),
    refused: [...new Set(stitched.manifests.flatMap(({ refused }) => refused))],
    timings,
    framesPerSecond: drawn / timings.total,
    notes: [...plan.notes, ...planned.notes, ...there, ...stitched.notes],
  };
}

/** Adds what was measured segment by segment. */
function addSeconds(timings: Timings, manifests: readonly Manifest[]): Timings {
  const sum = { ...timings };
  for (const { seconds } of manifests) {
    for (const part of ['source', 'update', 'paint', 'capture', 'encode'] as const) sum[part] += seconds[part];
  }
  return sum;
}
