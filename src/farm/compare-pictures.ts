/** Two pictures of one size, RGBA premultiplied by alpha. */
export interface PicturePair {
  width: number;
  height: number;
  actual: Uint8Array;
  expected: Uint8Array;
}

/** Below this the pictures differ in more than rounding: 45 dB is a mean deviation of 1.4 of 255 levels. */
const MIN_PSNR_DB = 45;
/** Side of the regions that are looked at one by one, in pixels: half the height of a tick label. */
const REGION = 16;
/** Root mean square difference of a region that one sees, in levels of 255. A text moved by a pixel has 40 and more. */
const VISIBLE_RMS = 24;

/** What is wrong with `actual` against `expected`, undefined when nothing is. */
export function comparePictures({ width, height, actual, expected }: PicturePair): string | undefined {
  let total = 0;
  let worst = { rms: 0, x: 0, y: 0 };
  for (let top = 0; top < height; top += REGION) {
    for (let left = 0; left < width; left += REGION) {
      const right = Math.min(left + REGION, width);
      const bottom = Math.min(top + REGION, height);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let i = (y * width + left) * 4; i < (y * width + right) * 4; i += 4) {
          const red = (actual[i] ?? 0) - (expected[i] ?? 0);
          const green = (actual[i + 1] ?? 0) - (expected[i + 1] ?? 0);
          const blue = (actual[i + 2] ?? 0) - (expected[i + 2] ?? 0);
          // Black on nothing differs from nothing in its alpha alone.
          const alpha = (actual[i + 3] ?? 0) - (expected[i + 3] ?? 0);
          sum += red * red + green * green + blue * blue + alpha * alpha;
        }
      }
      total += sum;
      const rms = Math.sqrt(sum / ((right - left) * (bottom - top) * 3));
      if (rms > worst.rms) worst = { rms, x: left, y: top };
    }
  }
  // A region of plain colour where something should be is a visible region; a blank picture has many of them.
  const psnr = 10 * Math.log10(255 ** 2 / (total / (width * height * 3)));
  const where = `most at x ${worst.x}, y ${worst.y}`;
  if (psnr < MIN_PSNR_DB) return `${psnr.toFixed(1)} dB instead of at least ${MIN_PSNR_DB}, ${where}`;
  if (worst.rms > VISIBLE_RMS)
    return `a region differs by ${worst.rms.toFixed(0)} of 255 levels, at x ${worst.x}, y ${worst.y}`;
  return undefined;
}
