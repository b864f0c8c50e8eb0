import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { EncodingOptions } from '../../src/encoder/encoding.ts';
import { openSegmentEncoder } from '../../src/encoder/open-segment-encoder.ts';
import { frameTicks, joinArgs, segmentArgs, segmentExtension } from '../../src/encoder/segment-args.ts';
import { checkSegment } from '../../src/segments/join/check-segment.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { encodeSegment, encodingAt, feed, SIZE } from '../segments/join/segment-files.ts';
import { encodingOf, ffmpegPath } from './video-files.ts';

const OUTPUTS: [output: string, extension: string][] = [
  ['out.mp4', 'mp4'],
  ['out.mov', 'mov'],
  ['out.webm', 'webm'],
  ['out.gif', 'mkv'],
  ['out.webp', 'mkv'],
  ['out.apng', 'mkv'],
  ['frames/%05d.png', 'png'],
];

const CODECS: [title: string, options: EncodingOptions][] = [
  ['H.264', { output: 'out.mp4' }],
  ['H.265', { output: 'out.mp4', codec: 'h265' }],
  ['AV1', { output: 'out.mp4', codec: 'av1' }],
  ['AV1 without loss', { output: 'out.webm', codec: 'av1', lossless: true }],
  ['VP9', { output: 'out.webm' }],
  ['VP9 with alpha', { output: 'out.webm', transparent: true }],
  ['ProRes', { output: 'out.mov' }],
  ['lossless frames', { output: 'out.gif' }],
  ['PNG', { output: '%d.png' }],
];

function argsOf(output: string, extraArgs: string[]) {
  const encoding = encodingOf({ output: `/${output}` });
  const options = { encoding, encoder: encoding.codec.encoder(encoding), extraArgs };
  return {
    segment: segmentArgs({ capture: 'canvas', ...SIZE }, { ...options, path: '/segment' }),
    joined: joinArgs({ ...options, target: encoding.target, firstNumber: 0 }),
  };
}

describe('segmentExtension()', () => {
  it.each(OUTPUTS)('of %s is %s', (output, extension) => {
    expect(segmentExtension(encodingOf({ output: `/${output}` }))).toBe(extension);
  });
});

describe('segmentArgs()', () => {
  it.each(CODECS)('make the same bytes of the same frames: %s', async (_, { output, ...options }) => {
    const bytes = [];
    for (let i = 0; i < 2; i++) {
      const folder = await tempFolder();
      const encoding = encodingAt('25', { ...options, output: join(folder, output) });
      const { path } = await encodeSegment({ encoding, folder, frames: 20 }, { first: 0, frames: 20 });
      bytes.push(await readFile(path));
    }
    expect(bytes[0]?.equals(bytes[1] ?? Buffer.alloc(0))).toBe(true);
  });

  it.each(OUTPUTS)('take screenshots: %s', async (output, extension) => {
    const folder = await tempFolder();
    const encoding = encodingAt('25', { output: join(folder, output) });
    const path = join(folder, `segment.${extension}`);
    const encoder = openSegmentEncoder({
      ...{ executable: await ffmpegPath(), encoding, encoder: encoding.codec.encoder(encoding), extraArgs: [], path },
      ...{ input: { capture: 'screenshot', ...SIZE }, signal: new AbortController().signal },
    });
    const picture = PNG.sync.write(new PNG(SIZE));
    await feed(encoder, [picture, picture, picture]);
    await checkSegment(path, { frames: 3, ...SIZE, encoding });
  });

  it("have the caller's arguments where frames are encoded, once", () => {
    const extraArgs = ['-tune', 'animation'];
    const film = argsOf('out.mp4', extraArgs);
    expect(film.segment).toContain('animation');
    expect(film.joined).not.toContain('animation');
    expect(argsOf('out.webp', extraArgs).segment).not.toContain('animation');
  });

  it('write a file of any name', async () => {
    const folder = await tempFolder();
    const encoding = encodingAt('25', { output: join(folder, 'out.mp4') });
    const path = join(folder, 'a b: %03d "é" ?*[1].mp4');
    const encoder = openSegmentEncoder({
      ...{ executable: await ffmpegPath(), encoding, encoder: encoding.codec.encoder(encoding), extraArgs: [], path },
      ...{ input: { capture: 'canvas', ...SIZE }, signal: new AbortController().signal },
    });
    await feed(encoder, [Buffer.alloc((SIZE.width * SIZE.height * 3) / 2, 128)]);
    await checkSegment(path, { frames: 1, ...SIZE, encoding });
  });
});

describe('frameTicks()', () => {
  it.each([
    [
      { numerator: 30, denominator: 1 },
      { perSecond: 15_360, perFrame: 512 },
    ],
    [
      { numerator: 24_000, denominator: 1001 },
      { perSecond: 24_000, perFrame: 1001 },
    ],
    [
      { numerator: 10_000, denominator: 1001 },
      { perSecond: 10_000, perFrame: 1001 },
    ],
    [
      { numerator: 25, denominator: 2 },
      { perSecond: 12_800, perFrame: 1024 },
    ],
    [
      { numerator: 1, denominator: 10 },
      { perSecond: 16_384, perFrame: 163_840 },
    ],
  ])('are a whole number for a frame of %o', (fps, ticks) => {
    expect(frameTicks(fps)).toEqual(ticks);
  });
});
