import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indexed, type Progress, renderVideo } from '../../src/index.ts';
import { decode } from '../support/decode.ts';
import { leftovers, scratchFolder } from '../support/scratch.ts';
import { cards, count, FRAMES, numbersIn, SIZE, sha256, timesIn } from '../support/segmented.ts';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);

describe('renderVideo() in segments', () => {
  test.each([
    [1, 30],
    [7, '24000/1001'],
    [FRAMES, 12.5],
  ])('of %i frames at %s frames/s has the frames and times of a render in one piece', async (segmentFrames, fps) => {
    const options = { lossless: true, fps };
    const whole = await renderVideo({ ...cards(at(`whole-${segmentFrames}.mp4`)), ...options });
    const made = await renderVideo({ ...cards(at(`one-${segmentFrames}.mp4`)), ...options, segmentFrames });
    expect(made).toMatchObject({ frames: FRAMES, fps: whole.fps, duration: whole.duration, workers: 1, notes: [] });
    expect(await timesIn(made.path)).toEqual(await timesIn(whole.path));
    const [pixels, expected] = [await decode(made.path, SIZE), await decode(whole.path, SIZE)];
    expect(pixels.frames).toHaveLength(FRAMES);
    expect(pixels.frames.every((frame, i) => frame.equals(expected.frames[i] ?? Buffer.of()))).toBe(true);

    const lanes = await renderVideo({ ...cards(at(`two-${segmentFrames}.mp4`)), ...options, segmentFrames, lanes: 2 });
    expect(sha256(lanes.path)).toBe(sha256(made.path));
  });

  test.each([
    ['webm', {}],
    ['webm', { transparent: true }],
    ['mov', {}],
    ['gif', {}],
    ['apng', {}],
    ['webp', { lossless: true }],
    ['mp4', { codec: 'h265' }],
  ] as const)('makes .%s %j like a render in one piece', async (extension, options) => {
    const name = `${extension}-${JSON.stringify(options).replaceAll(/\W/g, '')}`;
    const pictures = { poster: at(`${name}-poster.png`), posterFrame: 20, contactSheet: 4 };
    const video = { ...cards(at(`${name}.${extension}`)), ...options, fps: 25, ...pictures };
    const made = await renderVideo({ ...video, segmentFrames: 20 });
    const whole = await renderVideo({ ...video, output: at(`${name}-whole.${extension}`), poster: at('whole.png') });
    const { path: _, bytes: __, timings, framesPerSecond, poster, contactSheet, ...expected } = whole;
    expect(made).toMatchObject(expected);
    expect(timings.total).toBeGreaterThan(0);
    // ffmpeg 5 does not read animated WebP.
    if (extension !== 'webp') expect(await numbersIn(made.path)).toEqual(count(FRAMES));
    expect([made.poster, made.contactSheet].map((path) => path !== null && existsSync(path))).toEqual([true, true]);
  });

  test('makes the same pictures as a render in one piece', async () => {
    const options = { ...cards(''), range: [3, 20] as [number, number] };
    const made = await renderVideo({ ...options, output: at('made/%03d.png'), segmentFrames: 7 });
    const whole = await renderVideo({ ...options, output: at('whole/%03d.png') });
    expect(made.frames).toBe(18);
    const names = readdirSync(at('made'));
    expect(names).toEqual(readdirSync(at('whole')));
    expect(names.map((name) => sha256(at(`made/${name}`)))).toEqual(names.map((name) => sha256(at(`whole/${name}`))));
    expect(whole.frames).toBe(18);
  });

  test('orders indexed frames, closes gaps, and takes typed arrays', async () => {
    const frames = count(30).map((i) => indexed((29 - i) * 3, { number: 29 - i, more: new Float64Array(5000) }));
    const made = await renderVideo({ ...cards(at('indexed.mp4')), frames, segmentFrames: 7 });
    expect(await numbersIn(made.path)).toEqual(count(30));
  });

  test('shows progress of all frames, and leaves nothing behind', async () => {
    const seen: Progress[] = [];
    const path = at('alone/out.mp4');
    await renderVideo({ ...cards(path), segmentFrames: 10, lanes: 2, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ frames: FRAMES, total: FRAMES });
    expect(seen.every(({ frames }, i) => frames > (seen[i - 1]?.frames ?? 0))).toBe(true);
    expect(readdirSync(at('alone'))).toEqual(['out.mp4']);
    expect(leftovers()).toEqual([]);
  });
});

describe('renderVideo({ resume })', () => {
  test('takes the segments of a folder that are there, and keeps them', async () => {
    const resume = at('kept');
    const first = await renderVideo({ ...cards(at('first.mp4')), resume, segmentFrames: 12 });
    expect(first.notes).toEqual([]);
    const second = await renderVideo({ ...cards(at('second.mp4')), resume, segmentFrames: 12 });
    expect(second).toMatchObject({ notes: ['4 of 4 segments were there already'], workers: 0, updates: first.updates });
    expect(sha256(second.path)).toBe(sha256(first.path));
  });

  test('removes the folder beside the output when the video is complete', async () => {
    const path = at('beside/out.mp4');
    await renderVideo({ ...cards(path), resume: true });
    expect(readdirSync(at('beside'))).toEqual(['out.mp4']);
  });

  test('begins anew where another job was, and leaves what is not its own', async () => {
    const resume = at('other');
    mkdirSync(join(resume, 'segments'), { recursive: true });
    for (const name of ['mine.txt', 'segments/00000.txt']) writeFileSync(join(resume, name), 'mine');
    await renderVideo({ ...cards(at('a.mp4')), resume, segmentFrames: 7 });
    const made = await renderVideo({ ...cards(at('b.mp4')), resume, segmentFrames: 7, range: [10, 19] });
    expect(made.notes).toEqual([expect.stringContaining('held the plan of another job')]);
    expect(await numbersIn(made.path)).toEqual(count(10).map((i) => i + 10));
    // Two segments with their manifests, and the file.
    expect(readdirSync(join(resume, 'segments'))).toHaveLength(5);
    expect(existsSync(join(resume, 'mine.txt'))).toBe(true);
  });
});
