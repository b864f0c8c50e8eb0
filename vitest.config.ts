import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Browsers and encoders: files run one after the other, so that each has the machine for itself.
    fileParallelism: false,
    // What failed comes last, where it is found also when only the end of a log is kept.
    reporters: ['./tests/faults/fault-table.ts', 'default'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
