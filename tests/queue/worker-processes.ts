import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { QueueJob } from '../../src/queue/submit.ts';
import type { WorkerOptions } from '../../src/queue/worker.ts';
import { tempFolder } from '../install/temp-folder.ts';

const SUBMIT_CHILD = fileURLToPath(new URL('submit-child.ts', import.meta.url));
const CHILD = fileURLToPath(new URL('worker-child.ts', import.meta.url));

const ENVIRONMENT = 'e0e1e2e3e4e5e6e7e8e9';

/** What a worker has printed. */
interface Line {
  type: string;
  segment?: number | null;
  location?: string;
  message?: string;
}

/** A worker that runs as a process of its own. */
export interface RunningWorker {
  child: ChildProcess;
  lines(): Line[];
  /** Whether it has printed such a line. */
  has(type: string, segment?: number): boolean;
  /** Exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
}

/** Starts a worker; it is killed when the test is over. */
export function startWorker(
  redis: string,
  options: Partial<WorkerOptions> = {},
  env: NodeJS.ProcessEnv = {},
): RunningWorker {
  const argument = JSON.stringify({ redis, environment: ENVIRONMENT, lockMs: 1000, ...options });
  const child = spawn(process.execPath, [CHILD, argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? ''));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = () =>
    text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Line => JSON.parse(line));
  const has = (type: string, segment?: number) =>
    lines().some((line) => line.type === type && (segment === undefined || line.segment === segment));
  return { child, lines, has, ended };
}

/** A plan whose folder holds these files, which decide how workers do. */
export async function makePlan(count: number, files: readonly string[] = []): Promise<QueueJob> {
  const folder = join(await tempFolder(), 'plan');
  mkdirSync(folder);
  for (const name of files) writeFileSync(join(folder, name), '');
  return {
    store: folder,
    spec: 'a'.repeat(64),
    extras: { poster: null, contactSheet: null, manifest: false },
    environment: ENVIRONMENT,
    versions: 'Chromium 156, ffmpeg 5.1',
    segments: Array.from({ length: count }, (_, index) => ({ index, frames: 10, done: false })),
  };
}

/** Number of segments that lie in the plan's folder. */
export function finished({ store }: QueueJob): number {
  return readdirSync(store).filter((name) => name.startsWith('segment-')).length;
}

/** What its segments were stitched to: their numbers. */
export function video({ store }: QueueJob): string {
  return readFileSync(join(store, 'video'), 'utf8');
}

/** Indices of the segments that workers have begun to render. */
export function rendered(workers: readonly RunningWorker[]): number[] {
  return workers.flatMap((worker) =>
    worker
      .lines()
      .flatMap(({ type, segment }) => (type === 'rendering' && typeof segment === 'number' ? [segment] : [])),
  );
}

export function startSubmitter(plan: QueueJob, redis: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(process.execPath, [SUBMIT_CHILD, JSON.stringify({ plan, redis })], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
