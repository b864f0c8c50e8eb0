import { type PixelLayout, subsampling } from '../encoder/codecs/pixel-layout.ts';
import { DEFAULT_LIMITS, type Limits, MAX_SIDE, settingOf } from './limits.ts';

export interface SizeOptions {
  width?: number;
  height?: number;
  scale?: number;
  limits?: Limits;
}

/** What is wrong with the size of a frame. */
export function* checkSize({ width, height, scale, limits = DEFAULT_LIMITS }: SizeOptions): Generator<string> {
  if (width === undefined || height === undefined || scale === undefined) return;
  const longest = `at most ${limits.side} (${limits.side < MAX_SIDE ? settingOf('side') : "Chromium's limit"})`;
  const pixels = { width: toPixels(width, scale), height: toPixels(height, scale) };
  for (const [side, length] of Object.entries(pixels)) {
    if (!Number.isInteger(length)) yield `Expected \`${side}\` × \`scale\` to be whole pixels, got ${length}`;
    else if (length > limits.side) yield `Expected \`${side}\` × \`scale\` to be ${longest}, got ${length}`;
  }
  const count = pixels.width * pixels.height;
  if (count > limits.framePixels) {
    const most = `at most ${limits.framePixels} pixels (${settingOf('framePixels')})`;
    yield `Expected \`width\` × \`height\` × \`scale\`² to be ${most}, got ${count}`;
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

/** Pixels of a frame. */
export function framePixels(size: Required<Omit<SizeOptions, 'limits'>>): { width: number; height: number } {
  return { width: toPixels(size.width, size.scale), height: toPixels(size.height, size.scale) };
}

/** 700 × 1.1 is 770 pixels, whatever floating point makes of it. */
function toPixels(length: number, scale: number): number {
  const pixels = length * scale;
  const whole = Math.round(pixels);
  return Math.abs(pixels - whole) < 1e-6 ? whole : pixels;
}
