import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Browsers and encoders: files run one after the other, so that each has the machine for itself.
    fileParallelism: false,
    reporters: ['default', './tests/faults/fault-table.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
