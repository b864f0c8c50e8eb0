import { copyFile, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { OutputError } from '../../src/errors.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { BT709, GOOD, IN_FRONT, SOURCE, video, X264 } from '../support/test-videos.ts';
import { checkMp4, ffmpeg } from './video-files.ts';

const SIZE = { width: 160, height: 90 };
const EXPECTED = { frames: 12, ...SIZE, fps: { numerator: 25, denominator: 1 } };

describe('checkVideo()', () => {
  it('resolves with the facts of a video that is as it should be', async () => {
    const facts = await checkMp4(await video(GOOD), EXPECTED);
    expect(facts).toMatchObject({ frames: 12, fps: 25 });
  });

  it('takes fractional rates', async () => {
    const rate = [
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=160x90:rate=30000/1001',
      '-frames:v',
      '100',
      '-pix_fmt',
      'yuv420p',
    ];
    const path = await video([...rate, ...X264, ...BT709, ...IN_FRONT]);
    const fps = { numerator: 30_000, denominator: 1001 };
    await checkMp4(path, { ...EXPECTED, frames: 100, fps });
    await expect(checkMp4(path, { ...EXPECTED, frames: 100, fps: { numerator: 30, denominator: 1 } })).rejects.toThrow(
      /frames per second 29\.97\d+ instead of 30\/1/,
    );
  });

  it.each([
    { what: 'too few frames', expected: { frames: 13 }, problem: 'frames 12 instead of 13' },
    { what: 'too many frames', expected: { frames: 11 }, problem: 'frames 12 instead of 11' },
    { what: 'another width', expected: { width: 162 }, problem: 'width 160 instead of 162' },
    { what: 'another height', expected: { height: 96 }, problem: 'height 90 instead of 96' },
    {
      what: 'another rate',
      expected: { fps: { numerator: 24, denominator: 1 } },
      problem: 'frames per second 25 instead of 24/1',
    },
  ])('refuses $what', async ({ expected, problem }) => {
    await expect(checkMp4(await video(GOOD), { ...EXPECTED, ...expected })).rejects.toThrow(
      new OutputError(`The encoded video is wrong: ${problem}`),
    );
  });

  it('lists all differences', async () => {
    const path = await video([...SOURCE, ...X264]);
    await expect(checkMp4(path, { ...EXPECTED, frames: 1, width: 2, height: 3 })).rejects.toThrow(
      new OutputError(
        'The encoded video is wrong: width 160 instead of 2; height 90 instead of 3; the index lies behind the frames; ' +
          'colour tags none instead of bt709 bt709 bt709 limited; frames 12 instead of 1',
      ),
    );
  });

  it.each([
    {
      what: 'BT.601',
      tags: ['-colorspace', 'smpte170m', '-color_primaries', 'smpte170m', '-color_trc', 'smpte170m'],
      says: 'colour tags smpte170m smpte170m smpte170m limited',
    },
    { what: 'full range', tags: [...BT709.slice(0, -1), 'pc'], says: 'colour tags bt709 bt709 bt709 full' },
    { what: 'no tags', tags: [], says: 'colour tags none' },
  ])('refuses $what', async ({ tags, says }) => {
    const path = await video([...SOURCE, ...X264, ...tags, ...IN_FRONT]);
    await expect(checkMp4(path, EXPECTED)).rejects.toThrow(
      new OutputError(`The encoded video is wrong: ${says} instead of bt709 bt709 bt709 limited`),
    );
  });

  it('refuses an index behind the frames', async () => {
    await expect(checkMp4(await video([...SOURCE, ...X264, ...BT709]), EXPECTED)).rejects.toThrow(
      new OutputError('The encoded video is wrong: the index lies behind the frames'),
    );
  });

  it('refuses a video of frames that last differently long', async () => {
    const path = await video([
      ...SOURCE,
      '-vf',
      "setpts='if(gte(N,6),N+3,N)/25/TB'",
      '-fps_mode',
      'vfr',
      ...GOOD.slice(8),
    ]);
    await expect(checkMp4(path, EXPECTED)).rejects.toThrow(/frames per second .* instead of 25\/1/);
  });
});

describe('checkVideo() refuses a truncated video', { timeout: 5000 }, () => {
  let good: string;
  let bytes: number;
  /** Where the frames begin, after the index. */
  let frames: number;

  beforeAll(async () => {
    good = join(await mkdtemp(join(tmpdir(), 'plotreel-check-')), 'good.mp4');
    await ffmpeg([...GOOD, good]);
    const content = await readFile(good);
    bytes = content.length;
    frames = content.indexOf('mdat') + 4;
    return () => rm(dirname(good), { recursive: true });
  });

  it.each([
    { where: 'in its first box', length: () => 10 },
    { where: 'after its first box', length: () => 32 },
    { where: 'within the index', length: () => 500 },
    { where: 'at the end of the index', length: () => frames - 8 },
    { where: 'at the start of the frames', length: () => frames },
    { where: 'in the middle of the frames', length: () => Math.round((frames + bytes) / 2) },
    { where: 'one byte before its end', length: () => bytes - 1 },
  ])('$where', async ({ length }) => {
    const path = join(await tempFolder(), 'video.mp4');
    await copyFile(good, path);
    await truncate(path, length());
    await expect(checkMp4(path, EXPECTED)).rejects.toBeInstanceOf(OutputError);
  });

  it('but not the whole one', async () => {
    await checkMp4(good, EXPECTED);
  });
});
