import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkVideo } from '../../../src/encoder/check-video.ts';
import type { Encoding, EncodingOptions } from '../../../src/encoder/encoding.ts';
import { pictureName } from '../../../src/encoder/output-target.ts';
import { segmentKind } from '../../../src/encoder/segment-args.ts';
import { checkSegment } from '../../../src/segments/join/check-segment.ts';
import { tempFolder } from '../../install/temp-folder.ts';
import { decodedHashes, description, storedTimes } from './read-back.ts';
import { encodeSegments, encodeWhole, encodingAt, frame, joinSegments, SIZE, type TestVideo } from './segment-files.ts';

/** Not a multiple of 7, and one more than one: the last segment has a single frame. */
const FRAMES = 15;

const FILMS: [title: string, options: EncodingOptions][] = [
  ['H.264', { output: 'out.mp4' }],
  ['H.264 without loss', { output: 'out.mp4', lossless: true }],
  ['H.265', { output: 'out.mp4', codec: 'h265' }],
  ['H.265 without loss', { output: 'out.mp4', codec: 'h265', lossless: true }],
  ['AV1', { output: 'out.mp4', codec: 'av1' }],
  ['AV1 without loss', { output: 'out.mp4', codec: 'av1', lossless: true }],
  ['AV1 in WebM', { output: 'out.webm', codec: 'av1' }],
  ['VP9', { output: 'out.webm' }],
  ['VP9 with alpha', { output: 'out.webm', transparent: true }],
  ['VP9 without loss', { output: 'out.webm', lossless: true }],
  ['ProRes', { output: 'out.mov' }],
  ['ProRes with alpha', { output: 'out.mov', transparent: true }],
];

const PICTURES: [title: string, options: EncodingOptions][] = [
  ['PNG', { output: '%03d.png' }],
  ['PNG with alpha', { output: '%03d.png', transparent: true }],
  ['GIF', { output: 'out.gif' }],
  ['GIF with alpha, played twice', { output: 'out.gif', transparent: true, loopCount: 2 }],
  ['WebP', { output: 'out.webp' }],
  ['WebP with alpha and without loss', { output: 'out.webp', transparent: true, lossless: true }],
  ['APNG', { output: 'out.apng' }],
  ['APNG with alpha, played three times', { output: 'out.apng', transparent: true, loopCount: 3 }],
];

/** Lengths of segments at rates. */
const CASES: [fps: string, length: number][] = [
  ['24000/1001', 1],
  ['30', 7],
  ['12.5', 7],
  ['24000/1001', FRAMES],
];

const RATES_OF_GIF: Partial<Record<string, string>> = { '24000/1001': '100/3', '30': '25' };

/** A video in a folder of its own. */
async function videoOf(
  name: string,
  { fps, options, folder }: { fps: string; options: EncodingOptions; folder: string },
): Promise<TestVideo> {
  const rate = options.output.endsWith('gif') ? (RATES_OF_GIF[fps] ?? fps) : fps;
  return {
    encoding: encodingAt(rate, { ...options, output: join(folder, name, options.output) }),
    frames: FRAMES,
    folder,
  };
}

/** A video as a whole, and as what its segments are joined to. */
async function bothWays(options: EncodingOptions, { fps, length }: { fps: string; length: number }) {
  const folder = await tempFolder();
  const [whole, joined] = await Promise.all(['whole', 'joined'].map((name) => videoOf(name, { fps, options, folder })));
  if (!whole || !joined) throw new Error('not made');
  await encodeWhole(whole);
  const segments = await encodeSegments(joined, length);
  for (const { path, frames } of segments) await checkSegment(path, { frames, ...SIZE, encoding: joined.encoding });
  await joinSegments(joined, segments);
  return { whole, joined, segments };
}

describe.each(FILMS)('joined segments of %s', (_, options) => {
  it.each(CASES)('are the video: %s frames per second, %i frames a segment', async (fps, length) => {
    const { whole, joined, segments } = await bothWays(options, { fps, length });
    const { encoding } = joined;
    await checkVideo(encoding.target, { frames: FRAMES, ...SIZE, encoding });

    const [path, other] = [pathOf(encoding), pathOf(whole.encoding)];
    const [times, expected] = [await storedTimes(path), await storedTimes(other)];
    const ascending = (ticks: number[]) => ticks.toSorted((a, b) => a - b);
    expect(ascending(times.shown)).toEqual(ascending(expected.shown));
    expect(ascending(times.shown)).toEqual(exactTimes(encoding, times.timeBase));
    expect(times.durations).toEqual(expected.durations);
    expect(times.timeBase).toBe(expected.timeBase);
    // One after the other, and none after it is shown.
    expect(new Set(times.decoded).size).toBe(FRAMES);
    expect(times.decoded).toEqual(ascending(times.decoded));
    expect(times.decoded.filter((time, i) => time > (times.shown[i] ?? 0))).toEqual([]);
    // An encoder that gets a single frame does not wait for others.
    if (length > 1) expect(times.decoded).toEqual(expected.decoded);
    expect(await description(path)).toBe(await description(other));

    const decoded = await decodedHashes(path, encoding.codec);
    const apart = [];
    for (const segment of segments) apart.push(...(await decodedHashes(segment.path, encoding.codec)));
    expect(decoded).toEqual(apart);
    if (!encoding.lossless) return;
    expect(await decodedHashes(path, encoding.codec, ['-pix_fmt', 'rgb24'])).toEqual(inputHashes(encoding, 3));
  });
});

describe.each(PICTURES)('joined segments of %s', (_, options) => {
  it.each(CASES)('are the same bytes: %s frames per second, %i frames a segment', async (fps, length) => {
    const { whole, joined, segments } = await bothWays(options, { fps, length });
    const { encoding } = joined;
    await checkVideo(encoding.target, { frames: FRAMES, ...SIZE, encoding });
    const [actual, expected] = [await filesOf(encoding), await filesOf(whole.encoding)];
    expect(actual.map((file, i) => expected[i]?.equals(file))).toEqual(expected.map(() => true));
    if (segmentKind(encoding) !== 'lossless') return;
    const kept = [];
    for (const { path } of segments) kept.push(...(await decodedHashes(path, encoding.codec, ['-pix_fmt', 'rgba'])));
    expect(kept).toEqual(inputHashes(encoding, 4));
  });
});

function pathOf({ target }: Encoding): string {
  if (target.kind === 'frames') throw new Error('pictures');
  return target.path;
}

/** The file of a video, or its pictures. */
async function filesOf({ target }: Encoding): Promise<Buffer[]> {
  if (target.kind === 'file') return [await readFile(target.path)];
  const names = Array.from({ length: FRAMES }, (_, i) => pictureName(target.name, i));
  return Promise.all(names.map((name) => readFile(join(target.folder, name))));
}

/** When each frame is to be shown, in ticks: WebM's are rounded, all others' are exact. */
function exactTimes({ fps, target }: Encoding, timeBase: string): number[] {
  const ticks = Number(timeBase.split('/')[1]);
  const times = Array.from({ length: FRAMES }, (_, i) => (i * ticks * fps.denominator) / fps.numerator);
  return target.container === 'webm' ? times.map(Math.round) : times;
}

/** What `decodedHashes` says of the frames before they were encoded. @param channels 3: without alpha */
function inputHashes(encoding: Encoding, channels: number): string[] {
  return Array.from({ length: FRAMES }, (_, i) => {
    const pixels = frame(i, encoding).filter((_, at) => at % 4 < channels);
    return createHash('md5').update(pixels).digest('hex');
  });
}
