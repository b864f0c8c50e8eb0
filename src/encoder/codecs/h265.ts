import { type Codec, type CodecSettings, type EncoderArgs, THREADS } from './codec.ts';
import { GBR, YUV } from './pixel-layout.ts';

/** x265. */
export const h265: Codec = {
  name: 'h265',
  title: 'H.265',
  containers: ['mp4'],
  options: ['quality', 'preset', 'lossless'],
  pixels: [...YUV, GBR],
  losslessPixels: GBR,
  encoder: x265,
};

function x265({ lossless, quality, preset }: CodecSettings): EncoderArgs {
  const params = [
    // Frames encoded side by side change the bytes; rows (the pool) do not.
    `pools=${THREADS}`,
    'frame-threads=1',
    // Else the stream names the processor it was made on.
    'info=0',
    'log-level=error',
    ...(lossless ? ['lossless=1'] : []),
  ];
  return {
    name: 'libx265',
    args: [
      ...['-preset', preset],
      ...(lossless ? [] : ['-crf', String(quality)]),
      ...['-x265-params', params.join(':')],
      // The name that Apple's players know it by.
      ...['-tag:v', 'hvc1'],
    ],
  };
}
