import { BrowserError } from '../errors.ts';
import { orAborted } from '../or-aborted.ts';
import type { MountReport, UpdateMethod } from '../protocol.ts';
import { drawAgain } from './draw-again.ts';
import type { DrawnFrame, FrameRequest } from './drawer.ts';
import { createFramePool } from './frame-pool.ts';
import type { PageCall } from './page-calls.ts';
import { createPlaces } from './places.ts';
import { keepStage } from './seat.ts';
import type { Stage } from './stage.ts';
import { StageFault } from './stage-fault.ts';
import { createHistory } from './stage-history.ts';
import type { StageJob } from './stage-job.ts';

export interface FarmOptions {
  /** Number of stages. */
  workers: number;
  /** Frames that each stage is checked with before it draws. */
  probes: (report: MountReport) => readonly FrameRequest[];
  /** Bytes of a raw frame in the job's pixel format. */
  frameBytes: number;
  /** Bytes by which a stage may grow before it is replaced. @default an eighth of what it may take */
  growthBytes?: number;
  /** Asked before a stage that was lost is replaced, while others are at work. @default always */
  hasRoom?: () => Promise<boolean>;
  signal: AbortSignal;
}

/** A pool of stages. */
export interface Farm {
  /** What the stages have in common: the scene's own frames, and what draws WebGL. */
  readonly report: MountReport;
  /** Resolves when every stage that can be had is ready and checked; rejects when the farm cannot draw. */
  readonly complete: Promise<void>;
  /** Draws a frame on the first stage that is free, again on another one when that is lost. */
  draw(frame: FrameRequest): Promise<DrawnFrame>;
  /** Shows a frame on the first stage that is free, and asks its page about it. */
  inspect<T>(frame: FrameRequest, ask: (call: PageCall) => Promise<T>): Promise<T>;
  /** How the pages changed the figure. */
  updates(): UpdateMethod[];
  /** Requests that pages were refused. */
  refused(): string[];
  /** What became of stages, as far as its caller should know. */
  notes(): string[];
  /** Ends all browsers; what is being drawn fails with `reason`. May be called twice. */
  close(reason?: unknown): Promise<void>;
}

/**
 * Starts all stages at once and resolves when the first is ready: drawing begins there while the others start.
 * Once it resolves, `close` must be called.
 *
 * @throws BrowserError when no stage can be had
 */
export async function openFarm(job: StageJob, options: FarmOptions): Promise<Farm> {
  const { workers, probes, frameBytes, hasRoom = async () => true, signal } = options;
  const atWork = new Set<Stage>();
  const updates = new Set<UpdateMethod>();
  const refused = new Set<string>();
  let known: MountReport | undefined;
  const collect = (stage: Stage) => {
    for (const method of stage.updates) updates.add(method);
    for (const url of stage.refused) refused.add(url);
  };
  const history = createHistory();
  const pool = createFramePool(frameBytes);
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const places = createPlaces<Stage>(both);
  const first = Promise.withResolvers<MountReport>();
  let planIsFinal = false;

  const openSeat = () => {
    const settled = Promise.withResolvers<void>();
    const ended = keepStage(job, {
      probes,
      known: () => known,
      growthBytes: options.growthBytes ?? job.memoryBytes / 8,
      planIsFinal: () => planIsFinal,
      onReady: (stage) => {
        known ??= stage.report;
        atWork.add(stage);
        places.add(stage);
        first.resolve(stage.report);
        settled.resolve();
      },
      onGone: (stage) => {
        atWork.delete(stage);
        collect(stage);
        return places.remove(stage);
      },
      isWanted: async () => atWork.size === 0 || (await hasRoom()),
      onReplace: history.replaced,
      signal: both,
    }).catch((error) => {
      if (!(error instanceof StageFault)) stop.abort(error);
      // Without this stage the others go on, if there are any. No fault of a stage any more: nothing is tried again.
      else if (history.givenUp(error) === workers) stop.abort(new BrowserError(error.message, { cause: error }));
      settled.resolve();
    });
    return { settled: settled.promise, ended };
  };

  const seats = Array.from({ length: workers }, openSeat);
  const complete = orAborted(Promise.all(seats.map(({ settled }) => settled)), both).then(() => {
    both.throwIfAborted();
    planIsFinal = true;
  });
  complete.catch(() => {});
  const close = async (reason?: unknown) => {
    stop.abort(reason);
    await Promise.all(seats.map(({ ended }) => ended));
  };

  try {
    const report = await orAborted(first.promise, both);
    return {
      report,
      complete,
      draw: (frame) =>
        drawAgain(frame.index, ({ again, alone }) => places.use((stage) => stage.draw(frame, { pool, alone }), again)),
      inspect: (frame, ask) =>
        drawAgain(frame.index, ({ again }) => places.use((stage) => stage.inspect(frame, ask), again)),
      updates: () => {
        atWork.forEach(collect);
        return [...updates].sort();
      },
      refused: () => {
        atWork.forEach(collect);
        return [...refused];
      },
      notes: history.notes,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
