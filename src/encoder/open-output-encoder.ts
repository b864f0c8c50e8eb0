import type { EncoderArgs } from './codecs/codec.ts';
import { type Encoder, openEncoder } from './encoder.ts';
import {
  type EncodeOptions,
  encodeArgs,
  encodeKeptArgs,
  type FrameInput,
  type KeptFrames,
  keepArgs,
} from './ffmpeg-args.ts';
import { openTwoPassEncoder } from './two-pass-encoder.ts';

export interface OutputEncoderOptions extends EncodeOptions {
  /** ffmpeg executable. */
  executable: string;
  encoder: EncoderArgs;
  input: FrameInput;
  /** Where frames are kept until all are there; undefined: they are encoded as they come. */
  kept: KeptFrames | undefined;
  signal: AbortSignal;
}

/** Opens what takes the frames of a video in order and writes its output. */
export function openOutputEncoder({ executable, input, kept, signal, ...options }: OutputEncoderOptions): Encoder {
  if (!kept) return openEncoder({ executable, args: encodeArgs(input, options), signal });
  return openTwoPassEncoder({
    executable,
    keepArgs: keepArgs(input, options.encoding, kept),
    encodeArgs: encodeKeptArgs(kept, options),
    frames: kept.frames,
    files: [kept.frames, ...(kept.palette === undefined ? [] : [kept.palette])],
    signal,
  });
}
