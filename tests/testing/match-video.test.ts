import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { matchVideo, type VideoMatchOptions } from '../../src/testing/match-video.ts';
import type { TestRun } from '../../src/testing/test-run.ts';
import { ffmpeg } from '../encoder/video-files.ts';
import { scratchFolder } from '../support/scratch.ts';
import { GOOD } from '../support/test-videos.ts';
import { recordedRun } from './test-run.ts';

const scratch = scratchFolder();
const testRun = (more: Partial<TestRun> = {}) => recordedRun(scratch, more);
let names = 0;

/** Twelve frames; the same with a square in the sixth and, larger, the eighth; the same at another quality. */
let good: string;
let marked: string;
let worse: string;

beforeAll(async () => {
  const mark =
    "drawbox=x=60:y=30:w=8:h=8:t=fill:color=magenta:enable='eq(n,5)',drawbox=x=60:y=30:w=60:h=60:t=fill:color=magenta:enable='eq(n,7)'";
  const made = async (name: string, args: readonly string[] = []) => {
    const path = join(scratch, name);
    await ffmpeg([...GOOD, ...args, path]);
    return path;
  };
  good = await made('good.mp4');
  marked = await made('marked.mp4', ['-vf', mark]);
  worse = await made('worse.mp4', ['-crf', '30']);
});

function match(
  received: unknown,
  run: TestRun,
  { expected = 'wave.frames.json', ...options }: VideoMatchOptions & { expected?: string } = {},
) {
  return matchVideo(received, { expected, options, run });
}

test('matchVideo() makes a manifest that is missing beside the test file, and matches it', async () => {
  const expected = `${++names}.frames.json`;
  const run = testRun();
  expect(await match({ path: good }, run, { expected })).toMatchObject({ pass: true });
  expect(existsSync(join(scratch, expected))).toBe(true);
  expect(await match(good, { ...run, update: 'none' }, { expected })).toMatchObject({ pass: true });
  expect(await match(good, { ...run, isNot: true }, { expected })).toMatchObject({
    pass: true,
    message: expect.stringContaining('should not'),
  });
});

test('matchVideo() names the first and the worst frame, with pictures, which go when it matches again', async () => {
  const expected = `${++names}.frames.json`;
  const run = testRun();
  await match(good, run, { expected });
  const { pass, message } = await match(marked, run, { expected });
  expect(pass).toBe(false);
  expect(message).toMatch(/is not as .*\.frames\.json has it\n.*\b5\b.*\b7\b/s);
  expect(message).toContain('`runner -u`');
  const pictures = readdirSync(run.folder);
  expect(pictures.map((name) => name.replace(/^\d+\.frames-/, '')).toSorted()).toEqual([
    ...['frame-5-actual.png', 'frame-5-diff.png', 'frame-5-expected.png'],
    ...['frame-7-actual.png', 'frame-7-diff.png', 'frame-7-expected.png'],
  ]);
  expect(run.attached.toSorted()).toEqual(pictures.toSorted().map((name) => join(run.folder, name)));
  for (const name of pictures) expect(message).toContain(name);

  await match(good, run, { expected });
  expect(readdirSync(run.folder)).toEqual([]);
});

test('matchVideo() takes a quality for the same that is as similar as `ssim` says', async () => {
  const expected = `${++names}.frames.json`;
  const run = testRun();
  await match(good, run, { expected });
  expect(await match(worse, run, { expected })).toMatchObject({ pass: false });
  expect(await match(worse, run, { expected, ssim: 0.9 })).toMatchObject({ pass: true });
  expect(await match(marked, run, { expected, ssim: 0.9 })).toMatchObject({ pass: false });
});

test('matchVideo() compares with another video, which it does not make', async () => {
  const expected = `${++names}.mp4`;
  const run = testRun({ update: 'all' });
  await expect(match(good, run, { expected })).rejects.toThrow(/is not there.*put the video there/);
  copyFileSync(good, join(scratch, expected));
  expect(await match(good, run, { expected })).toMatchObject({ pass: true });
  expect(await match(marked, run, { expected })).toMatchObject({ pass: false });
});

test.each(['all', 'changed'] as const)(
  'matchVideo() with the update mode %s makes the manifest anew',
  async (update) => {
    const expected = `${++names}.frames.json`;
    const run = testRun();
    await match(good, run, { expected });
    await match(marked, run, { expected });
    expect(await match(marked, { ...run, update }, { expected })).toMatchObject({ pass: true });
    expect(readdirSync(run.folder)).toEqual([]);
    expect(await match(marked, run, { expected })).toMatchObject({ pass: true });
  },
);

test('matchVideo() that makes nothing says what to do', async () => {
  const { pass, message } = await match(good, testRun({ update: 'none' }), { expected: `${++names}.frames.json` });
  expect(pass).toBe(false);
  expect(message).toMatch(/nothing to be compared with.*`runner -u`/s);
});

test.each<[what: string, act: () => Promise<unknown>, says: string]>([
  ['no video', () => match(7, testRun()), 'Expected the path of a video'],
  ['a video that is not there', () => match('nowhere.mp4', testRun(), { expected: 'new.json' }), 'nowhere.mp4'],
  ['a bad option', () => match(good, testRun(), { ssim: 2 }), 'Expected `ssim` to be'],
  ['no name', () => match(good, testRun(), { expected: '' }), 'Expected the path of a manifest'],
])('matchVideo() refuses %s', async (_what, act, says) => {
  await expect(act()).rejects.toThrow(says);
});
