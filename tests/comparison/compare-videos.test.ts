import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compareVideos } from '../../src/comparison/compare-videos.ts';
import { describeVideo } from '../../src/comparison/describe-video.ts';
import { writeFrameManifest } from '../../src/comparison/frame-manifest.ts';
import { InputError, verifyVideo } from '../../src/index.ts';
import { ffmpeg, ffmpegPath } from '../encoder/video-files.ts';
import { decodePng } from '../support/pictures.ts';
import { renderProcesses } from '../support/processes.ts';
import { scratchFolder } from '../support/scratch.ts';
import { slowFfmpeg } from '../support/slow-ffmpeg.ts';
import { BT709, IN_FRONT } from '../support/test-videos.ts';
import { until } from '../support/until.ts';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);

/**
 * ffmpeg's arguments for a box that wanders over a card, 12 frames at 25 frames per second; each is another.
 *
 * @param then filters for all of it
 */
const frames = (then = 'null', colour = 'blue') => [
  ...['-f', 'lavfi', '-i', 'color=white:size=320x180:rate=25,format=gbrp', '-f', 'lavfi'],
  ...['-i', `color=${colour}:size=60x60:rate=25,format=gbrp`, '-filter_complex'],
  `[0][1]overlay=x=8*n:y=60:format=gbrp,trim=end_frame=12,scale=out_color_matrix=bt709,format=yuv420p,${then}`,
];
/** Every pixel is kept, so that only those frames differ that are changed here. */
const EXACTLY = ['-c:v', 'libx264', '-qp', '0', '-preset', 'ultrafast'];
const FILM = [...EXACTLY, ...BT709, ...IN_FRONT];

/** Another video of the same frames, or of nearly the same. @returns its path */
async function variant(name: string, args: readonly string[]): Promise<string> {
  if (!existsSync(at(name))) await ffmpeg([...args, at(name)]);
  return at(name);
}

const original = at('original.mp4');
const manifest = at('original.frames.json');

beforeAll(async () => {
  await ffmpeg([...frames(), ...FILM, original]);
  await writeFrameManifest(await describeVideo(original), manifest);
});

