import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { checkVideo } from '../../src/encoder/check-video.ts';
import { openEncoder } from '../../src/encoder/encoder.ts';
import { encodeArgs } from '../../src/encoder/ffmpeg-args.ts';
import { tempFolder } from '../install/temp-folder.ts';
import {
  type Colour,
  checkMp4,
  decode,
  encodingOf,
  ffmpegPath,
  meanColour,
  plainI420,
  type RenderOptions,
  renderArgs,
} from './video-files.ts';

const SIZE = { width: 64, height: 48 };
const LOSSLESS = { lossless: true, pixelFormat: 'yuv420p' } as const;

/** Encodes frames with the real ffmpeg. @returns the video's path */
async function encode(frames: Buffer[], options: Partial<RenderOptions> = {}): Promise<string> {
  const output = options.output ?? join(await tempFolder(), 'out.mp4');
  await run(renderArgs({ ...SIZE, ...options, output }), frames);
  return output;
}

/** Runs ffmpeg with these frames on its stdin. */
async function run(args: string[], frames: Buffer[]): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  const encoder = openEncoder({ executable: await ffmpegPath(), args, signal: new AbortController().signal });
  cleanup.defer(encoder.close);
  for (const frame of frames) await encoder.write(frame);
  await encoder.finish();
}

function plainPng([red, green, blue]: readonly number[], size = SIZE): Buffer {
  const png = new PNG(size);
  for (let i = 0; i < png.data.length; i += 4) png.data.set([red ?? 0, green ?? 0, blue ?? 0, 255], i);
  return PNG.sync.write(png);
}

/** ITU-R BT.709, limited range, 8 bits (sections 3 and 4). */
function bt709([red, green, blue]: readonly number[]): Colour {
  const [r, g, b] = [(red ?? 0) / 255, (green ?? 0) / 255, (blue ?? 0) / 255];
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return { y: 16 + 219 * luma, u: 128 + (224 * (b - luma)) / 1.8556, v: 128 + (224 * (r - luma)) / 1.5748 };
}

const COLOURS = {
  black: [0, 0, 0],
  white: [255, 255, 255],
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
  "Plotly's first blue": [31, 119, 180],
};

describe('encodeArgs()', () => {
  it.each([
    { numerator: 30, denominator: 1 },
    { numerator: 30_000, denominator: 1001 },
    { numerator: 25, denominator: 2 },
    { numerator: 1000, denominator: 1 },
    { numerator: 1, denominator: 10 },
  ])('makes a checked video of $numerator/$denominator frames per second', async (fps) => {
    const grey = plainI420(SIZE, { y: 128, u: 128, v: 128 });
    const facts = await checkMp4(await encode([grey, grey, grey, grey, grey], { fps }), { frames: 5, ...SIZE, fps });
    expect(facts.duration).toBeCloseTo((5 * fps.denominator) / fps.numerator, 5);
    expect(facts.codec).toMatch(/^avc1\.6400/);
  });

  it.each([
    { width: 2, height: 2 },
    { width: 130, height: 70 },
    { width: 854, height: 480 },
  ])('keeps a size of $width × $height', async (size) => {
    const path = await encode([plainI420(size, { y: 128, u: 128, v: 128 })], size);
    await checkMp4(path, { frames: 1, ...size, fps: { numerator: 30, denominator: 1 } });
  });

  it('passes raw frames through as they are', async () => {
    const frames = [16, 81, 145, 235].map((y, i) => plainI420(SIZE, { y, u: 90 + 10 * i, v: 240 - 30 * i }));
    const decoded = await decode(await encode(frames, LOSSLESS), SIZE);
    expect(decoded.map((frame, i) => frame.equals(frames[i] ?? Buffer.alloc(0)))).toEqual([true, true, true, true]);
  });

  it.each(Object.entries(COLOURS))('converts screenshots to BT.709: %s', async (_, rgb) => {
    const path = await encode([plainPng(rgb)], { capture: 'screenshot' });
    await checkMp4(path, { frames: 1, ...SIZE, fps: { numerator: 30, denominator: 1 } });
    const [frame = Buffer.alloc(0)] = await decode(path, SIZE);
    const actual = meanColour(frame);
    const expected = bt709(rgb);
    for (const channel of ['y', 'u', 'v'] as const) {
      expect(Math.abs(actual[channel] - expected[channel]), channel).toBeLessThan(1.5);
    }
  });

  it('makes the same bytes again', async () => {
    const frames = Array.from({ length: 20 }, (_, i) => plainI420(SIZE, { y: 20 + 10 * i, u: 128, v: 100 + i }));
    const [one, other] = [await readFile(await encode(frames)), await readFile(await encode(frames))];
    expect(one.equals(other)).toBe(true);
  });

  it("places the caller's arguments after the encoder's: they win", () => {
    const args = renderArgs({ output: '/out.mp4', extraArgs: ['-threads', '2'] });
    expect(args.lastIndexOf('2')).toBeGreaterThan(args.indexOf('-threads') + 1);
    expect(args.at(-1)).toBe('file:/out.mp4');
  });

  it('takes an output of any name, and replaces it', async () => {
    const output = join(await tempFolder(), 'a b: %03d "é" ?*[1].mp4');
    await writeFile(output, 'old');
    await encode([plainI420(SIZE, { y: 128, u: 128, v: 128 })], { output });
    await checkMp4(output, { frames: 1, ...SIZE, fps: { numerator: 30, denominator: 1 } });
  });

  it('writes pictures into a folder of any name, numbered as told', async () => {
    const folder = join(await tempFolder(), 'a b: 100%d "é"');
    await mkdir(folder);
    const encoding = encodingOf({ output: join(folder, 'x-%03d.png') });
    const encoder = encoding.codec.encoder(encoding);
    const input = { capture: 'canvas', ...SIZE } as const;
    const options = { encoding, encoder, target: encoding.target, extraArgs: [], firstNumber: 7 };
    await run(
      encodeArgs(input, options),
      [0, 1].map(() => Buffer.alloc(SIZE.width * SIZE.height * 4, 255)),
    );
    expect(await readdir(folder)).toEqual(['x-007.png', 'x-008.png']);
    await checkVideo(encoding.target, { frames: 2, ...SIZE, encoding, firstNumber: 7 });
    const missing = checkVideo(encoding.target, { frames: 3, ...SIZE, encoding, firstNumber: 7 });
    await expect(missing).rejects.toThrow('pictures 2 instead of 3');
  });
});
