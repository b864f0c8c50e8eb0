import pixelmatch from 'pixelmatch';
import { sideBySide } from '../pictures/side-by-side.ts';
import type { DrawingDifference } from './compare-drawings.ts';

/** The frame as it was drawn in order, as it came out, and the pixels that differ in red; side by side, as a PNG. */
export function drawDifference({ expected, actual }: Pick<DrawingDifference, 'expected' | 'actual'>): Buffer {
  const { width, height } = expected;
  const difference = Buffer.alloc(width * height * 4);
  // Any difference at all counts, also at edges.
  pixelmatch(actual.pixels, expected.pixels, difference, width, height, { threshold: 0, includeAA: true });
  return sideBySide([expected.pixels, actual.pixels, difference], { width, height });
}
