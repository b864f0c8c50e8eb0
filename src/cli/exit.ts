import { CommanderError } from 'commander';
import { FrameError, InputError, SceneError, SegmentError } from '../errors.ts';
import { isPermanent } from '../segments/permanence.ts';
import type { OutputFlags } from './job-flags.ts';
import { handleSignals, SIGNAL_EXIT_CODES, type Signal } from './signals.ts';

/** One of `EXIT_CODES`. */
export type ExitCode = number;

/** Exit codes by which an engine knows whether to try again. */
const PERMANENT = 42;
/** EX_TEMPFAIL of sysexits.h. */
export const TRANSIENT = 75;

/** Commands that engines run: their exit codes say whether to try again. */
export const FOR_ENGINES: readonly string[] = ['plan', 'segment', 'stitch', 'status', 'worker'];

/** What exit codes mean, for people. */
export const EXIT_CODES: readonly { code: ExitCode; meaning: string }[] = [
  { code: 0, meaning: 'done' },
  { code: 1, meaning: 'failed' },
  { code: 2, meaning: 'bad usage or input' },
  { code: PERMANENT, meaning: `failed for good, in place of 1; of ${FOR_ENGINES.join(', ')}` },
  { code: TRANSIENT, meaning: `failed, and may succeed when it is tried again, in place of 1; of the same` },
  ...Object.entries(SIGNAL_EXIT_CODES).map(([signal, code]) => ({ code, meaning: `ended by ${signal}` })),
];

/** A signal ended the work. */
class SignalError extends Error {
  readonly signal: Signal;

  constructor(signal: Signal) {
    super(`Ended by ${signal}`);
    this.signal = signal;
  }
}

export interface ReportOptions extends OutputFlags {
  /** Whether the exit code tells an engine if to try again. */
  forEngine?: boolean;
  /** Where finished segments are kept; undefined: nowhere. */
  resume?: string | boolean;
}

/** Prints what went wrong, for people or as JSON, and tells the exit code that it means. */
export function reportError(error: unknown, options: ReportOptions): ExitCode {
  const { json = false, quiet = false, verbose = false, forEngine = false } = options;
  if (error instanceof SignalError) {
    if (json) console.log(JSON.stringify({ type: 'interrupted', signal: error.signal }));
    else if (!quiet)
      console.error(
        `Interrupted; ${options.resume === undefined ? 'nothing was written' : 'what was finished is kept'}`,
      );
    return SIGNAL_EXIT_CODES[error.signal];
  }
  // Commander has printed it.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (json) {
    const { frame, places, limit, max } = { ...Object(error) };
    console.log(JSON.stringify({ type: 'error', name, message, frame, places, limit, max }));
  } else {
    console.error(`error: ${message}`);
    const places =
      error instanceof FrameError || error instanceof SceneError || error instanceof SegmentError ? error.places : [];
    for (const place of places) console.error(place);
    if (verbose && places.length === 0) console.error(stack);
  }
  if (error instanceof InputError) return 2;
  if (forEngine) return isPermanent(error) ? PERMANENT : TRANSIENT;
  return error instanceof SceneError ? 2 : 1;
}

/** Milliseconds that closing may take after a signal. */
const CLOSE_WITHIN_MS = 1000;

/**
 * Runs `work` with a signal that SIGINT and SIGTERM abort, with a `SignalError` as its reason.
 *
 * What takes longer to close than its time, and whatever is left to close when a second signal comes, is not waited for:
 * browsers and ffmpeg end with this process, and the next run sweeps what they leave.
 */
export async function untilSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const overdue = Promise.withResolvers<never>();
  overdue.promise.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const restore = handleSignals((signal) => {
    const error = new SignalError(signal);
    if (controller.signal.aborted) return overdue.reject(error);
    timer = setTimeout(overdue.reject, CLOSE_WITHIN_MS, error);
    controller.abort(error);
  });
  try {
    return await Promise.race([work(controller.signal), overdue.promise]);
  } finally {
    clearTimeout(timer);
    restore();
  }
}
