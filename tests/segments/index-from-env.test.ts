import { describe, expect, test } from 'vitest';
import { INDEX_VARIABLES, indexFromEnv } from '../../src/segments/index-from-env.ts';

describe('indexFromEnv()', () => {
  test.each(Object.entries(INDEX_VARIABLES))('reads that of %s, %s', (_, name) => {
    expect(indexFromEnv({ [name]: '17' })).toBe(17);
    expect(indexFromEnv({ [name]: '0' })).toBe(0);
    expect(() => indexFromEnv({ [name]: 'x' })).toThrow(`Expected ${name} to be an integer, 0 or above, got 'x'`);
    expect(() => indexFromEnv({ [name]: '-1' })).toThrow(/0 or above, got '-1'/);
  });

  test('refuses none, and two', () => {
    expect(() => indexFromEnv({ JOB_COMPLETION_INDEX: '' })).toThrow(
      /Expected one of JOB_COMPLETION_INDEX.* to be set/,
    );
    expect(() => indexFromEnv({ JOB_COMPLETION_INDEX: '1', SLURM_ARRAY_TASK_ID: '1' })).toThrow(
      'Expected one variable with the index, got JOB_COMPLETION_INDEX and SLURM_ARRAY_TASK_ID',
    );
  });
});
