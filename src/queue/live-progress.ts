import type { QueueEvents } from 'bullmq';
import type { Progress } from '../options/options.ts';
import type { FlowIds, JobResult } from './jobs.ts';

/** How far the workers of a queue are with a job, all of them together. */
export interface QueueProgress extends Progress {
  total: number;
  /** Workers that are connected, also to work on other jobs; null where Redis does not tell. */
  workers: number | null;
}

export interface Segment {
  index: number;
  frames: number;
  /** Whether it lies in the store. */
  done: boolean;
}

/** What the workers' signs of life add up to. */
export interface LiveProgress {
  /** Indices of the segments that are still to do. */
  missing(): number[];
  now(workers: number | null): QueueProgress;
  /** When all is done, whatever of it was heard. */
  done(): QueueProgress;
}

const DONE: JobResult = 'done';

/** Follows the segments of one plan. */
export function followProgress(events: QueueEvents, ids: FlowIds, segments: readonly Segment[]): LiveProgress {
  const sizes = new Map(segments.map(({ index, frames }) => [index, frames]));
  const drawn = new Map(segments.map(({ index, frames, done }) => [index, done ? frames : 0]));
  const finished = new Set(segments.flatMap(({ index, done }) => (done ? [index] : [])));
  const total = sum(sizes);
  const before = sum(drawn);
  const begun = performance.now();
  const indexOf = (jobId: string) => (jobId.startsWith(ids.segments) ? Number(jobId.slice(ids.segments.length)) : -1);
  events.on('progress', ({ jobId, data }) => {
    const size = sizes.get(indexOf(jobId));
    if (size !== undefined && typeof data === 'number') drawn.set(indexOf(jobId), Math.min(data, size));
  });
  events.on('completed', ({ jobId, returnvalue }) => {
    const size = sizes.get(indexOf(jobId));
    if (size === undefined || returnvalue !== DONE) return;
    drawn.set(indexOf(jobId), size);
    finished.add(indexOf(jobId));
  });
  const speed = (frames: number) => ((frames - before) * 1000) / (performance.now() - begun);
  let seen: number | null = null;
  return {
    missing: () => segments.flatMap(({ index }) => (finished.has(index) ? [] : [index])),
    now: (workers) => {
      const frames = sum(drawn);
      const fps = speed(frames);
      seen = workers;
      return { frames, total, fps, eta: fps === 0 ? null : (total - frames) / fps, workers };
    },
    done: () => ({ frames: total, total, fps: speed(total), eta: 0, workers: seen }),
  };
}

function sum(frames: Map<number, number>): number {
  return frames.values().reduce((all, some) => all + some, 0);
}
