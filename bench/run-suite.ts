import { join, resolve } from 'node:path';
import type { Job } from './job.ts';
import type { BenchTools } from './machine.ts';
import { measure, type Run } from './measure.ts';
import type { CaseResult } from './results.ts';
import { type Case, caseLabel, type Suite } from './suites.ts';

export interface RunOptions {
  tools: BenchTools;
  /** Module, a file: URL. */
  plotreel: string;
  /** Folder in which each case leaves its video. */
  videos: string;
  /** Timed runs of each case. */
  rounds: number;
  signal: AbortSignal;
}

/**
 * Runs all cases one after the other, then all again: a change of the machine's mood meets each of them. Speed and
 * memory are measured in different rounds, for watching memory takes time.
 */
export async function runSuite(suite: Suite, options: RunOptions): Promise<CaseResult[]> {
  const results = suite.cases.map((case_): CaseResult => ({ case: case_, runs: [], memoryRun: null, failures: [] }));
  await warmUp(suite, options);
  for (let round = 1; round <= options.rounds; round++) {
    for (const result of results.filter(({ case: { timed } }) => timed)) {
      const run = await tryCase(result, options, { memory: false, what: `${round} of ${options.rounds}` });
      if (run) result.runs.push({ ...run, round });
    }
  }
  for (const result of results.filter(({ case: { reuse } }) => reuse)) {
    result.memoryRun = await tryCase(result, options, { memory: true, what: 'memory' });
  }
  return results;
}

/** One run; null when it failed, which `result` keeps. */
async function tryCase(
  result: CaseResult,
  options: RunOptions,
  { memory, what }: { memory: boolean; what: string },
): Promise<Run | null> {
  const name = `${result.case.suite}: ${caseLabel(result.case)}, ${what}`;
  try {
    const run = await measure(createJob(result.case, options), { memory, signal: options.signal });
    const rate = `${(result.case.frames / run.wall).toFixed(1)} frames/s`;
    console.error(`${name}: ${run.peakMemory === null ? rate : `${(run.peakMemory / 1e6).toFixed(0)} MB`}`);
    return run;
  } catch (error) {
    options.signal.throwIfAborted();
    const failure = `${name}: ${error instanceof Error ? error.message : error}`;
    console.error(failure);
    result.failures.push(failure);
    return null;
  }
}

/** Puts files into the system's cache and the scene's bundle into plotreel's, so that the first run is like the others. */
async function warmUp({ cases }: Suite, options: RunOptions): Promise<void> {
  for (const tool of ['plotreel', 'naive'] as const) {
    const first = cases.find((case_) => case_.tool === tool);
    if (!first) continue;
    // What fails here fails again where it is reported.
    await measure(createJob({ ...first, frames: 2 }, options), { memory: false, signal: options.signal }).catch(
      () => {},
    );
  }
}

function createJob(case_: Case, { tools, plotreel, videos }: RunOptions): Job {
  const file = `${case_.suite} ${caseLabel(case_)}`.replaceAll(/[^a-z0-9]+/g, '-');
  return {
    ...case_,
    scene: resolve(import.meta.dirname, '..', case_.scene),
    output: join(videos, `${file}.mp4`),
    browser: tools.browser.path,
    headlessShell: tools.browser.kind === 'headless-shell',
    ffmpeg: tools.ffmpeg,
    plotreel,
  };
}
