import { PNG } from 'pngjs';
import { messageOf } from '../caught.ts';
import { BrowserError } from '../errors.ts';
import { createFramePool } from '../farm/frame-pool.ts';
import { checkStage } from '../farm/self-check.ts';
import { openStage, type Stage } from '../farm/stage.ts';
import type { StageJob } from '../farm/stage-job.ts';
import { type PageFacts, readPageFacts, TRACE_COLOUR } from './probe-scene.ts';
import { TRIAL_TIMEOUT_MS, type Trial, trialJob } from './trial-job.ts';

export interface TrialResult {
  /** undefined when the page did not come that far. */
  facts: PageFacts | undefined;
  /** What went wrong; undefined when the picture is right. */
  problem: string | undefined;
}

const FRAME = { index: 0, params: null, previous: null };

/**
 * Draws one frame of a tiny scene on a stage of its own and looks at it.
 *
 * @throws the signal's reason when `signal` aborts, and nothing else
 */
export async function tryStage(trial: Trial, signal: AbortSignal): Promise<TrialResult> {
  const told: { facts?: PageFacts } = {};
  const timeout = AbortSignal.timeout(TRIAL_TIMEOUT_MS);
  const job: StageJob = {
    ...trialJob(trial),
    onConsole: ({ text }) => {
      told.facts ??= readPageFacts(text);
    },
  };
  try {
    const stage = await openStage(job, AbortSignal.any([signal, timeout]));
    try {
      if (job.capture === 'canvas') await checkStage(stage, FRAME);
      // The check compares two pictures of the same page: both may be empty.
      await requireTrace(stage, job);
    } finally {
      await stage.close();
    }
    return { facts: told.facts, problem: undefined };
  } catch (error) {
    signal.throwIfAborted();
    const late = `not done within ${TRIAL_TIMEOUT_MS / 1000} s`;
    return { facts: told.facts, problem: timeout.aborted ? late : messageOf(error) };
  }
}

/** The line covers 3,400 pixels, the markers 2,100. */
const MIN_TRACE_PIXELS = 1000;
/** Of 255 levels: what rounding may cost on the way through a GPU. */
const TOLERANCE = 3;

/** @throws BrowserError when the frame does not show the trace in its colour */
async function requireTrace(stage: Stage, { capture, width, height }: StageJob): Promise<void> {
  const drawn = await stage.draw(FRAME, { pool: createFramePool(width * height * 4) });
  if (drawn.repeated) throw new BrowserError('no frame was drawn');
  const pixels = capture === 'canvas' ? drawn.pixels : PNG.sync.read(drawn.pixels).data;
  const count = countPixels(pixels, TRACE_COLOUR);
  if (count < MIN_TRACE_PIXELS) throw new BrowserError('the figure comes out without its trace');
}

/** Number of 4-byte pixels that begin with these three values. */
function countPixels(pixels: Uint8Array, wanted: readonly number[]): number {
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (wanted.every((value, k) => Math.abs((pixels[i + k] ?? 0) - value) <= TOLERANCE)) count++;
  }
  return count;
}
