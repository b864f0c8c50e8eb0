import { OutputError } from '../../errors.ts';
import type { ByteStream } from './byte-stream.ts';

/** A segment on its way into the joined bytes. */
export interface SegmentStream {
  bytes: ByteStream;
  /** Place of its first frame in the video. */
  first: number;
  /** How many frames it must have. */
  frames: number;
}

/** Takes the segments of a video in order. @returns a segment's share of the joined bytes */
export type Splice = (segment: SegmentStream) => AsyncGenerator<Buffer>;

/** What is thrown when segments do not describe their frames in the same words. */
export function headersDiffer(name: string): OutputError {
  return new OutputError(
    `${name} was encoded with other settings or by another ffmpeg than the first: their headers differ`,
  );
}
