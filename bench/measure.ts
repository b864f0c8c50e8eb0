import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Job, Report } from './job.ts';
import { watchMemory } from './process-tree.ts';

/** What one run of a process told. */
export interface Run extends Report {
  /** Seconds from its start to its end. */
  wall: number;
  /** Most bytes that it and its descendants had at once; null when not measured. */
  peakMemory: number | null;
}

const SCRIPTS = {
  plotreel: new URL('render-child.ts', import.meta.url),
  naive: new URL('naive.ts', import.meta.url),
};

/** Ten times what the slowest case takes on two cores. */
const TIMEOUT_MS = 20 * 60_000;

/**
 * Runs a job in a process of its own.
 *
 * @throws Error when it fails, with what it wrote to stderr; the signal's reason when `signal` aborts
 */
export async function measure(job: Job, { memory, signal }: { memory: boolean; signal: AbortSignal }): Promise<Run> {
  signal.throwIfAborted();
  const started = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(SCRIPTS[job.tool]), JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  // Not the `signal` of spawn(), which rejects at once: the browsers must have ended before the next run.
  const end = () => child.kill();
  signal.addEventListener('abort', end, { once: true });
  const watch = memory && child.pid !== undefined ? watchMemory(child.pid) : undefined;
  try {
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    signal.throwIfAborted();
    const wall = (performance.now() - started) / 1000;
    if (exitCode !== 0) throw new Error(stderr.trim() || `exit code ${exitCode}`);
    const report: Report = JSON.parse(stdout);
    return { ...report, wall, peakMemory: (await watch?.stop()) ?? null };
  } finally {
    signal.removeEventListener('abort', end);
    await watch?.stop();
  }
}
