import { differingRegion } from '../pictures/differing-region.ts';
import type { Box } from '../protocol.ts';

/** Two pictures of one size, RGBA with straight alpha. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/** How much of two pictures differs, and where. */
export interface PictureDifference {
  /** Number of pixels that differ at all. */
  readonly pixels: number;
  /** The largest difference of a red, green, blue or alpha, in levels of 255. */
  readonly largest: number;
  /** The smallest box around them, in pixels. */
  readonly box: Box;
}

/** What differs between pictures of one size; undefined when they are equal to the bit. */
export function pictureDifference(actual: Picture, expected: Picture): PictureDifference | undefined {
  if (actual.pixels.equals(expected.pixels)) return undefined;
  const { width, height } = expected;
  const pair = { width, height, actual: actual.pixels, expected: expected.pixels };
  const region = differingRegion(pair, (_, levels) => levels > 0);
  return region && { ...region, largest: region.largest.levels };
}
