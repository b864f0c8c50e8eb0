import type { Timings } from '../src/pipeline/stopwatch.ts';
import type { Case } from './suites.ts';

/** What a measured process is told, as JSON in its first argument. */
export interface Job extends Case {
  /** Video file. */
  output: string;
  /** Executables, the same for every tool. */
  browser: string;
  headlessShell: boolean;
  ffmpeg: string;
  /** Module to take plotreel from, a file: URL. */
  plotreel: string;
}

/** What it prints as JSON. */
export interface Report {
  /** Seconds. The naive script has update, capture and encode only. */
  timings: Timings;
  notes: string[];
}

/** Does the job that this process was started for, and prints its report or what went wrong. */
export async function runJob(work: (job: Job) => Promise<Report>): Promise<void> {
  try {
    console.log(JSON.stringify(await work(JSON.parse(process.argv[2] ?? ''))));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** Both scenes go round once in 60 frames. */
export function phases(count: number): { phase: number }[] {
  return Array.from({ length: count }, (_, i) => ({ phase: (2 * Math.PI * i) / 60 }));
}
