import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { frameTicks } from '../../../src/encoder/segment-args.ts';
import { OutputError } from '../../../src/errors.ts';
import { openByteStream } from '../../../src/segments/join/byte-stream.ts';
import { spliceFragments } from '../../../src/segments/join/splice-fragments.ts';
import { tempFolder } from '../../install/temp-folder.ts';
import { encodeSegment, encodingAt } from './segment-files.ts';

const FRAMES = 4;
const TICKS = frameTicks({ numerator: 25, denominator: 1 });

async function segmentOf(frames: number): Promise<Buffer> {
  const folder = await tempFolder();
  const encoding = encodingAt('25', { output: join(folder, 'out.mp4') });
  const { path } = await encodeSegment({ encoding, folder, frames }, { first: 0, frames });
  return readFile(path);
}

/** Splices segments of some frames each. */
async function spliced(segments: readonly { bytes: Buffer; frames: number }[]): Promise<Buffer> {
  const splice = spliceFragments(TICKS);
  const parts: Buffer[] = [];
  let first = 0;
  for (const [i, { bytes, frames }] of segments.entries()) {
    const stream = openByteStream(pieces(bytes), `Segment ${i}`);
    for await (const part of splice({ bytes: stream, first, frames })) parts.push(part);
    first += frames;
  }
  return Buffer.concat(parts);
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Where the content of the first box of a type begins. */
function contentOf(bytes: Buffer, type: string): number {
  return bytes.indexOf(type, 'latin1') + 4;
}

/** Times of fragments, as tfdt has them. */
function fragmentTimes(bytes: Buffer): number[] {
  const times: number[] = [];
  for (let at = bytes.indexOf('tfdt'); at >= 0; at = bytes.indexOf('tfdt', at + 4)) {
    times.push(Number(bytes.readBigUInt64BE(at + 8)));
  }
  return times;
}

const DAMAGES: [what: string, damage: (bytes: Buffer) => void, says: string][] = [
  [
    // Without fields of its own a frame takes no bytes: the buffer does not end the list.
    'a fragment of 200 million frames',
    (bytes) => {
      bytes.writeUInt32BE(0, contentOf(bytes, 'trun'));
      bytes.writeUInt32BE(200e6, contentOf(bytes, 'trun') + 4);
    },
    'a fragment that cannot be read',
  ],
  ['a fragment of no frames', (bytes) => bytes.writeUInt32BE(0, contentOf(bytes, 'trun') + 4), 'without frames'],
  ['frames at another time', (bytes) => (bytes[contentOf(bytes, 'tfdt') + 11] = 1), 'frame 0 has a wrong time'],
  ['frames that last longer', (bytes) => bytes.writeUInt32BE(513, contentOf(bytes, 'tfhd') + 8), 'a wrong duration'],
  ['frames of other sizes', (bytes) => bytes.writeUInt32BE(9, contentOf(bytes, 'trun') + 16), 'frames of a wrong size'],
  ['other ticks', (bytes) => bytes.writeUInt32BE(25, contentOf(bytes, 'mdhd') + 12), 'it has another frame rate'],
  ['no header', (bytes) => bytes.write('free', contentOf(bytes, 'moov') - 4), 'it has no moov where it must be'],
  ['no fragment', (bytes) => bytes.write('free', contentOf(bytes, 'moof') - 4), 'free instead of a fragment'],
  ['no frames', (bytes) => bytes.write('free', contentOf(bytes, 'mdat') - 4), 'no frames in a fragment'],
  ['a box without end', (bytes) => bytes.writeUInt32BE(0, contentOf(bytes, 'mdat') - 8), 'a box without a length'],
];

describe('spliceFragments()', () => {
  it('gives each fragment its time, and frames the wait that the first segment has', async () => {
    const four = { bytes: await segmentOf(4), frames: 4 };
    const one = { bytes: await segmentOf(1), frames: 1 };
    const bytes = await spliced([four, one, four]);
    const { perFrame } = TICKS;
    expect(fragmentTimes(bytes)).toEqual([0, 4 * perFrame, 5 * perFrame]);
    // The only frame of the second segment is shown as long after it is decoded as the first of the others.
    const offsets = [0, 1, 2].map((i) => {
      let at = -1;
      for (let seen = 0; seen <= i; seen++) at = bytes.indexOf('trun', at + 1);
      return bytes.readUInt32BE(at + 4 + 12 + 8);
    });
    expect(offsets).toEqual([2 * perFrame, 2 * perFrame, 2 * perFrame]);
  });

  it('refuses frames out of order after a first segment that is too short for them', async () => {
    const one = { bytes: await segmentOf(1), frames: 1 };
    const four = { bytes: await segmentOf(4), frames: 4 };
    await expect(spliced([one, four])).rejects.toThrow(
      new OutputError(
        'Segment 1 has frames out of order, and the first segment is too short for that: plan longer ones',
      ),
    );
  });

  it.each(DAMAGES)('refuses %s', async (_, damage, says) => {
    const bytes = await segmentOf(FRAMES);
    damage(bytes);
    const error = await spliced([{ bytes, frames: FRAMES }]).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OutputError);
    expect(String(error)).toContain(`Segment 0 is broken: `);
    expect(String(error)).toContain(says);
  });
});
