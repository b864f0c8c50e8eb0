import { spawn } from 'node:child_process';
import { EncoderError } from '../errors.ts';

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

/** The end of stderr that an error shows. */
const STDERR_CHARACTERS = 2000;

/** Starts ffmpeg with its frames on stdin. @throws EncoderError from its methods when ffmpeg fails */
export function openEncoder({ executable, args, signal }: EncoderOptions): Encoder {
  signal.throwIfAborted();
  const child = spawn(executable, args, {
    stdio: ['pipe', 'ignore', 'pipe'],
    // ffmpeg needs nothing of the environment but what its libraries are found with.
    env: { PATH: process.env.PATH, LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CHARACTERS);
  });
  // Write errors are reported by the exit that causes them.
  child.stdin.on('error', () => {});

  const ended = new Promise<{ error?: Error; exitCode: number | null; killedBy: NodeJS.Signals | null }>((resolve) => {
    child.once('error', (error) => resolve({ error, exitCode: null, killedBy: null }));
    child.once('close', (exitCode, killedBy) => resolve({ exitCode, killedBy }));
  });
  const failed = ended.then(({ error, exitCode, killedBy }): never => {
    signal.throwIfAborted();
    if (error) throw new EncoderError(`${executable} did not start: ${error.message}`, { cause: error });
    const how = killedBy ? `was killed by ${killedBy}` : `stopped with exit code ${exitCode}`;
    throw new EncoderError(`ffmpeg ${how} before the video was complete`, { exitCode, stderr });
  });
  failed.catch(() => {});
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });

  return {
    write: (frame) => {
      const taken = new Promise<void>((resolve) => {
        child.stdin.write(frame, (error) => {
          if (!error) resolve();
        });
      });
      return Promise.race([taken, failed]);
    },
    finish: async () => {
      child.stdin.end();
      const { exitCode } = await ended;
      if (exitCode !== 0) await failed;
    },
    close: async () => {
      signal.removeEventListener('abort', kill);
      kill();
      await ended;
    },
  };
}
