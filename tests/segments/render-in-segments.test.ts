import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indexed, type Progress, renderVideo, type VideoOptions } from '../../src/index.ts';
import { decode } from '../support/decode.ts';
import { leftovers, scratchFolder } from '../support/scratch.ts';
import { cards, count, FRAMES, numbersIn, SIZE, segmentsIn, sha256, timesIn } from '../support/segmented.ts';

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

  test('begins anew there when the job has changed, and leaves what is not its own', async () => {
    const path = at('changed/out.mp4');
    const throwing = { ...cards(path), segmentFrames: 5, resume: true, frames: brokenAfter(30) };
    await expect(renderVideo(throwing)).rejects.toThrow('no more frames');
    await renderVideo({ ...cards(path), segmentFrames: 5, resume: at('changed/out.mp4.segments') });
    const folder_ = `${path}.segments`;
    writeFileSync(join(folder_, 'mine.txt'), 'mine');
    const made = await renderVideo({ ...cards(path), segmentFrames: 7, resume: true, range: [10, 19] });
    expect(made.notes).toEqual([expect.stringMatching(/had the plan of another job \(.*\); it was made anew/)]);
    expect(await numbersIn(made.path)).toEqual(count(10).map((i) => i + 10));
    expect(readdirSync(folder_)).toEqual(['mine.txt']);
  });

  test.each<[what: string, options: Partial<VideoOptions>, differs: RegExp]>([
    ['another size', { height: 92 }, /another height/],
    ['another quality', { quality: 30 }, /another quality/],
    ['another range', { range: [0, 9] }, /other frames/],
  ])('refuses a folder with another job, and says what differs: %s', async (_, options, differs) => {
    const resume = at('taken');
    await renderVideo({ ...cards(at('taken.mp4')), resume, segmentFrames: 20 });
    const other = renderVideo({ ...cards(at('other.mp4')), resume, segmentFrames: 20, ...options });
    await expect(other).rejects.toThrow(differs);
    await expect(other).rejects.toThrow(/has the plan of another job .*: choose another folder, or remove it/);
    // Limits decide no byte.
    const again = { ...cards(at('again.mp4')), resume, segmentFrames: 20, limits: { renderTimeMs: 99_000 } };
    expect((await renderVideo(again)).notes).toEqual(['3 of 3 segments were there already']);
  });

  test('writes again what is missing or damaged of its inputs', async () => {
    const resume = at('inputs');
    const options = { resume, segmentFrames: 5, frames: count(20).map((number) => ({ number })) };
    const first = await renderVideo({ ...cards(at('whole-inputs.mp4')), ...options });
    rmSync(segmentsIn(resume), { recursive: true });
    const [one = '', two = '', ...rest] = readdirSync(join(resume, 'inputs')).map((name) =>
      join(resume, 'inputs', name),
    );
    expect(rest.length).toBeGreaterThan(3);
    rmSync(one);
    writeFileSync(two, 'something else');
    const again = await renderVideo({ ...cards(at('again-inputs.mp4')), ...options });
    expect(sha256(again.path)).toBe(sha256(first.path));
  });

  test('tells of its progress also when all is there', async () => {
    const resume = at('all');
    await renderVideo({ ...cards(at('all.mp4')), resume });
    const seen: Progress[] = [];
    await renderVideo({ ...cards(at('all.mp4')), resume, onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([{ frames: FRAMES, total: FRAMES, fps: 0, eta: null }]);
  });

  test('refuses a poster of a frame that there is not, before anything is drawn', async () => {
    const options = { ...cards(at('poster.mp4')), poster: at('poster.png'), posterFrame: 47, resume: at('poster') };
    await expect(renderVideo(options)).rejects.toThrow('Expected `posterFrame` to be below 47, got 47');
    expect(existsSync(at('poster/plan.json'))).toBe(false);
  });

  test('refuses what is no folder', async () => {
    const bucket = { ...cards(at('x.mp4')), resume: 's3://bucket/prefix' };
    await expect(renderVideo(bucket)).rejects.toThrow(/Expected `resume` to be true, false or the path of a folder/);
  });

  test('two at once in one folder make the same video', async () => {
    const resume = at('shared');
    const frames = count(40).map((number) => ({ number }));
    const both = ['one', 'two'].map((name) =>
      renderVideo({ ...cards(at(`${name}.mp4`)), resume, segmentFrames: 4, frames }),
    );
    const [one, two] = await Promise.all(both);
    expect(one && two && sha256(one.path) === sha256(two.path)).toBe(true);
    expect(await numbersIn(at('one.mp4'))).toEqual(count(40));
  });
});

describe('renderVideo({ lanes })', () => {
  test('takes all stages for a video of one segment', async () => {
    const made = await renderVideo({ ...cards(at('single.mp4')), lanes: 2, workers: 2 });
    expect(made).toMatchObject({ frames: FRAMES, workers: 2 });
  });

  test.each([0, -1, 1.5, 'many'])('refuses %s', async (lanes) => {
    const options = Object.assign(cards(at('lanes.mp4')), { lanes });
    await expect(renderVideo(options)).rejects.toThrow("Expected `lanes` to be an integer above 0 or 'auto'");
  });
});

/** Frames that end with an error. */
function* brokenAfter(length: number) {
  for (const number of count(length)) yield { number };
  throw new Error('no more frames');
}
