import { expect, test } from 'vitest';
import { evenlySpread } from '../../src/frames/evenly-spread.ts';

test.each([
  [60, 8, [0, 8, 17, 25, 34, 42, 51, 59]],
  [5, 8, [0, 1, 2, 3, 4]],
  [100, 2, [0, 99]],
  [1, 8, [0]],
])('evenlySpread(%i, %i)', (count, samples, indices) => {
  expect(evenlySpread(count, samples)).toEqual(indices);
});
