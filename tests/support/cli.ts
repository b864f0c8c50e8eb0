import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The command line, as users start it. */
const PLOTREEL = [process.execPath, fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))];

/** A plotreel that runs as a process of its own. */
export interface RunningCli {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  pid: number;
  stdout(): string;
  stderr(): string;
  /** Exit code as a shell reports it, when it has ended. */
  ended: Promise<number>;
}

/** Starts plotreel; it is killed when the test is over. */
export function startCli(
  args: readonly string[],
  { env = {}, wrap = (command) => command }: { env?: NodeJS.ProcessEnv; wrap?: (command: string[]) => string[] } = {},
): RunningCli {
  const [file = '', ...rest] = wrap([...PLOTREEL, ...args]);
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text.stdout += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text.stderr += piece;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? -1 : (SIGNALS[signal] ?? -1))));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { pid = 0 } = child;
  return { child, pid, stdout: () => text.stdout, stderr: () => text.stderr, ended };
}

/** What shells report of a process that a signal ended. */
const SIGNALS: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };
