import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readVideoFacts } from '../src/containers/read-video.ts';
import { type RenderResult, renderStill, renderVideo, type VideoOptions } from '../src/index.ts';
import { alphaDifference, decodeInBrowser, decodeRgba, psnr } from './support/pixels.ts';
import { renderProcesses } from './support/processes.ts';
import { fixture, leftovers, scratchFolder } from './support/scratch.ts';

const folder = scratchFolder();
const size = { width: 240, height: 136 };
const frameBytes = size.width * size.height * 4;
const FRAMES = 6;

const points = (output: string, options: Partial<VideoOptions> = {}): VideoOptions => ({
  ...{ scene: fixture('moving-points'), props: { full: false, autorange: false }, range: [0, FRAMES - 1] },
  ...{ output: join(folder, output), workers: 1, ...size, ...options },
});
const glass = (output: string, options: Partial<VideoOptions> = {}): VideoOptions => ({
  ...{ scene: fixture('glass'), transparent: true, range: [0, FRAMES - 1] },
  ...{ output: join(folder, output), workers: 1, ...size, ...options },
});
/** /folder/name/ gives a folder of pictures. */
const pictures = (name: string) => `${name}/`;
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const read = ({ path, codec }: RenderResult, decoder: string[] = []) =>
  codec === 'png'
    ? decodeRgba(['-start_number', '0', '-i', path], frameBytes)
    : decodeRgba([...decoder, '-i', path], frameBytes);

/** The frames as they were drawn. */
let drawn: Buffer[];
let drawnOnNothing: Buffer[];

beforeAll(async () => {
  drawn = await read(await renderVideo(points(pictures('points'))));
  drawnOnNothing = await read(await renderVideo(glass(pictures('glass'))));
});

describe('pictures', () => {
  test.each([
    ['opaque', points('still.png'), () => drawn],
    ['transparent', glass('still.png'), () => drawnOnNothing],
  ] as const)('%s ones equal stills to the bit', async (_, { range, workers, ...options }, frames) => {
    expect(frames()).toHaveLength(FRAMES);
    const still = await renderStill({ ...options, frame: 4, capture: 'canvas' });
    expect(PNG.sync.read(readFileSync(still.path)).data.equals(frames()[4] ?? Buffer.alloc(0))).toBe(true);
  });

  test('transparent ones from screenshots are the same but for rounding', async () => {
    const shown = await read(await renderVideo(glass(pictures('glass-shown'), { capture: 'screenshot' })));
    expect(psnr(shown, drawnOnNothing)).toBeGreaterThan(60);
    expect(alphaDifference(shown, drawnOnNothing)).toBe(0);
  });
});

describe('renderVideo() writes opaque video', () => {
  test.each<[output: string, least: number, options?: Partial<VideoOptions>]>([
    // 4:2:0 smears what is coloured and thin; the rest is the codec's.
    ['h264.mp4', 30],
    ['h265.mp4', 30, { codec: 'h265' }],
    ['av1.mp4', 30, { codec: 'av1' }],
    ['vp9.webm', 30],
    ['av1.webm', 30, { codec: 'av1' }],
    ['webp.webp', 30],
    ['gif.gif', 30],
    ['full-chroma.mp4', 40, { pixelFormat: 'yuv444p', quality: 8 }],
    ['ten-bits.mp4', 40, { codec: 'h265', pixelFormat: 'yuv444p10', quality: 4 }],
    ['half-chroma.webm', 30, { pixelFormat: 'yuv422p10' }],
    ['prores.mov', 45],
    ['lossless-h264.mp4', Number.POSITIVE_INFINITY, { lossless: true }],
    ['lossless-h265.mp4', Number.POSITIVE_INFINITY, { lossless: true, codec: 'h265' }],
    ['lossless-av1.mp4', Number.POSITIVE_INFINITY, { lossless: true, codec: 'av1' }],
    ['lossless-vp9.webm', Number.POSITIVE_INFINITY, { lossless: true }],
    ['lossless-webp.webp', Number.POSITIVE_INFINITY, { lossless: true }],
    ['apng.apng', Number.POSITIVE_INFINITY],
  ])('%s with at least %d dB, of the right length', async (output, least, options) => {
    const result = await renderVideo(points(output, options));
    const fps = output.endsWith('.gif') ? 25 : 30;
    expect(result).toMatchObject({ frames: FRAMES, ...size, fps, notes: [] });
    expect(result.duration).toBeCloseTo(FRAMES / fps, 2);
    const frames = result.codec === 'webp' ? await shownIn(result.path, 'image/webp') : await read(result);
    expect(frames).toHaveLength(FRAMES);
    expect(psnr(frames, drawn)).toBeGreaterThanOrEqual(least);
    const facts = await readVideoFacts(result.path);
    expect(facts.frames).toBe(FRAMES);
  });
});

