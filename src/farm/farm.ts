import PQueue from 'p-queue';
import type { MountReport, UpdateMethod } from '../protocol.ts';
import type { DrawnFrame, FrameRequest } from './drawer.ts';
import { createFramePool, type FramePool } from './frame-pool.ts';
import { checkStage } from './self-check.ts';
import { openStage, type Stage } from './stage.ts';
import type { StageJob } from './stage-job.ts';

export interface FarmOptions {
  /** Number of stages. */
  workers: number;
  /** Frames that each stage is checked with before it draws. */
  probes: readonly FrameRequest[];
  /** Bytes of a raw frame in the job's pixel format. */
  frameBytes: number;
  signal: AbortSignal;
}

/** A pool of stages. */
export interface Farm {
  /** What the stages have in common: the scene's own frames, and what draws WebGL. */
  readonly report: MountReport;
  /** Resolves when every stage is ready and checked; rejects when one is not. */
  readonly complete: Promise<void>;
  /** Draws a frame on the first stage that is free. */
  draw(frame: FrameRequest): Promise<DrawnFrame>;
  /** How the pages changed the figure. */
  updates(): UpdateMethod[];
  /** Requests that pages were refused. */
  refused(): string[];
  /** Ends all browsers. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts all stages at once and resolves when the first is ready: drawing begins there while the others start.
 * Once it resolves, `close` must be called.
 */
export async function openFarm(job: StageJob, { workers, probes, frameBytes, signal }: FarmOptions): Promise<Farm> {
  const stages: Stage[] = [];
  /** A stage stands here once for each further frame that it can be asked for. */
  const places: Stage[] = [];
  let allPlaces = 0;
  const queue = new PQueue({ concurrency: 1, autoStart: false });
  const pool: FramePool = createFramePool(frameBytes);
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);

  const startStage = async () => {
    const stage = await openStage(job, both);
    stages.push(stage);
    if (job.capture === 'canvas') for (const probe of probes) await checkStage(stage, probe);
    for (let i = 0; i < stage.inFlight; i++) places.push(stage);
    allPlaces += stage.inFlight;
    queue.concurrency = allPlaces;
    queue.start();
    return stage;
  };

  const starting = Array.from({ length: workers }, startStage);
  const complete = Promise.all(starting).then(() => {});
  complete.catch(() => {});
  const close = async () => {
    stop.abort();
    await Promise.allSettled(starting);
    await Promise.all(stages.map((stage) => stage.close()));
  };

  try {
    // The first that is ready, or the first that fails: a job's stages are all alike.
    const first = await Promise.race(starting);
    return {
      report: first.report,
      complete,
      draw: (frame) =>
        queue.add(
          async () => {
            const stage = places.shift();
            if (!stage) throw new RangeError('No stage has room');
            try {
              return await stage.draw(frame, pool);
            } finally {
              places.push(stage);
            }
          },
          { signal: both },
        ),
      updates: () => [...new Set(stages.flatMap((stage) => [...stage.updates]))].sort(),
      refused: () => [...new Set(stages.flatMap((stage) => [...stage.refused]))],
      close,
    };
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw error;
  }
}
