import { rm } from 'node:fs/promises';
import type { OutputLock } from '../disk/output-lock.ts';
import { keepAtExit, removeAtExit } from '../disk/removed-at-exit.ts';
import { readResources } from '../farm/resources.ts';
import type { ResolvedVideo } from '../options/options.ts';
import { createProgress } from '../pipeline/progress.ts';
import type { Stopwatch } from '../pipeline/stopwatch.ts';
import type { RenderResult } from '../render-result.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { describeResult, type Rendered } from './describe-result.ts';
import { openSegmentRenderer } from './drawing/open-segment-renderer.ts';
import { renderAll } from './drawing/render-all.ts';
import { createSegmentRenderer, type SegmentRenderer } from './drawing/segment-renderer.ts';
import { openLanes } from './lanes/lanes.ts';
import { findSegment, type Manifest } from './plan-folder/manifest.ts';
import type { Plan } from './plan-folder/plan-file.ts';
import { type Planned, withPlanOf } from './planning/find-or-make-plan.ts';
import { type PreparedJob, prepareJob } from './planning/prepare-job.ts';
import { removeSegmentsFolder, segmentsFolderOf } from './segments-folder.ts';
import { stitchSegments } from './stitch-segments.ts';

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
  const folder = segmentsFolderOf(job);
  const store = await openStore(folder.path);
  const lanes = await laneCount(job);
  const prepared = await prepareJob(job);
  if (folder.isTemporary) removeAtExit(folder.path);
  try {
    const planning = { store, workers: lanes > 1 ? 1 : job.workers, replace: folder.isOwn };
    const result = await withPlanOf(prepared, planning, async (planned) => {
      const rendered = await renderMissing(planned, { store, job, prepared, stopwatch, lanes });
      const stitched = await stitchSegments({
        ...{ store, plan: planned.plan, ffmpeg: prepared.tools.ffmpeg, signal: job.signal },
        ...{ target: job.encoding.target, request: job, assertHeld: claim.assertHeld },
      });
      stopwatch.lap('total');
      return describeResult({ job, prepared, planned, rendered, stitched, stopwatch });
    });
    if (folder.isOwn && !folder.isTemporary) await removeSegmentsFolder(store, folder.path);
    return result;
  } finally {
    await prepared.frames?.close();
    if (folder.isTemporary) {
      await rm(folder.path, { recursive: true, force: true });
      keepAtExit(folder.path);
    }
  }
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

interface Rendering {
  store: Store;
  job: Job;
  prepared: PreparedJob;
  stopwatch: Stopwatch;
  /** At most so many. */
  lanes: number;
}

async function renderMissing(planned: Planned, rendering: Rendering): Promise<Rendered> {
  const { plan } = planned;
  const { store, job, stopwatch } = rendering;
  const missing = await missingSegments(store, plan);
  const before = plan.segments.length - missing.length;
  const framesOf = (index: number) => plan.segments[index]?.frames ?? 0;
  const missingFrames = missing.reduce((sum, index) => sum + framesOf(index), 0);
  const progress = createProgress(job.onProgress, () => plan.frames.total, plan.frames.total - missingFrames);
  if (missing.length === 0) {
    progress.end();
    return { manifests: [], before, workers: 0 };
  }

  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal]);
  const renderers = await openRenderers(planned, { ...rendering, missing: missing.length });
  stopwatch.lap('start');
  const manifests: Manifest[] = [];
  const counted = new Map<number, number>();
  const onFrame = (index: number) => {
    stopwatch.lap('firstFrame');
    counted.set(index, (counted.get(index) ?? 0) + 1);
    progress.count();
  };
  const onDone = (manifest: Manifest) => {
    manifests.push(manifest);
    // Another process may have been faster.
    for (let k = counted.get(manifest.index) ?? 0; k < manifest.frames.length; k++) progress.count();
  };
  const next = missing.values();
  try {
    const all = renderers.map((renderer) => renderAll(renderer, shared(next), { signal, onFrame, onDone }));
    // The first that fails ends the others.
    await Promise.all(all.map((one) => one.catch((error) => stop.abort(error))));
    signal.throwIfAborted();
    progress.end();
    return { manifests, before, workers: renderers.reduce((sum, renderer) => sum + renderer.workers(), 0) };
  } finally {
    await Promise.all(renderers.map((renderer) => renderer.close()));
  }
}

async function openRenderers(
  { plan, sized }: Planned,
  { store, job, prepared, lanes, missing }: Rendering & { missing: number },
): Promise<SegmentRenderer[]> {
  const { browser, ffmpeg, workers, onConsole, signal } = job;
  const machine = { browser, ffmpeg, workers, onConsole, signal };
  const { environment, tools } = prepared;
  if (sized && lanes === 1) {
    return [createSegmentRenderer({ store, plan, environment, ffmpeg: tools.ffmpeg, openFarm: async () => sized })];
  }
  // One stage has shown how frames are drawn here; lanes have stages of their own.
  await sized?.farm.close();
  const count = Math.min(lanes, missing);
  return count > 1
    ? openLanes(count, { ...machine, location: store.location })
    : [await openSegmentRenderer(store, plan, machine)];
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
