import { expect, test } from 'vitest';
import { shuffled } from '../../src/check/shuffled.ts';

test.each([2, 3, 4, 7, 8])('shuffled() has all of %i items, in another order', (count) => {
  const items = Array.from({ length: count }, (_, i) => i);
  const mixed = shuffled(items);
  expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
  expect(mixed).not.toEqual(items);
  if (count > 2) expect(mixed).not.toEqual(items.toReversed());
  expect(shuffled(items)).toEqual(mixed);
});
