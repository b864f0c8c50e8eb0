import pixelmatch from 'pixelmatch';
import type { Box } from '../protocol.ts';

/** Two pictures of one size: RGBA, straight alpha, 4 bytes per pixel. */
export interface FramePair {
  /** Pixels. */
  width: number;
  height: number;
  actual: Uint8Array;
  expected: Uint8Array;
  /** Colours that are less apart than this are the same, 0 to 1: 0 for any difference, 1 for that of black and white. */
  threshold: number;
}

/** How two pictures differ. */
export interface FrameDifference {
  /** Number of pixels that differ by more than the threshold, without those of edges that are smoothed otherwise. */
  pixels: number;
  /** The smallest box around them. */
  box: Box;
  /** The largest difference of red, green, blue or alpha among them, in levels of 255, and where it is. */
  largest: { levels: number; x: number; y: number };
  /** The expected picture, faded, with these pixels in red and smoothed edges in yellow: RGBA. */
  picture: Buffer;
}

const RED: [number, number, number] = [255, 0, 0];

/** Compares pictures as an eye would, edges that are smoothed otherwise left out. @returns undefined when they match */
export function compareFrames({ width, height, actual, expected, threshold }: FramePair): FrameDifference | undefined {
  const picture = Buffer.alloc(width * height * 4);
  const pixels = pixelmatch(expected, actual, picture, width, height, { threshold, diffColor: RED });
  if (pixels === 0) return undefined;
  let [left, top, right, bottom] = [width, height, 0, 0];
  let largest = { levels: -1, x: 0, y: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      // All others are grey or yellow.
      if (picture[at] !== 255 || picture[at + 1] !== 0) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      const levels = largestLevel(actual, expected, at);
      if (levels > largest.levels) largest = { levels, x, y };
    }
  }
  return { pixels, box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, largest, picture };
}

function largestLevel(a: Uint8Array, b: Uint8Array, at: number): number {
  let largest = 0;
  for (let i = at; i < at + 4; i++) largest = Math.max(largest, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return largest;
}
