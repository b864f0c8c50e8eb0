import { join } from 'node:path';
import type { TestRun } from '../../src/testing/test-run.ts';

/** What a runner says of a test, and what became of it. */
export interface RecordedRun extends TestRun {
  /** Where goldens and pictures lie. */
  folder: string;
  /** Paths of pictures that were added to the report. */
  attached: string[];
}

let files = 0;

/** A test in a file of its own, which is not there: nobody reads it. */
export function recordedRun(folder: string, more: Partial<TestRun> = {}): RecordedRun {
  const name = `${++files}.test.ts`;
  const attached: string[] = [];
  return {
    ...{ file: join(folder, name), update: 'missing', updateCommand: 'runner -u', isNot: false },
    attach: async (path) => void attached.push(path),
    ...more,
    ...{ folder: join(folder, '__frames__', name), attached },
  };
}
