import { CommanderError } from 'commander';
import { FrameError, InputError, LimitError, SceneError } from '../errors.ts';

/** 0 done · 1 failed · 2 bad usage or input · 130 and 143 ended by a signal. */
export type ExitCode = number;

type Signal = 'SIGINT' | 'SIGTERM';

/** A signal ended the work. */
class SignalError extends Error {
  readonly exitCode: ExitCode;

  constructor(signal: Signal) {
    super(`Ended by ${signal}`);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

/** Prints what went wrong, for people or as JSON, and tells the exit code that it means. */
export function reportError(error: unknown, { json = false, verbose = false }): ExitCode {
  if (error instanceof SignalError) return error.exitCode;
  // Commander has printed it.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (json) {
    const frame = error instanceof FrameError ? error.frame : undefined;
    const limit = error instanceof LimitError ? error.limit : undefined;
    console.log(JSON.stringify({ type: 'error', name, message, frame, limit }));
  } else {
    console.error(`error: ${message}`);
    const places = error instanceof FrameError || error instanceof SceneError ? error.places : [];
    for (const place of places) console.error(place);
    if (verbose && places.length === 0) console.error(stack);
  }
  return error instanceof InputError || error instanceof SceneError ? 2 : 1;
}

/** Runs `work` with a signal that SIGINT and SIGTERM abort, with a `SignalError` as its reason. */
export async function untilSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (signal: Signal) => controller.abort(new SignalError(signal));
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
