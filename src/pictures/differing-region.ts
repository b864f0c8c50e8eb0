import type { Box } from '../protocol.ts';

/** Two pictures of one size: RGBA, straight alpha, 4 bytes per pixel. */
export interface PicturePair {
  /** Pixels. */
  width: number;
  height: number;
  actual: Uint8Array;
  expected: Uint8Array;
}

/** Where pictures differ, and how much at most. */
export interface DifferingRegion {
  /** Number of pixels that differ, 1 or more. */
  pixels: number;
  /** The smallest box around them. */
  box: Box;
  /** The largest difference of red, green, blue or alpha among them, in levels of 255, and where it is. */
  largest: { levels: number; x: number; y: number };
}

/**
 * Looks at all pixels of two pictures.
 *
 * @param differs whether a pixel counts, by where its red lies; what its levels differ by, 0 to 255
 * @returns undefined when none counts
 */
export function differingRegion(
  { width, height, actual, expected }: PicturePair,
  differs: (at: number, levels: number) => boolean,
): DifferingRegion | undefined {
  let pixels = 0;
  let [left, top, right, bottom] = [width, height, 0, 0];
  let largest = { levels: -1, x: 0, y: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const levels = largestLevel(actual, expected, at);
      if (!differs(at, levels)) continue;
      pixels++;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      if (levels > largest.levels) largest = { levels, x, y };
    }
  }
  if (pixels === 0) return undefined;
  return { pixels, box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, largest };
}

function largestLevel(a: Uint8Array, b: Uint8Array, at: number): number {
  let largest = 0;
  for (let i = at; i < at + 4; i++) largest = Math.max(largest, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return largest;
}
