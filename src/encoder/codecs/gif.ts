import { type FrameRate, parseFrameRate, toNumber } from '../../frames/fps.ts';
import type { Codec } from './codec.ts';
import { rgb } from './pixel-layout.ts';

/** Hundredths of a second that players show a frame at least: what is shorter they make 10. */
const MIN_DELAY = 2;
/** Delays have 16 bits. */
const MAX_DELAY = 65_535;

/** GIF: 255 colours for the whole video, one of them for nothing. */
export const gif: Codec = {
  name: 'gif',
  title: 'GIF',
  containers: ['gif'],
  options: ['transparent', 'loopCount'],
  pixels: [rgb('pal8')],
  alphaPixels: rgb('pal8', { alpha: true }),
  encoder: () => ({ name: 'gif', args: [] }),
  globalPalette: true,
  rates: { default: 25, fit: wholeHundredths, rule: nearestRates },
};

/** 100/n frames per second, also from what is its decimal. */
function wholeHundredths(fps: FrameRate): FrameRate | undefined {
  const delay = clamped(Math.round(100 / toNumber(fps)));
  return Math.abs(toNumber(fps) * delay - 100) < ROUNDED * 100 ? parseFrameRate(`100/${delay}`) : undefined;
}

/** 33.33 means 100/3. */
const ROUNDED = 0.001;

function nearestRates(fps: FrameRate): string {
  const delay = 100 / toNumber(fps);
  const delays = new Set([clamped(Math.ceil(delay)), clamped(Math.floor(delay))]);
  const rates = [...delays].map((whole) => Number((100 / whole).toPrecision(4)));
  return `100 divided by a whole number above 1 for GIF, whose delays are whole hundredths of a second (nearest: ${rates.join(' and ')})`;
}

function clamped(delay: number): number {
  return Math.min(MAX_DELAY, Math.max(MIN_DELAY, delay));
}
