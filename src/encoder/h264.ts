import type { FrameRate } from '../frames/fps.ts';
import type { CaptureMode } from '../protocol.ts';

export type H264Encoder = 'libx264' | 'h264_nvenc';

export interface H264Options {
  /** What arrives on stdin: raw I420 from the canvas, PNGs from screenshots. */
  input: CaptureMode;
  width: number;
  height: number;
  fps: FrameRate;
  /** The encoder's own arguments: x264's or NVENC's. */
  encoderArgs: string[];
  /** The caller's. */
  extraArgs: readonly string[];
  /** Absolute path. */
  output: string;
}

/** ffmpeg's arguments for an H.264 High 4:2:0 MP4 in BT.709. */
export function h264Args({ input, width, height, fps, encoderArgs, extraArgs, output }: H264Options): string[] {
  const rate = `${fps.numerator}/${fps.denominator}`;
  return [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
    ...(input === 'canvas'
      ? // Converted in the page already: nothing is left to scale.
        [
          '-f',
          'rawvideo',
          '-pix_fmt',
          'yuv420p',
          '-video_size',
          `${width}x${height}`,
          '-framerate',
          rate,
          '-i',
          'pipe:0',
        ]
      : // -colorspace only tags; the conversion must be asked for, or ffmpeg uses BT.601.
        ['-f', 'image2pipe', '-c:v', 'png', '-framerate', rate, '-i', 'pipe:0', '-vf', PNG_TO_BT709]),
    ...['-an', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    // Chroma is the mean of a 2×2 block.
    ...['-chroma_sample_location', 'center'],
    ...encoderArgs,
    ...extraArgs,
    // Playback may begin before the whole file is there.
    ...['-movflags', '+faststart', '-f', 'mp4', `file:${output}`],
  ];
}

const PNG_TO_BT709 =
  'scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p';

/** Rate factors below 1 are lossless in x264, which High is not, and 0 means automatic to NVENC. */
export function highQuality(quality: number): number {
  return Math.max(quality, 1);
}

export interface X264Options {
  quality: number;
  preset: string;
}

export function x264Args({ quality, preset }: X264Options): string[] {
  // The number of threads changes the bytes: it must not depend on the machine.
  return ['-c:v', 'libx264', '-preset', preset, '-crf', String(highQuality(quality)), '-threads', String(X264_THREADS)];
}

/** x264 costs the same processor time with 1 to 8 threads; four encode 720p plots at some 400 frames/s. */
const X264_THREADS = 4;
