import { type Codec, type EncoderArgs, THREADS } from './codec.ts';
import { type PixelLayout, yuv } from './pixel-layout.ts';

const YUVA444: PixelLayout = { name: 'yuv444p10', ffmpeg: 'yuva444p10le', alpha: true };

/** ProRes 4444: each frame by itself, 10 bits, alpha without loss; for editing. */
export const prores: Codec = {
  name: 'prores',
  title: 'ProRes 4444',
  containers: ['mov'],
  options: ['quality', 'transparent'],
  pixels: [yuv('yuv444p10')],
  alphaPixels: YUVA444,
  encoder: ({ quality }): EncoderArgs => ({
    name: 'prores_ks',
    args: [
      // Editors look for Apple's own name.
      ...['-profile:v', '4444', '-vendor', 'apl0'],
      // The quantiser: 9 for quality 18, which is about Apple's own.
      ...['-q:v', String(Math.max(1, Math.round(quality / 2))), '-threads', String(THREADS)],
    ],
  }),
};
