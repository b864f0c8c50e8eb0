import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex, Readable, Writable } from 'node:stream';
import { keptEnvironment } from '../kept-environment.ts';
import { killAtExit } from '../killed-at-exit.ts';

/** A running ffmpeg. Its stdin is a pipe: should this process be killed, it reads the end of its input, and ends. */
export interface Ffmpeg {
  stdin: Writable;
  /** What it prints. Whoever wants nothing of it must `resume()` it. */
  stdout: Readable;
  /** Its pipe:3, for a second input or output. */
  side: Duplex;
  /** The end of what it has said. */
  stderr(): string;
  /** Resolves when it has ended, or did not start. */
  ended: Promise<FfmpegEnd>;
  kill(): void;
}

export interface FfmpegEnd {
  /** Why it did not start. */
  error?: Error;
  exitCode: number | null;
  killedBy: NodeJS.Signals | null;
}

/** The end of stderr that an error shows. */
const STDERR_CHARACTERS = 2000;

/** What ffmpeg's own children may hold stderr open for, in milliseconds: it is not waited for longer. */
const STDERR_WAIT_MS = 300;

/**
 * Starts ffmpeg with nothing of the environment but what it needs. One that does not start has ended with an error.
 *
 * @param side whether it has a pipe:3
 */
export function startFfmpeg(executable: string, args: readonly string[], { side = false } = {}): Ffmpeg {
  let child: ChildProcess;
  try {
    child = spawn(executable, args, { stdio: Array(side ? 4 : 3).fill('pipe'), env: ffmpegEnvironment() });
  } catch (error) {
    // ENOMEM, E2BIG
    return notStarted(Promise.resolve({ error: asError(error), exitCode: null, killedBy: null }));
  }
  const ended = new Promise<FfmpegEnd>((resolve) => {
    child.once('error', (error) => resolve({ error, exitCode: null, killedBy: null }));
    child.once('close', (exitCode, killedBy) => resolve({ exitCode, killedBy }));
    child.once('exit', (exitCode, killedBy) => {
      if (exitCode !== 0) setTimeout(resolve, STDERR_WAIT_MS, { exitCode, killedBy }).unref();
    });
  });
  const { stdin, stdout } = child;
  // EMFILE, ENFILE: with no file descriptor left Node makes no pipes, and says so a tick later.
  if (!stdin || !stdout || !child.stderr) return notStarted(ended);
  const third = child.stdio[3] instanceof Duplex ? child.stdio[3] : new Duplex().destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CHARACTERS);
  });
  // Write errors are reported by the exit that causes them.
  stdin.on('error', () => {});
  third.on('error', () => {});
  const kill = () => void child.kill('SIGKILL');
  const forget = killAtExit(kill);
  ended.then(forget);
  return { stdin, stdout, side: third, stderr: () => stderr, ended, kill };
}

function notStarted(ended: Promise<FfmpegEnd>): Ffmpeg {
  const [stdin, stdout, side] = [new Writable().destroy(), Readable.from([]), new Duplex().destroy()];
  return { stdin, stdout, side, stderr: () => '', ended, kill: () => {} };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** What ffmpeg needs of the environment, and nothing else: where its libraries are, and which GPU it may use. */
export function ffmpegEnvironment(): Record<string, string> {
  return keptEnvironment(['PATH', 'LD_LIBRARY_PATH', 'SYSTEMROOT', 'CUDA_VISIBLE_DEVICES']);
}
