import type { FrameRate } from '../../frames/fps.ts';
import { type Codec, THREADS } from './codec.ts';
import { rgb } from './pixel-layout.ts';

const pictures = {
  pixels: [rgb('rgb24')],
  losslessPixels: rgb('rgb24'),
  alphaPixels: rgb('rgba', { alpha: true }),
};

/** Each frame as a PNG of its own. */
export const png: Codec = {
  ...pictures,
  name: 'png',
  title: 'PNG',
  containers: ['png'],
  options: ['lossless', 'transparent'],
  encoder: () => ({ name: 'png', args: ['-pred', 'mixed', '-threads', String(THREADS)] }),
};

/** Animated PNG. */
export const apng: Codec = {
  ...pictures,
  name: 'apng',
  title: 'APNG',
  containers: ['apng'],
  options: ['lossless', 'transparent', 'loopCount'],
  encoder: () => ({ name: 'apng', args: ['-pred', 'mixed'] }),
  unreadable: true,
  rates: {
    default: 30,
    fit: (fps) => (isShortRatio(fps) ? fps : undefined),
    rule: () => 'a ratio of whole numbers up to 65535 for APNG, such as 30 or 30000/1001',
  },
};

/** A delay is a ratio of 16-bit numbers. */
function isShortRatio({ numerator, denominator }: FrameRate): boolean {
  return numerator < 2 ** 16 && denominator < 2 ** 16;
}
