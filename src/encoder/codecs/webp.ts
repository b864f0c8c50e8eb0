import { type Codec, type CodecSettings, type EncoderArgs, presetRank } from './codec.ts';
import { rgb } from './pixel-layout.ts';

/** Animated WebP. libwebp itself converts RGB for lossy pictures, to BT.601: the format knows no other. */
export const webp: Codec = {
  name: 'webp',
  title: 'WebP',
  containers: ['webp'],
  options: ['quality', 'preset', 'lossless', 'transparent', 'loopCount'],
  pixels: [rgb('bgra')],
  losslessPixels: rgb('bgra'),
  alphaPixels: rgb('bgra', { alpha: true }),
  encoder: libwebp,
  unreadable: true,
};

function libwebp({ lossless, quality, preset }: CodecSettings): EncoderArgs {
  // Its methods: 0 (fastest) to 6.
  const method = String(Math.min(6, presetRank(preset)));
  // Of lossless pictures the quality is the effort; 75 is libwebp's own choice.
  const level = lossless ? ['-lossless', '1', '-quality', '75'] : ['-lossless', '0', '-quality', String(100 - quality)];
  return { name: 'libwebp_anim', args: [...level, '-compression_level', method] };
}