describe('renderVideo() writes transparent video', () => {
  test.each<[output: string, least: number, alphaWithin: number, options?: Partial<VideoOptions>]>([
    ['vp9-alpha.webm', 30, 8, { quality: 4 }],
    // Alpha is stored without loss, in more bits: ffmpeg's way back to 8 may be off by one.
    ['prores-alpha.mov', 50, 1],
    ['apng-alpha.apng', Number.POSITIVE_INFINITY, 0],
  ])('%s with at least %d dB and alpha within %d', async (output, least, alphaWithin, options) => {
    const result = await renderVideo(glass(output, options));
    const frames = await read(result, output.endsWith('.webm') ? ['-c:v', 'libvpx-vp9'] : []);
    expect(frames).toHaveLength(FRAMES);
    expect(alphaDifference(frames, drawnOnNothing)).toBeLessThanOrEqual(alphaWithin);
    expect(psnr(frames, drawnOnNothing)).toBeGreaterThanOrEqual(least);
  });

  test('lossless WebP, in which equal frames are one that lasts longer', async () => {
    const { path, duration, frames } = await renderVideo(glass('webp-alpha.webp', { lossless: true }));
    expect({ duration, frames }).toEqual({ duration: 0.2, frames: FRAMES });
    const shown = await decodeInBrowser(path, 'image/webp');
    // The third frame and the sixth equal those before them.
    expect(shown.map(({ duration }) => duration)).toEqual([33, 67, 33, 67]);
    const different = [0, 1, 3, 4].map((i) => drawnOnNothing[i] ?? Buffer.alloc(0));
    const pixels = shown.map((frame) => frame.pixels);
    expect(alphaDifference(pixels, different)).toBe(0);
    // Browsers hold pixels premultiplied; libwebp's own decoder gives back every bit.
    expect(psnr(pixels, different)).toBeGreaterThan(80);
  });

  test('GIF with what is more than half opaque', async () => {
    const frames = await read(await renderVideo(glass('gif-alpha.gif')));
    for (const [i, frame] of frames.entries()) {
      for (let at = 3; at < frame.length; at += 4) {
        expect(frame[at]).toBe((drawnOnNothing[i]?.[at] ?? 0) >= 128 ? 255 : 0);
      }
    }
  });
});

test.each<[output: string, options?: Partial<VideoOptions>]>([
  ['gif.gif'],
  ['av1.webm', { codec: 'av1' }],
  ['ten-bits.mp4', { codec: 'h265', pixelFormat: 'yuv444p10', quality: 4 }],
  ['prores.mov'],
])('renderVideo() writes the same %s with two workers as with one', async (output, options) => {
  const { path } = await renderVideo(points(`two-workers-${output}`, { ...options, workers: 2 }));
  expect(sha256(path)).toBe(sha256(join(folder, output)));
});

describe('pictures in a folder', () => {
  test('into one that is there, replacing theirs only, with a word about others of the pattern', async () => {
    const into = join(folder, 'sequence');
    mkdirSync(into);
    for (const name of ['wave-003.png', 'wave-9.png', 'notes.txt']) writeFileSync(join(into, name), 'old');
    const result = await renderVideo(points('sequence/wave-%03d.png', { range: [2, 4] }));
    expect(result).toMatchObject({ codec: 'png', frames: 3, path: join(into, 'wave-%03d.png') });
    expect(result.notes).toEqual([`${into} holds 1 other pictures of the same pattern`]);
    expect(readdirSync(into).sort()).toEqual([
      'notes.txt',
      'wave-002.png',
      'wave-003.png',
      'wave-004.png',
      'wave-9.png',
    ]);
    expect(PNG.sync.read(readFileSync(join(into, 'wave-003.png'))).data.equals(drawn[3] ?? Buffer.alloc(0))).toBe(true);
  });

  test.each(['failed/', 'failed.gif', 'failed.webp'])('%s leaves nothing behind when a frame fails', async (output) => {
    const rendering = renderVideo({
      ...{ scene: fixture('faults'), props: { throwAt: 4 }, ...size, workers: 1 },
      ...{ output: join(folder, output), poster: join(folder, 'failed.png') },
    });
    await expect(rendering).rejects.toThrow('Frame 4: no such thing as 4');
    expect(readdirSync(folder).filter((name) => name.includes('failed'))).toEqual([]);
    expect(renderProcesses()).toEqual([]);
    expect(leftovers()).toEqual([]);
  });
});

describe('poster and contact sheet', () => {
  test.each(['pictured.mp4', 'pictured.webp', 'pictured-%d.png', 'pictured/%d.png'])('come with %s', async (output) => {
    const poster = join(folder, `${output}.poster.png`);
    const lossless = { lossless: true, poster, posterFrame: 2, contactSheet: 3 };
    const result = await renderVideo(points(output, lossless));
    expect(result.poster).toBe(poster);
    expect(PNG.sync.read(readFileSync(poster)).data.equals(drawn[2] ?? Buffer.alloc(0))).toBe(true);
    expect(result.contactSheet).toBe(join(folder, 'pictured.contact-sheet.png'));
    const sheet = PNG.sync.read(readFileSync(result.contactSheet ?? ''));
    for (const [place, frame] of [0, 3, 5].entries()) {
      const at = { x: 12 + (place % 2) * (size.width + 12), y: 12 + Math.floor(place / 2) * (size.height + 38) };
      const cell = new PNG({ ...size });
      PNG.bitblt(sheet, cell, at.x, at.y, size.width, size.height, 0, 0);
      expect(cell.data.equals(drawn[frame] ?? Buffer.alloc(0))).toBe(true);
    }
    expect(readdirSync(dirname(poster)).filter((name) => name.endsWith('.part') || name.endsWith('.nut'))).toEqual([]);
  });

  test('a poster of a frame that is not there is an error, and no video', async () => {
    const output = 'no-poster.mp4';
    const rendering = renderVideo(points(output, { poster: join(folder, 'none.png'), posterFrame: FRAMES }));
    await expect(rendering).rejects.toThrow(`Expected \`posterFrame\` to be below ${FRAMES}, got ${FRAMES}`);
    expect(existsSync(join(folder, output))).toBe(false);
  });
});

async function shownIn(path: string, type: string): Promise<Buffer[]> {
  return (await decodeInBrowser(path, type)).map(({ pixels }) => pixels);
}
