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

/** Lengths of segments, rates, and videos whose last segment is as long as the others, or has a single frame. */
const CASES: [length: number, fps: string, frames: number][] = [
  [1, '24000/1001', 5],
  [7, '30', 15],
  [7, '12.5', 15],
  [15, '24000/1001', 15],
];

const RATES_OF_GIF: Partial<Record<string, string>> = { '24000/1001': '100/3', '30': '25' };

/** A video in a folder of its own. */
function videoOf(
  name: string,
  { fps, options, frames, folder }: { fps: string; options: EncodingOptions; frames: number; folder: string },
): TestVideo {
  const rate = options.output.endsWith('gif') ? (RATES_OF_GIF[fps] ?? fps) : fps;
  return {
    encoding: encodingAt(rate, { ...options, output: join(folder, name, options.output) }),
    frames,
    folder,
  };
}

/** A video as a whole, and as what its segments are joined to. */
async function bothWays(
  options: EncodingOptions,
  { length, ...rest }: { length: number; fps: string; frames: number },
) {
  const folder = await tempFolder();
  const whole = videoOf('whole', { options, folder, ...rest });
  const joined = videoOf('joined', { options, folder, ...rest });
  await encodeWhole(whole);
  const segments = await encodeSegments(joined, length);
  for (const { path, frames } of segments) await checkSegment(path, { frames, ...SIZE, encoding: joined.encoding });
  await joinSegments(joined, segments);
  return { whole, joined, segments };
}

describe.each(FILMS)('joined segments of %s', (_, options) => {
  it.each(CASES)('are the video: %i frames a segment, %s a second', async (length, fps, frames) => {
    const { whole, joined, segments } = await bothWays(options, { length, fps, frames });
    const { encoding } = joined;
    await checkVideo(encoding.target, { frames, ...SIZE, encoding });

    const [path, other] = [pathOf(encoding), pathOf(whole.encoding)];
    const [times, expected] = [await storedTimes(path), await storedTimes(other)];
    const ascending = (ticks: number[]) => ticks.toSorted((a, b) => a - b);
    expect(ascending(times.shown)).toEqual(ascending(expected.shown));
    expect(ascending(times.shown)).toEqual(exactTimes(encoding, { frames, timeBase: times.timeBase }));
    expect(times.durations).toEqual(expected.durations);
    expect(times.timeBase).toBe(expected.timeBase);
    // One after the other, and none after it is shown.
    expect(new Set(times.decoded).size).toBe(frames);
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
    expect(await decodedHashes(path, encoding.codec, ['-pix_fmt', 'rgb24'])).toEqual(
      inputHashes(encoding, { frames, channels: 3 }),
    );
  });
});

describe.each(PICTURES)('joined segments of %s', (_, options) => {
  it.each(CASES)('are the same bytes: %i frames a segment, %s a second', async (length, fps, frames) => {
    const { whole, joined, segments } = await bothWays(options, { length, fps, frames });
    const { encoding } = joined;
    await checkVideo(encoding.target, { frames, ...SIZE, encoding });
    const [actual, expected] = [await filesOf(encoding, frames), await filesOf(whole.encoding, frames)];
    expect(actual.map((file, i) => expected[i]?.equals(file))).toEqual(expected.map(() => true));
    if (segmentKind(encoding) !== 'lossless') return;
    const kept = [];
    for (const { path } of segments) kept.push(...(await decodedHashes(path, encoding.codec, ['-pix_fmt', 'rgba'])));
    expect(kept).toEqual(inputHashes(encoding, { frames, channels: 4 }));
  });
});

function pathOf({ target }: Encoding): string {
  if (target.kind === 'frames') throw new Error('pictures');
  return target.path;
}

/** The file of a video, or its pictures. */
async function filesOf({ target }: Encoding, frames: number): Promise<Buffer[]> {
  if (target.kind === 'file') return [await readFile(target.path)];
  const names = Array.from({ length: frames }, (_, i) => pictureName(target.name, i));
  return Promise.all(names.map((name) => readFile(join(target.folder, name))));
}

/** When each frame is to be shown, in ticks: WebM's are rounded, all others' are exact. */
function exactTimes({ fps, target }: Encoding, { frames, timeBase }: { frames: number; timeBase: string }): number[] {
  const ticks = Number(timeBase.split('/')[1]);
  const times = Array.from({ length: frames }, (_, i) => (i * ticks * fps.denominator) / fps.numerator);
  return target.container === 'webm' ? times.map(Math.round) : times;
}

/** What `decodedHashes` says of the frames before they were encoded. @param channels 3: without alpha */
function inputHashes(encoding: Encoding, { frames, channels }: { frames: number; channels: number }): string[] {
  return Array.from({ length: frames }, (_, i) => {
    const pixels = frame(i, encoding).filter((_, at) => at % 4 < channels);
    return createHash('md5').update(pixels).digest('hex');
  });
}
