import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FrameManifest, readFrameManifest } from '../../src/comparison/frame-manifest.ts';
import { plan, renderSegment, renderVideo, stitch, type VideoOptions, verifyVideo } from '../../src/index.ts';
import { resolveVideo } from '../../src/options/options.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { fixture, scratchFolder } from '../support/scratch.ts';
import { SIZE } from '../support/segmented.ts';

const folder = scratchFolder();
const FRAMES = 8;

const card = (output: string, options: Partial<VideoOptions> = {}): VideoOptions => ({
  ...{ scene: fixture('index-card'), output: join(folder, output), manifest: join(folder, `${output}.json`) },
  ...{ workers: 1, range: [0, FRAMES - 1], ...SIZE, ...options },
});

async function manifestOf(options: VideoOptions): Promise<FrameManifest> {
  const result = await renderVideo(options);
  expect(result.manifest).toBe(options.manifest);
  return readFrameManifest(options.manifest ?? '');
}

const drawn = ({ frames }: FrameManifest) => frames.map((frame) => frame.drawn);

test('renderVideo() writes the same manifest for any number of stages; of segments, all but what was encoded', async () => {
  const one = await manifestOf(card('one.mp4'));
  expect(one.video).toEqual({
    ...{ container: 'mp4', frames: FRAMES, ...SIZE, fps: '30/1', duration: 0.266667 },
    codec: expect.stringMatching(/^avc1/),
    colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
  });
  const plotly: { version: string } = JSON.parse(readFileSync('node_modules/plotly.js-dist/package.json', 'utf8'));
  expect(one.versions).toMatchObject({
    plotly: plotly.version,
    chromium: expect.any(String),
    fonts: expect.any(String),
  });
  expect(new Set(drawn(one)).size).toBe(FRAMES);
  for (const crc of drawn(one)) expect(crc).toMatch(/^[0-9a-f]{8}$/);

  expect(await manifestOf(card('two.mp4', { workers: 2 }))).toEqual(one);
  const cut = await manifestOf(card('cut.mp4', { segmentFrames: 3 }));
  expect(drawn(cut)).toEqual(drawn(one));
  expect({ ...cut, frames: [] }).toEqual({ ...one, frames: [] });
  expect(await verifyVideo(join(folder, 'two.mp4'), join(folder, 'one.mp4.json'))).toMatchObject({ equal: true });
  const cutAgainstOne = await verifyVideo(join(folder, 'cut.mp4'), join(folder, 'one.mp4.json'), { ssim: 0.98 });
  expect(cutAgainstOne.problems).toEqual([]);
});

test('stitch() writes the manifest that its plan asks for, beside another output when there is one', async () => {
  const { workers: _, ...options } = card('planned.mp4', { segmentFrames: 4 });
  const job = join(folder, 'job');
  await plan({ ...options, folder: job });
  for (const index of [0, 1]) await renderSegment(job, index, { workers: 1 });
  expect((await stitch(job)).manifest).toBe(options.manifest);
  const other = await tempFolder();
  const elsewhere = await stitch(job, { output: join(other, 'other.mp4') });
  expect(elsewhere.manifest).toBe(join(other, 'planned.mp4.json'));
  expect(readFileSync(elsewhere.manifest ?? '').equals(readFileSync(options.manifest ?? ''))).toBe(true);
  // It decides no byte of the video: the same plan is found without it.
  const { manifest: __, ...without } = options;
  await plan({ ...without, folder: job });
  expect((await stitch(job)).manifest).toBeNull();
});

describe('renderVideo() writes manifests that verifyVideo() takes, and not for another video', () => {
  test.each<[output: string, options?: Partial<VideoOptions>]>([
    ['vp9.webm'],
    ['prores.mov'],
    ['lossless.mp4', { lossless: true }],
    ['out.gif'],
    ['pictures/%02d.png', { range: [3, 10] }],
    ['glass.webm', { scene: fixture('glass'), transparent: true }],
  ])('%s', async (output, options) => {
    const manifest = join(folder, `${output.replaceAll(/\W/g, '-')}.json`);
    const video = card(output, { manifest, ...options });
    const { video: facts } = await manifestOf(video);
    expect(facts).toMatchObject({ frames: FRAMES, fps: output.endsWith('.gif') ? '25/1' : '30/1' });
    expect(await verifyVideo(video.output, manifest)).toMatchObject({ equal: true, problems: [], frames: FRAMES });
    const { frames, ...rest } = await readFrameManifest(manifest);
    const [first, second, ...others] = frames;
    if (!first || !second) throw new Error('There are frames');
    const swapped = [{ ...second, index: 0 }, { ...first, index: 1 }, ...others];
    writeFileSync(manifest, JSON.stringify({ ...rest, frames: swapped }));
    expect(await verifyVideo(video.output, manifest)).toMatchObject({
      equal: false,
      different: 2,
      first: { index: 0 },
    });
  });

  test('with one picture that was taken away, or is another one', async () => {
    const manifest = join(folder, 'taken.json');
    const pictures = join(folder, 'taken');
    await renderVideo(card('taken/', { manifest, range: [0, 2] }));
    copyFileSync(join(pictures, '00000.png'), join(pictures, '00002.png'));
    expect((await verifyVideo(pictures, manifest)).problems).toEqual([
      expect.stringMatching(/^1 of 3 frames differs: frame 2/),
    ]);
    copyFileSync(join(pictures, '00000.png'), join(pictures, '00003.png'));
    expect((await verifyVideo(`${pictures}/`, manifest)).problems[0]).toBe('4 frames instead of 3');
  });
});

test('a manifest is not touched by a render that fails', async () => {
  const own = await tempFolder();
  const manifest = join(own, 'frames.json');
  const before = '{"plotreelFrames":1}';
  writeFileSync(manifest, before);
  const broken = renderVideo(card('never.mp4', { manifest, frames: [{ number: 1 }, 5n], range: [0, 1] }));
  await expect(broken).rejects.toThrow();
  expect(readFileSync(manifest, 'utf8')).toBe(before);
  expect(readdirSync(own)).toEqual(['frames.json']);
  expect(existsSync(join(folder, 'never.mp4'))).toBe(false);
});

describe('resolveVideo() refuses a manifest', () => {
  test.each<[what: string, options: Partial<VideoOptions>, message: RegExp]>([
    [
      'of what ffmpeg cannot decode',
      { output: 'a.webp' },
      /^Expected `manifest` to be left out for \.webp, which ffmpeg cannot decode/,
    ],
    ['of an animated PNG', { output: 'a.apng' }, /^Expected `manifest` to be left out for \.apng/],
    ['that is no JSON', { manifest: 'a.txt' }, /^Expected `manifest` to end in \.json, got '\.txt'$/],
    [
      'that would replace another file',
      { manifest: 'package.json' },
      /^Expected `manifest` to be a new file or a manifest, which .*package\.json is not: it is not replaced$/,
    ],
    ['of no name', { manifest: '' }, /^Expected `manifest` to be a path that ends in \.json, got ''$/],
  ])('%s', (_, options, message) => {
    expect(() => resolveVideo(card('a.mp4', options))).toThrow(message);
  });
});