describe.each([
  ['a manifest', manifest],
  ['a video', original],
])('compareVideos() with %s', (_, expected) => {
  test('finds nothing in the same video', async () => {
    expect(await compareVideos(original, expected)).toEqual({
      ...{ equal: true, problems: [], frames: 12, different: 0, first: null, worst: null, pictures: [] },
    });
  });

  test.each<[what: string, args: string[], problems: RegExp[], first: number | null]>([
    [
      'a frame that was changed',
      [...frames("drawbox=w=20:h=20:color=black:t=fill:enable='eq(n,7)'"), ...FILM],
      [/^1 of 12 frames differs: frame 7 \(SSIM 0\.\d+\)$/],
      7,
    ],
    [
      'a frame that is missing',
      [...frames("select='not(eq(n,4))',setpts=N/25/TB"), ...FILM],
      [
        /^11 frames instead of 12$/,
        /^Duration 0\.44 s instead of 0\.48 s$/,
        /^7 of 11 frames differ: the first is frame 4 \(SSIM 0\.\d+\), the worst frame \d+ \(SSIM 0\.\d+\)$/,
      ],
      4,
    ],
    [
      'two frames that were swapped',
      [...frames("shuffleframes='0 2 1'"), ...FILM],
      [/^8 of 12 frames differ: the first is frame 1 /],
      1,
    ],
    [
      'another rate',
      ['-r', '30', '-i', original, ...FILM],
      [/^Rate 30 fps instead of 25$/, /^Duration 0\.4 s instead of 0\.48 s$/],
      null,
    ],
    [
      'other colour tags',
      ['-i', original, ...EXACTLY, ...BT709.map((arg) => (arg === 'bt709' ? 'smpte170m' : arg)), ...IN_FRONT],
      [/^Colour tags smpte170m smpte170m smpte170m limited instead of bt709 bt709 bt709 limited$/],
      null,
    ],
    ['another size', ['-i', original, '-vf', 'scale=160:90', ...FILM], [/^Size 160x90 instead of 320x180$/], null],
  ])('names %s', async (what, args, problems, first) => {
    const result = await compareVideos(await variant(`${what.replaceAll(' ', '-')}.mp4`, args), expected);
    expect(result.equal).toBe(false);
    expect(result.problems).toHaveLength(problems.length);
    for (const [i, problem] of problems.entries()) expect(result.problems[i]).toMatch(problem);
    expect(result.first?.index ?? null).toBe(first);
  });

  test('takes a video that was encoded again for similar, not for the same', async () => {
    const again = await variant('again.mp4', ['-i', original, '-c:v', 'libx264', '-crf', '28', ...BT709, ...IN_FRONT]);
    expect(await compareVideos(again, expected)).toMatchObject({ equal: false, different: 12, first: { index: 0 } });
    const similar = await compareVideos(again, expected, { ssim: 0.95 });
    expect(similar).toMatchObject({ equal: true, problems: [], different: 0, first: null });
    expect(similar.worst?.ssim).toBeGreaterThan(0.95);
    expect(similar.worst?.ssim).toBeLessThan(1);
  });

  test('tells a frame from the next one, and a colour from another as light', async () => {
    const late = await variant('late.mp4', [
      ...frames("shuffleframes='0 2 1'"),
      '-c:v',
      'libx264',
      ...BT709,
      ...IN_FRONT,
    ]);
    const swapped = await compareVideos(late, expected, { ssim: 0.98 });
    expect(swapped).toMatchObject({ equal: false, different: 8, first: { index: 1 } });
    // Luma of BT.709: 18.4 for both. Over all planes together it would be 0.943 and more.
    const green = await variant('green.mp4', [...frames('null', '0x570000'), ...FILM]);
    expect(await compareVideos(green, expected, { ssim: 0.94 })).toMatchObject({ equal: false, different: 12 });
  });

  test('writes pictures of the first frame and the worst: expected, actual, difference', async () => {
    const pictures = at(`pictures-of-${expected === original ? 'video' : 'manifest'}/below`);
    const args = [
      "drawbox=w=20:h=20:color=0xf0f0f0:t=fill:enable='eq(n,3)'",
      "drawbox=w=80:h=80:color=black:t=fill:enable='eq(n,9)'",
    ];
    const changed = await variant('two-changed.mp4', [...frames(args.join(',')), ...FILM]);
    const result = await compareVideos(changed, expected, { pictures, name: 'box' });
    expect([result.first?.index, result.worst?.index]).toEqual([3, 9]);
    const names = [3, 9].flatMap((frame) =>
      ['expected', 'actual', 'diff'].map((kind) => `box-frame-${frame}-${kind}.png`),
    );
    expect(result.pictures).toEqual(names.map((name) => join(pictures, name)));
    const [expectedPicture, actual, diff] = result.pictures.slice(3).map((path) => decodePng(readFileSync(path)));
    const pixel = (picture: typeof actual) =>
      [...(picture?.pixels.subarray(0, 3) ?? [])].map((level) => Math.round(level / 32));
    expect([pixel(expectedPicture), pixel(actual), pixel(diff)]).toEqual([
      [8, 8, 8],
      [0, 0, 0],
      [8, 0, 0],
    ]);
    expect(actual).toMatchObject({ width: 320, height: 180 });
  });

  test('writes nothing of a video that matches', async () => {
    const pictures = at('no-pictures');
    await compareVideos(original, expected, { pictures });
    expect(existsSync(pictures)).toBe(false);
  });
});

