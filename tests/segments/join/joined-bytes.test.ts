import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { EncodingOptions } from '../../../src/encoder/encoding.ts';
import { OutputError } from '../../../src/errors.ts';
import { joinedBytes, type Segment } from '../../../src/segments/join/joined-bytes.ts';
import { tempFolder } from '../../install/temp-folder.ts';
import { encodeSegment, encodingAt, opened, type TestVideo } from './segment-files.ts';

async function videoOf({ output, ...options }: EncodingOptions, video: Partial<TestVideo> = {}): Promise<TestVideo> {
  const folder = await tempFolder();
  return { encoding: encodingAt('25', { ...options, output: join(folder, output) }), frames: 8, folder, ...video };
}

/** Goes through all bytes. @returns how many they are */
async function drain(bytes: AsyncIterable<Buffer>): Promise<number> {
  let length = 0;
  for await (const part of bytes) length += part.length;
  return length;
}

describe('joinedBytes()', () => {
  it.each([
    ['another size', 'out.mp4', { size: { width: 66, height: 64 } }],
    ['another size', 'out.webm', { size: { width: 66, height: 64 } }],
    ['another size', 'out.mov', { size: { width: 66, height: 64 } }],
    ['another size', 'out.gif', { size: { width: 66, height: 64 } }],
    ['another profile', 'out.mp4', { extraArgs: ['-profile:v', 'main'] }],
  ])('refuses a segment of %s: %s', async (_, output, other) => {
    const video = await videoOf({ output });
    const first = await encodeSegment(video, { first: 0, frames: 4 });
    const second = await encodeSegment({ ...video, ...other }, { first: 4, frames: 4 });
    await expect(drain(joinedBytes(opened([first, second]), video.encoding))).rejects.toThrow(
      new OutputError(
        'Segment 1 was encoded with other settings or by another ffmpeg than the first: their headers differ',
      ),
    );
  });

  it.each(['out.mp4', 'out.webm'])('refuses a segment of another rate: %s', async (output) => {
    const video = await videoOf({ output });
    const first = await encodeSegment(video, { first: 0, frames: 4 });
    const encoding = encodingAt('50', {
      output: video.encoding.target.kind === 'file' ? video.encoding.target.path : '',
    });
    const second = await encodeSegment({ ...video, encoding }, { first: 4, frames: 4 });
    await expect(drain(joinedBytes(opened([first, second]), video.encoding))).rejects.toThrow(/^Segment 1 /);
    await expect(drain(joinedBytes(opened([second]), video.encoding))).rejects.toThrow(OutputError);
  });

  it('refuses segments with a gap between them', async () => {
    const video = await videoOf({ output: 'out.mp4' });
    const [first, third] = await Promise.all([0, 5].map((first) => encodeSegment(video, { first, frames: 3 })));
    if (!first || !third) throw new Error('not encoded');
    await expect(drain(joinedBytes(opened([first, third]), video.encoding))).rejects.toThrow(
      new OutputError('Segment 1 begins with frame 5 instead of 3'),
    );
  });

  it('ends reading a segment when its own reader ends', async () => {
    const { encoding } = await videoOf({ output: '%d.png' });
    let closed = 0;
    const bytes = async function* () {
      try {
        for (;;) yield await endlessPicture();
      } finally {
        closed++;
      }
    };
    const segments = async function* () {
      try {
        yield { first: 0, frames: 1, bytes: bytes() };
      } finally {
        closed++;
      }
    };
    for await (const _ of joinedBytes(segments(), encoding)) break;
    expect(closed).toBe(2);
  });

  it('has no more of a segment in memory than a piece', async () => {
    const { encoding } = await videoOf({ output: '%d.png' });
    const before = reachableBytes();
    let most = 0;
    let length = 0;
    for await (const part of joinedBytes(one(hugePicture(2000)), encoding)) {
      const measured = Math.floor(length / (100 * MEGABYTE));
      length += part.length;
      if (Math.floor(length / (100 * MEGABYTE)) > measured) most = Math.max(most, reachableBytes() - before);
    }
    expect(length).toBeGreaterThan(2000 * MEGABYTE);
    // Their memory is freed a little later, by another thread.
    expect(most).toBeLessThan(200 * MEGABYTE);
  });

  it('refuses a header that announces more than headers have', async () => {
    const video = await videoOf({ output: 'out.mp4' });
    let read = 0;
    const bytes = async function* () {
      const ftyp = Buffer.from('7fffffff66747970', 'hex');
      yield ftyp;
      for (;;) {
        read += MEGABYTE;
        yield Buffer.alloc(MEGABYTE);
      }
    };
    await expect(drain(joinedBytes(one(bytes()), video.encoding))).rejects.toThrow(
      'Segment 0 is broken: a header of 2147483639 bytes',
    );
    expect(read).toBe(0);
  });
});

const MEGABYTE = 1 << 20;

/** What is in use, when all that is not has been collected. */
function reachableBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function* one(bytes: AsyncIterable<Buffer>): AsyncGenerator<Segment> {
  yield { first: 0, frames: 1, bytes };
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Something that has the form of a PNG. */
async function* hugePicture(megabytes: number): AsyncGenerator<Buffer> {
  yield Buffer.concat([SIGNATURE, chunkHead('IDAT', megabytes * MEGABYTE)]);
  // Each of its own: whoever keeps them is seen.
  for (let i = 0; i < megabytes; i++) yield Buffer.alloc(MEGABYTE);
  // Its checksum, the last chunk, and that one's.
  yield Buffer.concat([Buffer.alloc(4), chunkHead('IEND', 0), Buffer.alloc(4)]);
}

async function endlessPicture(): Promise<Buffer> {
  return Buffer.concat([SIGNATURE, chunkHead('IDAT', MEGABYTE), Buffer.alloc(MEGABYTE)]);
}

function chunkHead(type: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length);
  head.write(type, 4, 'latin1');
  return head;
}
