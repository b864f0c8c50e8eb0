import { setTimeout as delay } from 'node:timers/promises';
import { BrowserError, FrameError } from '../errors.ts';
import type { MountReport } from '../protocol.ts';
import type { FrameRequest } from './drawer.ts';
import { checkStage } from './self-check.ts';
import { openStage, type Stage } from './stage.ts';
import { StageFault, TRIES } from './stage-fault.ts';
import type { StageJob } from './stage-job.ts';

export interface SeatOptions {
  /** Frames that a stage is checked with before it draws. */
  probes: (report: MountReport) => readonly FrameRequest[];
  /** Whether a stage of this job has ever been ready: what then does not load in time may have been hit by chance. */
  proven: () => boolean;
  /** Whether all stages were ready once: what one of them then finds unfit was fit before. */
  planIsFinal: () => boolean;
  /** Called with a stage that is ready. */
  onReady: (stage: Stage) => void;
  /** Called when it is to be replaced; it is closed when that resolves. */
  onGone: (stage: Stage) => Promise<void>;
  /** Whether one that was lost is replaced: not when memory is short and others are at work. */
  isWanted: () => Promise<boolean>;
  /** Called before another stage is tried. @param fault undefined: the one before has only grown */
  onReplace: (fault: StageFault | undefined) => void;
  signal: AbortSignal;
}

/** A stage that has grown by this share of what it may take is replaced. */
const GROWTH = 1 / 8;

/**
 * Keeps a stage at work until the signal aborts: one after the other, each replaced when it is lost or has grown too
 * large. Never two at once.
 *
 * @throws StageFault when no stage can be had; the signal's reason; what says that the job itself is at fault
 */
export async function keepStage(job: StageJob, options: SeatOptions): Promise<never> {
  const { onReady, onGone, onReplace, isWanted, signal } = options;
  let faults = 0;
  while (true) {
    const stage = await openChecked(job, options, faults);
    let fault: StageFault | undefined;
    try {
      const asked = stage.framesAsked();
      onReady(stage);
      fault = (await Promise.race([stage.ended, stage.grownBy(job.memoryBytes * GROWTH)])) ?? undefined;
      signal.throwIfAborted();
      await onGone(stage);
      // One that ends before it is asked for anything is as good as none; of others the frames are counted.
      faults = fault && stage.framesAsked() === asked ? faults + 1 : 0;
    } finally {
      await stage.close();
    }
    if (fault && faults >= TRIES[fault.kind]) throw fault;
    onReplace(fault);
    if (fault && !(await isWanted())) throw new StageFault('memory', 'Memory is short');
  }
}

/** Opens a stage and checks it, another one when that does not come about. @param before how often it has not */
async function openChecked(job: StageJob, options: SeatOptions, before: number): Promise<Stage> {
  for (let faults = before; ; ) {
    try {
      return await tryStage(job, options);
    } catch (error) {
      const fault = asFault(error, options);
      faults++;
      const hopeless = fault.kind === 'hung' && fault.frame === undefined && !options.proven();
      if (hopeless || faults >= TRIES[fault.kind]) throw named(fault);
      options.onReplace(fault);
      await delay(backoffMs(faults), undefined, { signal: options.signal });
    }
  }
}

/** @throws the error when it says something about the job, or about a plan that can still be changed */
function asFault(error: unknown, { planIsFinal }: SeatOptions): StageFault {
  if (error instanceof StageFault) return error;
  if (error instanceof BrowserError && planIsFinal()) return new StageFault('launch', error.message, { cause: error });
  throw error;
}

async function tryStage(job: StageJob, { probes, signal }: SeatOptions): Promise<Stage> {
  const stage = await openStage(job, signal);
  try {
    if (job.capture === 'canvas') for (const probe of probes(stage.report)) await checkStage(stage, probe);
    return stage;
  } catch (error) {
    await stage.close();
    signal.throwIfAborted();
    throw error;
  }
}

/** What stands in the way of a browser is often gone a moment later: 0.2, 0.8, 3.2 seconds. */
function backoffMs(faults: number): number {
  return 200 * 4 ** (faults - 1);
}

/** A fault over one of the frames that stages are checked with is that frame's. */
function named(fault: StageFault): Error {
  return fault.frame === undefined ? fault : new FrameError(fault.frame, fault.message, { cause: fault });
}
