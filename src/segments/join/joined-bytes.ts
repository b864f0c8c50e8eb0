import type { Encoding } from '../../encoder/encoding.ts';
import { frameTicks, segmentKind } from '../../encoder/segment-args.ts';
import { openByteStream } from './byte-stream.ts';
import type { Splice } from './segment-stream.ts';
import { spliceClusters } from './splice-clusters.ts';
import { spliceFragments } from './splice-fragments.ts';
import { splicePictures } from './splice-pictures.ts';

/** A segment of a video, encoded. */
export interface Segment {
  /** Place of its first frame in the video. */
  first: number;
  frames: number;
  /** What is in its file. */
  bytes: AsyncIterable<Buffer>;
}

/**
 * Joins the segments of a video, which come in order, into what `openJoin` takes. They are read one after the other; of
 * each no more is in memory than the header of one fragment.
 *
 * @throws OutputError that names the segment, by its place in the order counted from 0, when it is cut off or is not what
 * it should be
 */
export async function* joinedBytes(
  segments: AsyncIterable<Segment>,
  encoding: Pick<Encoding, 'target' | 'fps'>,
): AsyncGenerator<Buffer> {
  const splice = openSplice(encoding);
  let number = 0;
  for await (const { bytes, ...segment } of segments) {
    const stream = openByteStream(bytes, `Segment ${number++}`);
    try {
      yield* splice({ ...segment, bytes: stream });
    } finally {
      await stream.close();
    }
  }
}

/** What joins segments of an encoding. */
export function openSplice(encoding: Pick<Encoding, 'target' | 'fps'>): Splice {
  switch (segmentKind(encoding)) {
    case 'fragments':
      return spliceFragments(frameTicks(encoding.fps).perFrame);
    case 'clusters':
    case 'lossless':
      return spliceClusters(encoding.fps);
    case 'pictures':
      return splicePictures;
  }
}
