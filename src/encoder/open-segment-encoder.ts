import { type Encoder, openEncoder } from './encoder.ts';
import type { CodecOptions, StageFrames } from './ffmpeg-args.ts';
import { segmentArgs } from './segment-args.ts';

export interface SegmentEncoderOptions extends CodecOptions {
  /** ffmpeg executable. */
  executable: string;
  input: StageFrames;
  /** Absolute path of the segment's file. */
  path: string;
  signal: AbortSignal;
}

/**
 * Opens what takes the frames of a segment in order and writes its file. The same frames give the same bytes.
 *
 * @throws EncoderError from its methods when ffmpeg fails
 */
export function openSegmentEncoder({ executable, input, signal, ...options }: SegmentEncoderOptions): Encoder {
  return openEncoder({ executable, args: segmentArgs(input, options), signal });
}
