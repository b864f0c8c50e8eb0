import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EncoderError } from '../errors.ts';
import { type FfmpegEnd, startFfmpeg } from './start-ffmpeg.ts';

export interface FfmpegWork {
  /** ffmpeg executable. */
  executable: string;
  args: readonly string[];
  /** What it reads from pipe:0, and from pipe:3 where there are two. */
  inputs: readonly Readable[];
  /** Takes what it prints to pipe:1. */
  onOutput: (bytes: Buffer) => void;
  /** Takes what it prints to pipe:3, where that is no input. */
  onSide?: (bytes: Buffer) => void;
  /** What its failure means, as the beginning of a message. */
  failure: string;
  signal: AbortSignal;
}

/**
 * Runs ffmpeg to its end, on bytes that come from here: it opens no file itself, so that it ends when this process is
 * killed. When it returns, all inputs are closed.
 *
 * @returns why its inputs were not taken whole, undefined when they were: it reads no more than it wants
 * @throws EncoderError when it does not start, or fails
 */
export async function runFfmpeg(work: FfmpegWork): Promise<unknown> {
  const { executable, args, inputs, onOutput, onSide, failure, signal } = work;
  if (signal.aborted) for (const input of inputs) input.destroy();
  signal.throwIfAborted();
  const ffmpeg = startFfmpeg(executable, [...QUIET, ...args], { side: inputs.length > 1 || onSide !== undefined });
  // At once: whoever waits for the abort deletes what is read here.
  signal.addEventListener('abort', ffmpeg.kill, { once: true });
  ffmpeg.stdout.on('data', onOutput);
  if (onSide) ffmpeg.side.on('data', onSide);
  else ffmpeg.side.resume();
  const fed = [ffmpeg.stdin, ffmpeg.side].map(async (pipe, i) => {
    const input = inputs[i];
    if (!input) return undefined;
    const closed = new Promise((resolve) => input.once('close', resolve));
    const error: unknown = await pipeline(input, pipe).catch((thrown: unknown) => thrown);
    await closed;
    return error;
  });
  const end = await ffmpeg.ended;
  const feedErrors = await Promise.all(fed);
  signal.removeEventListener('abort', ffmpeg.kill);
  signal.throwIfAborted();
  if (end.exitCode !== 0) throw failed(failure, end, ffmpeg.stderr());
  return feedErrors.find((error) => error !== undefined);
}

const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin'];

function failed(failure: string, { error, exitCode }: FfmpegEnd, stderr: string): EncoderError {
  return new EncoderError(failure, { cause: error, stderr: error?.message ?? stderr, exitCode });
}
