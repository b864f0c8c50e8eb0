import { expect, test } from 'vitest';
import { sampleFrames } from '../../src/check/sample-frames.ts';
import { shuffled } from '../../src/check/shuffled.ts';

test.each([
  [60, 8, [0, 8, 17, 25, 34, 42, 51, 59]],
  [5, 8, [0, 1, 2, 3, 4]],
  [100, 2, [0, 99]],
  [1, 8, [0]],
])('sampleFrames(%i, %i)', (count, samples, indices) => {
  expect(sampleFrames(count, samples)).toEqual(indices);
});

test.each([2, 3, 4, 7, 8])('shuffled() has all of %i items, in another order', (count) => {
  const items = Array.from({ length: count }, (_, i) => i);
  const mixed = shuffled(items);
  expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
  expect(mixed).not.toEqual(items);
  if (count > 2) expect(mixed).not.toEqual(items.toReversed());
  expect(shuffled(items)).toEqual(mixed);
});
