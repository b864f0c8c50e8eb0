import type { Encoding } from '../../encoder/encoding.ts';
import { frameTicks, segmentKind } from '../../encoder/segment-args.ts';
import { OutputError } from '../../errors.ts';
import { gathered } from '../bytes/gathered.ts';
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
  yield* gathered(spliced(segments, openSplice(encoding)));
}

async function* spliced(segments: AsyncIterable<Segment>, splice: Splice): AsyncGenerator<Buffer> {
  let [number, next] = [0, 0];
  for await (const { first, frames, bytes } of segments) {
    const name = `Segment ${number++}`;
    if (first !== next) throw new OutputError(`${name} begins with frame ${first} instead of ${next}`);
    next += frames;
    const stream = openByteStream(bytes, name);
    try {
      yield* splice({ first, frames, bytes: stream });
    } finally {
      await stream.close();
    }
  }
}

/** What joins segments of an encoding. */
export function openSplice(encoding: Pick<Encoding, 'target' | 'fps'>): Splice {
  switch (segmentKind(encoding)) {
    case 'fragments':
      return spliceFragments(frameTicks(encoding.fps));
    case 'clusters':
    case 'lossless':
      return spliceClusters(encoding.fps);
    case 'pictures':
      return splicePictures;
  }
}
