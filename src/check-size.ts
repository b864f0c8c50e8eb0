import { type PixelLayout, subsampling } from './encoder/codecs/pixel-layout.ts';

/**
 * Width × height × scale² may not be above this: 8192 × 8192, more than any H.264 level allows. One such frame takes
 * 268 MB in the page and 100 MB on its way to the encoder.
 */
const MAX_FRAME_PIXELS = 8192 * 8192;
/** Chromium refuses canvases with a longer side. */
export const MAX_SIDE = 16_384;

export interface SizeOptions {
  width?: number;
  height?: number;
  scale?: number;
}

/** What is wrong with the size of a frame. */
export function* checkSize({ width, height, scale }: SizeOptions): Generator<string> {
  if (width === undefined || height === undefined || scale === undefined) return;
  const pixels = { width: toPixels(width, scale), height: toPixels(height, scale) };
  for (const [side, length] of Object.entries(pixels)) {
    if (!Number.isInteger(length)) yield `Expected \`${side}\` × \`scale\` to be whole pixels, got ${length}`;
    else if (length > MAX_SIDE) yield `Expected \`${side}\` × \`scale\` to be at most ${MAX_SIDE}, got ${length}`;
  }
  const count = pixels.width * pixels.height;
  if (count > MAX_FRAME_PIXELS) {
    yield `Expected \`width\` × \`height\` × \`scale\`² to be at most ${MAX_FRAME_PIXELS} pixels, got ${count}`;
  }
}

/** Sides that a video cannot have where pixels share their chroma. */
export function* checkSubsampling({ width, height, scale }: SizeOptions, pixels: PixelLayout): Generator<string> {
  if (scale === undefined) return;
  const { across, down } = subsampling(pixels);
  const chroma = down ? '4:2:0' : '4:2:2';
  for (const [side, length] of Object.entries({
    width: across ? width : undefined,
    height: down ? height : undefined,
  })) {
    if (length === undefined || toPixels(length, scale) % 2 !== 1) continue;
    const product = scale === 1 ? `\`${side}\`` : `\`${side}\` × \`scale\``;
    const nearest = [-1, 1].flatMap((step) => nearestEven(length, step, scale)).join(' and ');
    yield `Expected ${product} to be even for ${chroma} video, got ${toPixels(length, scale)}; the nearest for \`${side}\`: ${nearest}`;
  }
}

/** The next side length from `length` in steps of ±1 that is an even number of pixels, if there is one nearby. */
function nearestEven(length: number, step: number, scale: number): number[] {
  for (let side = length + step; side > 0 && Math.abs(side - length) <= 100; side += step) {
    if (toPixels(side, scale) % 2 === 0) return [side];
  }
  return [];
}

/** 700 × 1.1 is 770 pixels, whatever floating point makes of it. */
export function toPixels(length: number, scale: number): number {
  const pixels = length * scale;
  const whole = Math.round(pixels);
  return Math.abs(pixels - whole) < 1e-6 ? whole : pixels;
}
