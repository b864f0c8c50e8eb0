import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Encoding, EncodingOptions } from '../../../src/encoder/encoding.ts';
import { OutputError } from '../../../src/errors.ts';
import { joinedBytes } from '../../../src/segments/join/joined-bytes.ts';
import { tempFolder } from '../../install/temp-folder.ts';
import { encodeSegments, encodingAt } from './segment-files.ts';

const FRAMES = 4;

const KINDS: [title: string, options: EncodingOptions][] = [
  ['fragments', { output: 'out.mp4' }],
  ['clusters', { output: 'out.webm' }],
  ['clusters with alpha', { output: 'out.webm', transparent: true }],
  ['pictures', { output: '%03d.png' }],
  ['lossless frames', { output: 'out.gif' }],
];

/** Two segments of four frames each. */
async function twoSegments({
  output,
  ...options
}: EncodingOptions): Promise<{ encoding: Encoding; segments: Buffer[] }> {
  const folder = await tempFolder();
  const encoding = encodingAt('25', { ...options, output: join(folder, output) });
  const files = await encodeSegments({ encoding, folder, frames: 2 * FRAMES }, FRAMES);
  return { encoding, segments: await Promise.all(files.map(({ path }) => readFile(path))) };
}

/** Joins segments of four frames each, which come in pieces of a length. @returns all bytes */
async function joined(
  segments: readonly Buffer[],
  { encoding, piece = 1 << 16 }: { encoding: Encoding; piece?: number },
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of joinedBytes(opened(segments, piece), encoding)) parts.push(part);
  return Buffer.concat(parts);
}

async function* opened(segments: readonly Buffer[], piece: number) {
  for (const [i, segment] of segments.entries())
    yield { first: i * FRAMES, frames: FRAMES, bytes: pieces(segment, piece) };
}

async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** What comes of joining: the bytes, or the error. */
function outcome(segments: readonly Buffer[], encoding: Encoding): Promise<unknown> {
  return joined(segments, { encoding }).catch((error: unknown) => error);
}

describe.each(KINDS)('joinedBytes() of %s', (_, options) => {
  it('are the same, however they come', async () => {
    const { encoding, segments } = await twoSegments(options);
    const whole = await joined(segments, { encoding });
    expect((await joined(segments, { encoding, piece: 1 })).equals(whole)).toBe(true);
    expect((await joined(segments, { encoding, piece: 7 })).equals(whole)).toBe(true);
  });

  it('refuse a segment that is cut off, wherever', async () => {
    const { encoding, segments } = await twoSegments(options);
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = segments;
    // What follows the frames of an MP4 is left out anyway.
    const needed = encoding.target.container === 'mp4' ? second.lastIndexOf('mfra') - 4 : second.length;
    for (let length = 0; length < needed; length += length < 2000 ? 1 : 97) {
      const error = await outcome([first, second.subarray(0, length)], encoding);
      expect(error, `${length} bytes`).toBeInstanceOf(OutputError);
      expect(String(error)).toContain('Segment 1');
    }
  });

  it('refuse what is no segment', async () => {
    const { encoding, segments } = await twoSegments(options);
    const [first = Buffer.alloc(0)] = segments;
    for (const other of [
      Buffer.alloc(0),
      Buffer.alloc(100),
      Buffer.alloc(5000, 255),
      Buffer.from('no video '.repeat(99)),
    ]) {
      expect(await outcome([first, other], encoding)).toBeInstanceOf(OutputError);
    }
    expect(await outcome([first, Buffer.concat([first, first])], encoding)).toBeInstanceOf(OutputError);
  });

  it('refuse one with more or fewer frames than it should have', async () => {
    const { encoding, segments } = await twoSegments(options);
    for (const frames of [FRAMES - 1, FRAMES + 1]) {
      const one = async function* () {
        for (const segment of segments.slice(0, 1)) yield { first: 0, frames, bytes: pieces(segment, 1 << 16) };
      };
      const all = Array.fromAsync(joinedBytes(one(), encoding));
      await expect(all).rejects.toThrow(/^Segment 0 (is broken|has 4 frames instead of)/);
    }
  });

  it('refuse or take, but never wait or fail otherwise, when a byte is another', async () => {
    const { encoding, segments } = await twoSegments(options);
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = segments;
    let refused = 0;
    for (let at = 0; at < second.length; at += at < 1500 ? 1 : 61) {
      const damaged = Buffer.from(second);
      damaged[at] = (damaged[at] ?? 0) ^ (at % 2 ? 0x80 : 0x01);
      const result = await outcome([first, damaged], encoding);
      if (!Buffer.isBuffer(result)) expect(result, `byte ${at}`).toBeInstanceOf(OutputError);
      if (result instanceof OutputError) refused++;
    }
    expect(refused).toBeGreaterThan(20);
  });
});
