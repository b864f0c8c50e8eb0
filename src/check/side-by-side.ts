import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { DrawingDifference } from './compare-drawings.ts';

/** Pixels between the pictures. */
const GAP = 8;
/** Sets off white pictures. */
const GREY = 0x99;

/** The frame as it was drawn in order, as it came out, and the pixels that differ in red; side by side, as a PNG. */
export function sideBySide({ expected, actual }: Pick<DrawingDifference, 'expected' | 'actual'>): Buffer {
  const { width, height } = expected;
  const difference = new PNG({ width, height });
  // Any difference at all counts, also at edges.
  pixelmatch(actual.pixels, expected.pixels, difference.data, width, height, { threshold: 0, includeAA: true });
  const sheet = new PNG({ width: 3 * width + 2 * GAP, height });
  sheet.data.fill(Buffer.of(GREY, GREY, GREY, 255));
  for (const [place, pixels] of [expected.pixels, actual.pixels, difference.data].entries()) {
    for (let y = 0; y < height; y++) {
      pixels.copy(sheet.data, (y * sheet.width + place * (width + GAP)) * 4, y * width * 4, (y + 1) * width * 4);
    }
  }
  return PNG.sync.write(sheet);
}
