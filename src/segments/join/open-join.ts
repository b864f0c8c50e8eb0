import { type Encoder, openEncoder } from '../../encoder/encoder.ts';
import type { EncodeOptions, KeptFrames } from '../../encoder/ffmpeg-args.ts';
import { openOutputEncoder } from '../../encoder/open-output-encoder.ts';
import { joinArgs, segmentKind } from '../../encoder/segment-args.ts';

export interface JoinOptions extends EncodeOptions {
  /** ffmpeg executable. */
  executable: string;
  /** Where frames are kept until all are there, of what is encoded here; undefined: they are encoded as they come. */
  kept: KeptFrames | undefined;
  signal: AbortSignal;
}

/**
 * Opens what takes the joined bytes of all segments and writes the output: as they are, where the segments hold the
 * video's own frames, else encoded.
 *
 * @throws EncoderError from its methods when ffmpeg fails
 */
export function openJoin({ executable, kept, signal, ...options }: JoinOptions): Encoder {
  if (segmentKind(options.encoding) === 'lossless') {
    return openOutputEncoder({ executable, input: { capture: 'segments' }, kept, signal, ...options });
  }
  return openEncoder({ executable, args: joinArgs(options), signal });
}