describe('describeVideo() and compareVideos() read', () => {
  test.each<[name: string, args: string[], facts: object, exact?: boolean]>([
    ['vp9.webm', ['-c:v', 'libvpx-vp9', '-lossless', '1', ...BT709], { container: 'webm', duration: 0.48 }, true],
    ['frames.gif', [], { container: 'gif', duration: 0.48, colour: null }],
    // Its index lies behind all that ffmpeg looks at before it decodes.
    ['behind.mp4', [...EXACTLY, ...BT709, '-bf', '2'], { container: 'mp4', duration: 0.48 }, true],
    ['alpha.webm', ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p', '-auto-alt-ref', '0'], { container: 'webm' }],
    ['pictures/%03d.png', ['-start_number', '5'], { container: 'png', fps: null, duration: null, colour: null }],
  ])('%s', async (name, args, facts, exact = false) => {
    mkdirSync(at('pictures'), { recursive: true });
    const path = await variant(name, [...frames(), ...args]);
    const described = await describeVideo(path);
    expect(described.video).toMatchObject({ frames: 12, width: 320, height: 180, ...facts });
    expect(described.frames.map(({ index }) => index)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(new Set(described.frames.map(({ decoded }) => decoded)).size).toBe(12);
    await writeFrameManifest(described, at('any.json'));
    expect(await verifyVideo(path, at('any.json'))).toMatchObject({ equal: true, frames: 12 });
    expect(await compareVideos(path, original)).toMatchObject({
      frames: 12,
      different: exact ? 0 : 12,
    });
  });

  test('frames that are transparent as what one sees of them', async () => {
    const alpha = (colour: string) => [
      ...['-f', 'lavfi', '-i', 'color=black@0:size=320x180:rate=25,format=rgba', '-f', 'lavfi'],
      ...['-i', `color=${colour}:size=99x80:rate=25,format=rgba`, '-frames:v', '2'],
      ...['-filter_complex', 'overlay=40:40:format=rgb', '-pix_fmt', 'rgba'],
    ];
    for (const folder of ['black', 'white', 'nothing']) mkdirSync(at(folder), { recursive: true });
    const black = await variant('black/%d.png', alpha('black'));
    const white = await variant('white/%d.png', alpha('white'));
    expect((await compareVideos(black, white, { ssim: 0.98 })).different).toBe(2);
    const nothing = await variant('nothing/%d.png', alpha('black@0'));
    expect((await compareVideos(black, nothing, { ssim: 0.98 })).different).toBe(2);
  });
});

describe('compareVideos() refuses', () => {
  test.each<[what: string, actual: () => string, expected: () => string, options: object, message: RegExp]>([
    ['a video that is not there', () => at('no.mp4'), () => manifest, {}, /^There is no video .*no\.mp4$/],
    ['pictures that are not there', () => at('no/%d.png'), () => manifest, {}, /^There are no pictures %d\.png in /],
    ['what is no video', () => manifest, () => original, {}, /cannot be read as a video/],
    [
      'a similarity that is none',
      () => original,
      () => manifest,
      { ssim: 2 },
      /^Expected `ssim` to be a number above 0 and at most 1/,
    ],
    ['an option that it does not have', () => original, () => manifest, { psnr: 40 }, /^Unknown option `psnr`$/],
  ])('%s', async (_, actual, expected, options, message) => {
    const error: unknown = await compareVideos(actual(), expected(), options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error).replace(/^InputError: /, '')).toMatch(message);
  });

  test('what ffmpeg cannot decode', async () => {
    const webp = await variant('frames.webp', frames());
    await expect(compareVideos(webp, manifest)).rejects.toThrow(/is animated WebP, which ffmpeg cannot decode/);
  });
});

test('compareVideos() ends at once when it is aborted, and leaves no ffmpeg and no picture', async () => {
  const scripts = at('scripts');
  mkdirSync(scripts);
  const { path, reached } = await slowFfmpeg(scripts, 'manifest', 'exec sleep 60');
  const stop = new AbortController();
  const comparing = compareVideos(original, manifest, { ffmpeg: path, signal: stop.signal, pictures: at('aborted') });
  comparing.catch(() => {});
  await until(() => existsSync(reached), 'ffmpeg to decode');
  stop.abort(new Error('enough'));
  await expect(comparing).rejects.toThrow('enough');
  expect(renderProcesses()).toEqual([]);
  expect(readdirSync(folder)).not.toContain('aborted');
  expect(await ffmpegPath()).not.toBe(path);
});
