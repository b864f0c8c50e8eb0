import { EncoderError } from '../errors.ts';
import { orAborted } from '../or-aborted.ts';
import { type FfmpegEnd, startFfmpeg } from './start-ffmpeg.ts';

/** A running ffmpeg that takes frames in order. */
export interface Encoder {
  /** Resolves when ffmpeg has taken the frame: the buffer may be used again. */
  write(frame: Buffer): Promise<void>;
  /** Ends the input; resolves when the file is complete. */
  finish(): Promise<void>;
  /** Ends the process if it runs. May be called twice. */
  close(): Promise<void>;
}

export interface EncoderOptions {
  /** ffmpeg executable. */
  executable: string;
  args: string[];
  signal: AbortSignal;
}

/** An ffmpeg that takes no more frames ends at once, as a rule; in milliseconds. */
const EXIT_AFTER_EPIPE_MS = 500;

/** With this said, ffmpeg 5 exits with 0 when the disk is full just where the last bytes of a file are to be written. */
const NOT_WRITTEN = /^Error (writing trailer|closing file)/m;

/** Starts ffmpeg with its frames on stdin. @throws EncoderError from its methods when ffmpeg fails */
export function openEncoder({ executable, args, signal }: EncoderOptions): Encoder {
  signal.throwIfAborted();
  const ffmpeg = startFfmpeg(executable, args);
  const { stdin, ended, kill } = ffmpeg;
  ffmpeg.stdout.resume();
  let refused = false;
  // Whoever closes its input and lives on is not waited for.
  stdin.once('error', () => {
    const timer = setTimeout(() => {
      refused = true;
      kill();
    }, EXIT_AFTER_EPIPE_MS);
    ended.then(() => clearTimeout(timer));
  });
  const failed = ended.then((end): never => {
    signal.throwIfAborted();
    if (end.error) throw new EncoderError(`${executable} did not start: ${end.error.message}`, { cause: end.error });
    const how = refused ? 'took no more frames' : describeEnd(end);
    const { exitCode } = end;
    throw new EncoderError(`ffmpeg ${how} before the video was complete`, { exitCode, stderr: ffmpeg.stderr() });
  });
  const failure = new AbortController();
  failed.catch((error) => failure.abort(error));
  signal.addEventListener('abort', kill, { once: true });

  return {
    write: (frame) => {
      const taken = new Promise<void>((resolve) => {
        stdin.write(frame, (error) => {
          if (!error) resolve();
        });
      });
      return orAborted(taken, failure.signal);
    },
    finish: async () => {
      stdin.end();
      const { exitCode } = await ended;
      if (exitCode !== 0 || NOT_WRITTEN.test(ffmpeg.stderr())) await failed;
    },
    close: async () => {
      signal.removeEventListener('abort', kill);
      kill();
      await ended;
    },
  };
}

function describeEnd({ exitCode, killedBy }: FfmpegEnd): string {
  return killedBy ? `was killed by ${killedBy}` : `stopped with exit code ${exitCode}`;
}
