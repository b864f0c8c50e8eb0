import { type Codec, type CodecSettings, type EncoderArgs, THREADS } from './codec.ts';
import { rgb, YUV } from './pixel-layout.ts';

/** x264: plays everywhere as 8-bit 4:2:0 (High); the other layouts in few players, RGB in ffmpeg's and VLC only. */
export const h264: Codec = {
  name: 'h264',
  title: 'H.264',
  containers: ['mp4'],
  options: ['quality', 'preset', 'lossless'],
  pixels: [...YUV, rgb('rgb24')],
  losslessPixels: rgb('rgb24'),
  encoder: x264,
};

function x264({ pixels, lossless, quality, preset }: CodecSettings): EncoderArgs {
  const name = pixels.name === 'rgb' ? 'libx264rgb' : 'libx264';
  const profile = pixels.name === 'yuv420p' && !lossless ? ['-profile:v', 'high'] : [];
  const rate = lossless ? ['-qp', '0'] : ['-crf', String(highQuality(quality))];
  return { name, args: ['-preset', preset, ...profile, ...rate, '-threads', String(THREADS)] };
}

/** Rate factors below 1 are lossless in x264, which High is not, and 0 means automatic to NVENC. */
export function highQuality(quality: number): number {
  return Math.max(quality, 1);
}
