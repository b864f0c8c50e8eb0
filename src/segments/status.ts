import PQueue from 'p-queue';
import { openStore } from '../store/open-store.ts';
import { findSegment } from './plan-folder/manifest.ts';
import { requirePlan } from './plan-folder/plan-file.ts';

/** How far a plan is. */
export interface PlanStatus {
  /** Absolute path, or s3://bucket/prefix. */
  folder: string;
  spec: string;
  /** Frames of the video. */
  frames: number;
  /** Number of segments. */
  segments: number;
  /** Number of those that are there and whole. */
  done: number;
  /** Indices of those that are not there. */
  missing: number[];
  /** What is wrong with those that are damaged, by their indices: they are rendered again. */
  damaged: Record<number, string>;
  /** Of all segments that are there. */
  bytes: number;
}

/** Segments that are looked at at the same time: in a bucket each is a trip. */
const LOOKS = 8;

/**
 * Looks which segments of a plan are there, and reads them to see whether they are whole.
 *
 * @throws InputError when there is no plan; StoreError
 */
export async function planStatus(folder: string): Promise<PlanStatus> {
  const store = await openStore(folder);
  const plan = await requirePlan(store);
  const queue = new PQueue({ concurrency: LOOKS });
  const looks = [...plan.segments.keys()].map((index) => () => findSegment(store, plan, { index, whole: true }));
  const found = await queue.addAll(looks);
  const status: PlanStatus = {
    ...{ folder: store.location, spec: plan.spec, frames: plan.frames.total, segments: plan.segments.length },
    ...{ done: 0, missing: [], damaged: {}, bytes: 0 },
  };
  for (const [index, segment] of found.entries()) {
    if (segment.state === 'missing') status.missing.push(index);
    else if (segment.state === 'damaged') status.damaged[index] = segment.problem;
    else {
      status.done++;
      status.bytes += segment.manifest.bytes;
    }
  }
  return status;
}
