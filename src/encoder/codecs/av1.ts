import { type Codec, type CodecSettings, type EncoderArgs, presetRank, qualityOf63, THREADS } from './codec.ts';
import { GBR, YUV } from './pixel-layout.ts';

/** SVT-AV1 for 4:2:0, libaom, slower by far, for what SVT-AV1 does not have. */
export const av1: Codec = {
  name: 'av1',
  title: 'AV1',
  containers: ['mp4', 'webm'],
  options: ['quality', 'preset', 'lossless'],
  pixels: [...YUV, GBR],
  losslessPixels: GBR,
  encoder: (settings) =>
    settings.pixels.name.startsWith('yuv420') && !settings.lossless ? svt(settings) : aom(settings),
};

function svt({ quality, preset }: CodecSettings): EncoderArgs {
  // Its presets: 12 (fastest) to 0; 10 for veryfast, 4 for veryslow.
  const speed = String(12 - presetRank(preset));
  return {
    name: 'libsvtav1',
    args: ['-preset', speed, '-crf', qualityOf63(quality), '-svtav1-params', `lp=${THREADS}`],
  };
}

function aom({ lossless, quality, preset }: CodecSettings): EncoderArgs {
  // Good quality has the speeds 6 (fastest) to 0.
  const speed = String(Math.max(0, Math.min(6, 8 - presetRank(preset))));
  return {
    name: 'libaom-av1',
    args: [
      ...['-cpu-used', speed, '-row-mt', '1', '-threads', String(THREADS)],
      ...(lossless ? ['-crf', '0', '-aom-params', 'lossless=1'] : ['-crf', qualityOf63(quality), '-b:v', '0']),
    ],
  };
}
