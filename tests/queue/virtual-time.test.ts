import { expect, test } from 'vitest';
import { LAST_PRIORITY, segmentPriority } from '../../src/queue/virtual-time.ts';

test.for<[time: number, number: number, priority: number]>([
  [1, 0, 1],
  [301, 9, 310],
  [LAST_PRIORITY, 0, LAST_PRIORITY],
  [LAST_PRIORITY - 1, 10_000, LAST_PRIORITY],
])('segmentPriority(%i, %i) is %i', ([time, number, priority]) => {
  expect(segmentPriority(time, number)).toBe(priority);
});
