import type { Machine } from './machine.ts';
import type { Run } from './measure.ts';
import type { Case } from './suites.ts';

/** All that a benchmark run found, as results.json has it. */
export interface Results {
  /** ISO 8601. */
  date: string;
  machine: Machine;
  /** What was measured: plotreel compiled, or its sources. */
  build: 'dist' | 'src';
  quick: boolean;
  /** In the order of the suites. */
  cases: CaseResult[];
}

export interface CaseResult {
  case: Case;
  /** Timed runs. Those of one round were made one after the other, so they had the machine in the same mood. */
  runs: (Run & { round: number })[];
  /** The run in which memory was watched, which slows it down; null when there was none or it failed. */
  memoryRun: Run | null;
  /** Messages of the runs that failed. */
  failures: string[];
}
