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
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** What differs between pictures of one size; undefined when they are equal to the bit. */
export function pictureDifference(actual: Picture, expected: Picture): PictureDifference | undefined {
  if (actual.pixels.equals(expected.pixels)) return undefined;
  const { width, height } = expected;
  let [count, largest] = [0, 0];
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const difference = largestOf(actual.pixels, expected.pixels, (y * width + x) * 4);
      if (difference === 0) continue;
      count++;
      largest = Math.max(largest, difference);
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return { pixels: count, largest, box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 } };
}

function largestOf(a: Buffer, b: Buffer, at: number): number {
  let largest = 0;
  for (let i = at; i < at + 4; i++) largest = Math.max(largest, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return largest;
}
