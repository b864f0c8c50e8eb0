import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { availableCores, availableMemory, chooseWorkerCount } from '../../src/farm/worker-count.ts';

describe('chooseWorkerCount()', () => {
  it.each([0, 1, 59, 60])('is 1 for %i frames: another stage would cost more than it draws', async (frames) => {
    expect(await chooseWorkerCount(frames)).toBe(1);
  });

  it('grows with the number of frames, up to that of an unknown number', async () => {
    const counts = [1, 61, 121, 1000, 1_000_000];
    const workers: number[] = [];
    for (const frames of counts) workers.push(await chooseWorkerCount(frames));
    expect(workers).toEqual(workers.toSorted((a, b) => a - b));
    expect(workers[1]).toBeLessThanOrEqual(2);
    expect(workers.at(-1)).toBe(await chooseWorkerCount(undefined));
  });

  it('is at most one per core, and at least one', async () => {
    const workers = await chooseWorkerCount(undefined);
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
