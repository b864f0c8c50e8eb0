import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeVideo } from '../../src/comparison/describe-video.ts';
import { statistics } from '../../src/comparison/diff-videos.ts';
import { writeFrameManifest } from '../../src/comparison/frame-manifest.ts';
import { diffVideos } from '../../src/index.ts';
import { ffmpeg } from '../encoder/video-files.ts';
import { startCli } from '../support/cli.ts';
import { decodePng } from '../support/pictures.ts';
import { scratchFolder } from '../support/scratch.ts';
import { GOOD } from '../support/test-videos.ts';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);

const EXACTLY = ['-c:v', 'libx264', '-qp', '0'];

beforeAll(async () => {
  await ffmpeg([...GOOD, at('one.mp4')]);
  await ffmpeg(['-i', at('one.mp4'), ...EXACTLY, at('same.mp4')]);
  await ffmpeg([
    '-i',
    at('one.mp4'),
    '-vf',
    "drawbox=w=80:h=90:color=black:t=fill:enable='eq(n,5)'",
    ...EXACTLY,
    at('box.mp4'),
  ]);
  await ffmpeg(['-i', at('one.mp4'), '-c:v', 'libx264', '-crf', '30', at('again.mp4')]);
  await ffmpeg(['-i', at('one.mp4'), '-vf', 'scale=80:46', at('small.mp4')]);
});

describe('diffVideos()', () => {
  test('finds no bit that differs in frames that were encoded again without loss', async () => {
    expect(await diffVideos(at('one.mp4'), at('same.mp4'), { picture: at('none.png'), pictures: at('none') })).toEqual({
      ...{ equal: true, problems: [], frames: 12, identical: 12, first: null, worst: null, pictures: [] },
      ssim: { min: 1, mean: 1 },
      psnr: { min: Number.POSITIVE_INFINITY, mean: Number.POSITIVE_INFINITY },
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([]);
  });

  test('measures what differs, over all frames', async () => {
    const one = await diffVideos(at('one.mp4'), at('box.mp4'));
    expect(one).toMatchObject({ equal: false, frames: 12, identical: 11, first: { index: 5 }, worst: { index: 5 } });
    const min = one.ssim?.min ?? 0;
    expect(min).toBeLessThan(0.8);
    expect(one.worst?.ssim).toBe(min);
    expect(one.ssim?.mean).toBeCloseTo((11 + min) / 12, 6);
    // Eleven of twelve frames have no error: the mean is 10.8 dB above the worst.
    expect((one.psnr?.mean ?? 0) - (one.psnr?.min ?? 0)).toBeCloseTo(10 * Math.log10(12), 3);

    const again = await diffVideos(at('one.mp4'), at('again.mp4'));
    expect(again).toMatchObject({ identical: 0, first: { index: 0 } });
    expect(again.ssim?.min).toBeGreaterThan(0.7);
    expect(again.psnr?.min).toBeGreaterThan(25);
    expect(again.psnr?.mean).toBeLessThan(60);
  });

  test('compares no frames of two sizes', async () => {
    expect(await diffVideos(at('one.mp4'), at('small.mp4'))).toMatchObject({
      ...{ equal: false, problems: ['Size 80x46 instead of 160x90'], frames: 0, identical: 0 },
      ...{ ssim: null, psnr: null, first: null, worst: null },
    });
  });

  test('puts both frames and their difference side by side', async () => {
    await diffVideos(at('one.mp4'), at('box.mp4'), { picture: at('worst.png') });
    const { width, height, pixels } = decodePng(readFileSync(at('worst.png')));
    expect([width, height]).toEqual([3 * 160 + 4 * 12, 90 + 2 * 12]);
    const middle = (picture: number) => {
      const i = (57 * width + 12 + picture * 172 + 20) * 4;
      return [...pixels.subarray(i, i + 3)];
    };
    expect(Math.max(...middle(0))).toBeGreaterThan(64);
    expect(Math.max(...middle(1))).toBeLessThan(16);
    expect(middle(2)).toEqual([255, 0, 0]);
  });
});

test('statistics() of more frames than a call takes arguments', () => {
  const differing = Array.from({ length: 500_000 }, (_, i) => ({
    ssim: i === 9 ? 0.5 : 0.75,
    psnr: i === 9 ? 20 : 30,
  }));
  const { ssim, psnr } = statistics(differing, 1_000_000);
  expect([ssim?.min, psnr?.min]).toEqual([0.5, 20]);
  expect(ssim?.mean).toBeCloseTo(0.875, 5);
});

describe('the command line', () => {
  test.each<[command: string, code: number, printed: RegExp]>([
    ['diff one.mp4 same.mp4', 0, /^frames {4}12 compared, all identical\n$/],
    ['diff one.mp4 box.mp4 --pictures shown', 1, /worst {5}frame 5 .*\n.*box-frame-5-expected\.png\n/],
    ['diff one.mp4 small.mp4 --json', 1, /^\{"type":"result","equal":false,.*"frames":0,.*\}\n$/],
    ['diff one.mp4 no.mp4', 2, /^error: There is no video .*no\.mp4\n$/],
    ['diff one.mp4 box.mp4 --picture worst.jpg', 2, /^error: Expected `picture` to end in \.png, got '\.jpg'\n$/],
    ['verify one.mp4 no.json', 2, /^error: There is no manifest .*no\.json\n$/],
    ['verify one.mp4 same.mp4', 2, /^error: .*same\.mp4 is no manifest of frames/],
    ['verify one.mp4 no.json --ssim high', 2, /^error: Expected `ssim` to be a number/],
  ])('plotreel %s exits with %i', async (command, code, printed) => {
    const args = command.split(' ').map((arg) => (/\.|shown/.test(arg) ? at(arg) : arg));
    const run = startCli(args);
    expect(await run.ended).toBe(code);
    expect(run.stdout() + run.stderr()).toMatch(printed);
  });

  test('plotreel verify says whether a video is that of its manifest', async () => {
    await writeFrameManifest(await describeVideo(at('one.mp4')), at('one.json'));
    const same = startCli(['verify', at('one.mp4'), at('one.json')]);
    expect(await same.ended).toBe(0);
    expect(same.stdout()).toMatch(/one\.mp4 matches .*one\.json: 12 frames, the same to the bit\n$/);
    const box = startCli(['verify', at('box.mp4'), at('one.json'), '--ssim', '0.99']);
    expect(await box.ended).toBe(1);
    expect(box.stdout()).toMatch(
      /box\.mp4 does not match .*\n {2}1 of 12 frames is less similar than SSIM 0\.99: frame 5 /,
    );
  });
});
