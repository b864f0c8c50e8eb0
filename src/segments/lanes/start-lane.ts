import { fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { killAtExit } from '../../killed-at-exit.ts';
import type { ConsoleMessage } from '../../options/stage-options.ts';
import type { Manifest } from '../plan-folder/manifest.ts';
import type { LaneReply, LaneRequest } from './lane-messages.ts';
import { unpackError } from './packed-error.ts';

export interface StartOptions {
  /** Of the plan. */
  location: string;
  workers: number | 'auto';
  /** Lanes that share this machine. */
  lanes: number;
  browser?: string | undefined;
  ffmpeg?: string | undefined;
  onConsole?: ((message: ConsoleMessage) => void) | undefined;
  signal: AbortSignal;
}

/** A lane ended without being told to. */
export class LaneLost extends Error {}

/** A process that renders segments. */
export interface LaneProcess {
  /** @throws LaneLost when the process ends; what the segment fails with */
  render(
    index: number,
    listeners: { onFrame: () => void; onPulled: (() => void) | undefined },
  ): Promise<{ manifest: Manifest; workers: number }>;
  /** Ends it. May be called twice. */
  close(): Promise<void>;
}

interface Task {
  onFrame: () => void;
  onPulled: (() => void) | undefined;
  resolve: (result: { manifest: Manifest; workers: number }) => void;
  reject: (error: Error) => void;
}

/** The same file when it is run as it is written and when it is compiled. */
const PROGRAM = join(import.meta.dirname, `lane-process${extname(import.meta.filename)}`);

/** Flags of Node for its memory. Others may be for this process alone, such as --inspect or --input-type. */
function inheritedFlags(): string[] {
  return process.execArgv.filter((flag) => /^--max[-_]/.test(flag));
}

/** The end of stderr that an error shows. */
const STDERR_CHARACTERS = 2000;
/** It ends as soon as its channel closes; in milliseconds. */
const CLOSE_WITHIN_MS = 2000;

/** Starts a lane. @throws LaneLost when its process ends; VersionMismatchError and the like when it cannot render here */
export async function startLane({ onConsole, signal, ...options }: StartOptions): Promise<LaneProcess> {
  signal.throwIfAborted();
  const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: inheritedFlags() });
  const forget = killAtExit(() => void child.kill('SIGKILL'));
  const tasks = new Map<number, Task>();
  const opened = Promise.withResolvers<void>();
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CHARACTERS);
  });
  const ended = new Promise<void>((resolve) => {
    const end = (how: string) => {
      forget();
      const lost = new LaneLost([`The process of a lane ${how}`, stderr.trim()].filter(Boolean).join('\n'));
      opened.reject(lost);
      for (const task of tasks.values()) task.reject(lost);
      resolve();
    };
    child.once('error', (error) => end(`did not start: ${error.message}`));
    child.once('exit', (code, killedBy) =>
      end(killedBy ? `was killed by ${killedBy}` : `ended with exit code ${code}`),
    );
  });
  const say = (request: LaneRequest) => {
    // One that has ended says so by itself.
    if (child.connected) child.send(request, () => {});
  };
  const end = (index: number): Task | undefined => {
    const task = tasks.get(index);
    tasks.delete(index);
    return task;
  };
  child.on('message', (reply: LaneReply) => {
    if (reply.type === 'opened') opened.resolve();
    else if (reply.type === 'notOpened') opened.reject(unpackError(reply.error));
    else if (reply.type === 'console') onConsole?.(reply.message);
    else if (reply.type === 'frame') tasks.get(reply.index)?.onFrame();
    else if (reply.type === 'pulled') tasks.get(reply.index)?.onPulled?.();
    else if (reply.type === 'done') end(reply.index)?.resolve(reply);
    else end(reply.index)?.reject(unpackError(reply.error));
  });
  const close = async () => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  };

  say({ type: 'open', ...options, browser: options.browser, ffmpeg: options.ffmpeg, console: onConsole !== undefined });
  try {
    await opened.promise;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    render: (index, listeners) =>
      new Promise((resolve, reject) => {
        tasks.set(index, { ...listeners, resolve, reject });
        if (!child.connected) reject(new LaneLost('The process of a lane has ended'));
        say({ type: 'render', index });
      }),
    close,
  };
}
