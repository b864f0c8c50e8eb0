import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { availableCores, availableMemory, chooseWorkerCount } from '../../src/farm/worker-count.ts';

describe('chooseWorkerCount()', () => {
  it.each([0, 1, 2])('is 1 for %i frames: another stage would cost more than it draws', async (frames) => {
    expect(await chooseWorkerCount(frames)).toBe(1);
  });

  it.each([undefined, 100, 1_000_000])('is at most one per core, and at least one, for %s frames', async (frames) => {
    const workers = await chooseWorkerCount(frames);
    expect(workers).toBeGreaterThanOrEqual(1);
    expect(workers).toBeLessThanOrEqual(await availableCores());
    expect(Number.isInteger(workers)).toBe(true);
  });
});

describe('availableCores()', () => {
  it('is a whole number of those that the system lets us use', async () => {
    const cores = await availableCores();
    expect(Number.isInteger(cores)).toBe(true);
    expect(cores).toBeGreaterThanOrEqual(1);
    expect(cores).toBeLessThanOrEqual(availableParallelism());
  });
});

describe('availableMemory()', () => {
  it('is a part of what the machine has, in bytes', async () => {
    const bytes = await availableMemory();
    // Less than 10 MB left would have ended this test: the unit would be wrong.
    expect(bytes).toBeGreaterThan(10_000_000);
    expect(bytes).toBeLessThanOrEqual(totalmem());
  });
});
