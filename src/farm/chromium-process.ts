import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionTransport } from 'puppeteer-core';
import { killAtExit } from '../killed-at-exit.ts';
import { openDebuggingPipe } from './debugging-pipe.ts';

export interface ProcessOptions {
  executable: string;
  args: readonly string[];
  /** The whole environment. */
  env: Record<string, string>;
}

/** A running Chromium. */
export interface ChromiumProcess {
  readonly child: ChildProcess;
  readonly transport: ConnectionTransport;
  /** Resolves when it has ended, with how, and with the end of what it printed. */
  readonly ended: Promise<string>;
  /** Ends it and all that it has started, at once. */
  kill(): void;
}

/** The end of what it printed that an error shows. */
const SHOWN_LINES = 8;
const STDERR_CHARACTERS = 4000;

/** Its last words may come a moment after its end; others may still hold the pipe that they come through. */
const LAST_WORDS_MS = 200;

/**
 * Starts Chromium, to be driven over a pipe. What goes wrong later shows in `ended`.
 *
 * @throws Error when this process has no room for another one, or for its pipes
 */
export function startChromium({ executable, args, env }: ProcessOptions): ChromiumProcess {
  const child = spawn(executable, args, {
    env,
    // A group of its own: Ctrl-C in a terminal is this process's business, and a kill reaches all of it.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const failed = new Promise<string>((resolve) => child.once('error', ({ message }) => resolve(message)));
  // Without file descriptors left there are none, whatever the types say.
  const [, , errors, toBrowser, fromBrowser] = child.stdio ?? [];
  // A pipe that breaks is reported by the end that causes it.
  for (const stream of child.stdio ?? []) stream?.on('error', () => {});
  let printed = '';
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (errors && 'setEncoding' in errors) {
    errors.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-STDERR_CHARACTERS);
    });
  }
  const describe = (how: string) => {
    const lines = printed.split('\n').filter((line) => line.trim() !== '');
    return [lines.length > 0 ? how : `${how} and printed nothing`, ...lines.slice(-SHOWN_LINES)].join('\n');
  };
  const ended = new Promise<string>((resolve) => {
    failed.then(resolve);
    child.once('exit', async (code, signal) => {
      // A page that is stopped does not notice that its browser is gone.
      killGroup(child);
      forget();
      await Promise.race([closed, delay(LAST_WORDS_MS)]);
      resolve(describe(signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`));
    });
  });
  const forget = killAtExit(() => kill(child));
  return {
    child,
    transport: openDebuggingPipe(toBrowser, fromBrowser),
    ended,
    kill: () => kill(child),
  };
}

function kill(child: ChildProcess): void {
  // Its number may be another's by now.
  if (child.exitCode === null && child.signalCode === null) killGroup(child);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of it has ended; or there are no groups of processes, as on Windows.
    child.kill('SIGKILL');
  }
}
