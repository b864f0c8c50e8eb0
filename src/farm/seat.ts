import { setTimeout as delay } from 'node:timers/promises';
import { BrowserError, FrameError, SceneError } from '../errors.ts';
import type { MountReport } from '../protocol.ts';
import type { FrameRequest } from './drawer.ts';
import { checkStage } from './self-check.ts';
import { openStage, type Stage } from './stage.ts';
import { StageFault, TRIES } from './stage-fault.ts';
import type { StageJob } from './stage-job.ts';
import { WebGlUnfitError } from './unfit.ts';

export interface SeatOptions {
  /** Frames that a stage is checked with before it draws. */
  probes: (report: MountReport) => readonly FrameRequest[];
  /** What the first stage that was ready has said, undefined before: all must say the same. */
  known: () => MountReport | undefined;
  /** Whether all stages were ready once: what one of them then finds unfit was fit before. */
  planIsFinal: () => boolean;
  /** Called with a stage that is ready. */
  onReady: (stage: Stage) => void;
  /** Called when it is to be replaced; it is closed when that resolves. */
  onGone: (stage: Stage) => Promise<void>;
  /** Bytes by which a stage may grow before it is replaced. */
  growthBytes: number;
  /** Whether one that was lost is replaced: not when memory is short and others are at work. */
  isWanted: () => Promise<boolean>;
  /** Called before another stage is tried. @param fault undefined: the one before has only grown */
  onReplace: (fault: StageFault | undefined) => void;
  signal: AbortSignal;
}

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
      fault = (await Promise.race([stage.ended, stage.grownBy(options.growthBytes)])) ?? undefined;
      signal.throwIfAborted();
      await onGone(stage);
      // One that ends before it is asked for anything is as good as none; of others the frames are counted.
      faults = fault && stage.framesAsked() === asked ? faults + 1 : 0;
    } finally {
      await stage.close();
    }
    if (fault && faults >= TRIES[fault.kind]) throw fault;
    onReplace(fault);
    if (fault && !(await isWanted())) throw memoryIsShort();
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
      const known = options.known();
      // What does not load in time although another has may have been hit by chance.
      const hopeless = (fault.kind === 'setup' || (fault.kind === 'hung' && fault.frame === undefined)) && !known;
      if (hopeless || faults >= TRIES[fault.kind]) throw known ? fault : named(fault, job);
      options.onReplace(fault);
      if (known && !(await options.isWanted())) throw memoryIsShort();
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

async function tryStage(job: StageJob, { probes, known, signal }: SeatOptions): Promise<Stage> {
  const stage = await openStage(job, signal);
  try {
    requireSame(stage.report, known());
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

/** What a fault says of the job when no stage of it was ever ready. */
function named(fault: StageFault, { launch: { gl } }: StageJob): Error {
  if (fault.kind === 'gpu' && gl !== 'swiftshader') return new WebGlUnfitError(gl);
  // One over a frame that stages are checked with is that frame's.
  if (fault.frame !== undefined) return new FrameError(fault.frame, fault.message, { cause: fault });
  return fault.kind === 'setup' || fault.kind === 'memory' ? new SceneError(fault.message, { cause: fault }) : fault;
}

/** @throws StageFault when a stage would draw in another way than those before it */
function requireSame(report: MountReport, known: MountReport | undefined): void {
  if (!known || (report.webgl === known.webgl && report.ownFrames === known.ownFrames)) return;
  const [now, before] = [report, known].map(({ webgl, ownFrames }) => `WebGL by ${webgl}, own frames ${ownFrames}`);
  throw new StageFault('launch', `A stage is not like the others: ${now} instead of ${before}`);
}

function memoryIsShort(): StageFault {
  return new StageFault('memory', 'Memory is short');
}
