import { type Codec, type CodecSettings, type EncoderArgs, presetRank, qualityOf63, THREADS } from './codec.ts';
import { GBR, type PixelLayout, YUV } from './pixel-layout.ts';

/** The alpha plane is a video of its own beside the first: 8-bit 4:2:0 only. */
const YUVA420: PixelLayout = { name: 'yuv420p', ffmpeg: 'yuva420p', alpha: true };

/** libvpx. */
export const vp9: Codec = {
  name: 'vp9',
  title: 'VP9',
  containers: ['webm'],
  options: ['quality', 'preset', 'lossless', 'transparent'],
  pixels: [...YUV, GBR],
  losslessPixels: GBR,
  alphaPixels: YUVA420,
  encoder: libvpx,
  // ffmpeg's own decoder leaves alpha out.
  decoder: ['-c:v', 'libvpx-vp9'],
};

function libvpx({ pixels, lossless, quality, preset }: CodecSettings): EncoderArgs {
  // Good quality has the speeds 5 (fastest) to 0.
  const speed = String(Math.max(0, Math.min(5, 7 - presetRank(preset))));
  return {
    name: 'libvpx-vp9',
    args: [
      ...['-deadline', 'good', '-cpu-used', speed, '-row-mt', '1', '-threads', String(THREADS)],
      // A bit rate of 0 leaves the rate to the quality alone.
      ...(lossless ? ['-lossless', '1'] : ['-crf', qualityOf63(quality), '-b:v', '0']),
      // Frames that are never shown are refused by libvpx beside an alpha plane.
      ...(pixels.alpha ? ['-auto-alt-ref', '0'] : []),
    ],
  };
}
