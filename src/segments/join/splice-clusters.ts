import { OutputError } from '../../errors.ts';
import type { FrameRate } from '../../frames/fps.ts';
import type { ByteStream } from './byte-stream.ts';
import { type Element, readElement } from './element.ts';
import { headersDiffer, type SegmentStream, type Splice } from './segment-stream.ts';

/** Elements by what they are called in RFC 9559, section 5. */
const ID = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
};

/** An element `Segment` that lasts to the end of the stream, and its `Info`: times are milliseconds. */
const ENDLESS = Buffer.from('1853806701ffffffffffffff1549a966872ad7b1830f4240', 'hex');

/**
 * Splices WebM or Matroska files: the header of the first, then the clusters of all, as they are. Their times begin anew
 * with each segment: who reads the joined bytes goes by the number of a frame.
 */
export function spliceClusters(fps: FrameRate): Splice {
  let header: Buffer | undefined;

  return async function* ({ bytes, frames }: SegmentStream) {
    const { name } = bytes;
    const type = await expectElement(bytes, ID.header);
    const own = [type.head, await bytes.need(type.length), ENDLESS];
    const blocks = createBlockCheck(name, fps);
    let { length: left } = await expectElement(bytes, ID.segment);
    while (left > 0) {
      const element = await readElement(bytes, left);
      left -= element.head.length + element.length;
      if (element.id === ID.cluster) {
        yield element.head;
        yield* passFrames(bytes, element.length, blocks);
        continue;
      }
      const content = await bytes.need(element.length);
      // What is left out are indexes and tags of the file by itself.
      if (element.id !== ID.tracks) continue;
      const described = Buffer.concat([...own, element.head, content]);
      if (!header) yield described;
      else if (!described.equals(header)) throw headersDiffer(name);
      header = described;
    }
    if (await bytes.read(1)) throw new OutputError(`${name} is broken: it goes on after its end`);
    if (blocks.count() !== frames) throw new OutputError(`${name} has ${blocks.count()} frames instead of ${frames}`);
  };
}

async function expectElement(bytes: ByteStream, id: number): Promise<Element> {
  const element = await readElement(bytes);
  if (element.id !== id) throw new OutputError(`${bytes.name} is broken: it does not begin like a Matroska file`);
  return element;
}

/** Passes on what is in a cluster, or in a group of a frame with what belongs to it. */
async function* passFrames(bytes: ByteStream, length: number, blocks: BlockCheck): AsyncGenerator<Buffer> {
  for (let left = length; left > 0; ) {
    const element = await readElement(bytes, left);
    left -= element.head.length + element.length;
    yield element.head;
    if (element.id === ID.blockGroup) {
      yield* passFrames(bytes, element.length, blocks);
    } else if (element.id === ID.timestamp) {
      const content = await bytes.need(element.length);
      blocks.cluster(content);
      yield content;
    } else if (element.id === ID.simpleBlock || element.id === ID.block) {
      const start = await bytes.need(Math.min(element.length, BLOCK_HEAD_BYTES));
      blocks.frame(start);
      yield start;
      yield* bytes.pass(element.length - start.length);
    } else {
      yield* bytes.pass(element.length);
    }
  }
}

/** Bytes before a frame: one for its track, two for its time in the cluster, one for flags. */
const BLOCK_HEAD_BYTES = 4;

interface BlockCheck {
  /** Takes the time of a cluster. */
  cluster(content: Buffer): void;
  /** Takes what precedes a frame. @throws OutputError when it is not at its time */
  frame(start: Buffer): void;
  /** Frames so far. */
  count(): number;
}

function createBlockCheck(name: string, { numerator, denominator }: FrameRate): BlockCheck {
  let [count, clusterTime] = [0, 0];
  return {
    cluster: (content) => {
      if (content.length < 1 || content.length > 6) throw new OutputError(`${name} is broken: a wrong time`);
      clusterTime = content.readUIntBE(0, content.length);
    },
    frame: (start) => {
      const time = start.length === BLOCK_HEAD_BYTES ? clusterTime + start.readInt16BE(1) : undefined;
      if (time !== Math.round((count * 1000 * denominator) / numerator)) {
        throw new OutputError(`${name} is broken: frame ${count} has a wrong time`);
      }
      count++;
    },
    count: () => count,
  };
}
