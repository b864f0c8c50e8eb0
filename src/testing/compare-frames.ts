import pixelmatch from 'pixelmatch';
import { type DifferingRegion, differingRegion, type PicturePair } from '../pictures/differing-region.ts';

/** Two pictures, and how they are compared. */
export interface FramePair extends PicturePair {
  /** Colours that are less apart than this are the same, 0 to 1: 0 for any difference, 1 for that of black and white. */
  threshold: number;
}

/** How two pictures differ: in pixels that are further apart than the threshold, without those of edges that are smoothed otherwise. */
export interface VisibleDifference extends DifferingRegion {
  /** The expected picture, faded, with these pixels in red and smoothed edges in yellow: RGBA. */
  picture: Buffer;
}

const RED: [number, number, number] = [255, 0, 0];

/** Compares pictures as an eye would, edges that are smoothed otherwise left out. @returns undefined when they match */
export function compareFrames({ threshold, ...pair }: FramePair): VisibleDifference | undefined {
  const { width, height, actual, expected } = pair;
  const picture = Buffer.alloc(width * height * 4);
  if (pixelmatch(expected, actual, picture, width, height, { threshold, diffColor: RED }) === 0) return undefined;
  // All others are grey or yellow.
  const region = differingRegion(pair, (at) => picture[at] === 255 && picture[at + 1] === 0);
  return region && { ...region, picture };
}
