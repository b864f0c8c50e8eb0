import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EncodingOptions, planEncoding } from '../../src/encoder/encoding.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { encodingOf } from './video-files.ts';

const planned = (output: string, options: Partial<EncodingOptions> = {}) => {
  const { codec, pixels, lossless, target } = encodingOf({ output, ...options });
  return { codec: codec.name, container: target.container, pixels: pixels.ffmpeg, lossless };
};

describe('planEncoding()', () => {
  it.each<[output: string, options: Partial<EncodingOptions>, codec: string, pixels: string, encoder: string]>([
    ['/a.mp4', {}, 'h264', 'yuv420p', 'libx264'],
    ['/a.mp4', { codec: 'h265' }, 'h265', 'yuv420p', 'libx265'],
    ['/a.mp4', { codec: 'av1' }, 'av1', 'yuv420p', 'libsvtav1'],
    ['/a.mp4', { codec: 'av1', pixelFormat: 'yuv420p10' }, 'av1', 'yuv420p10le', 'libsvtav1'],
    ['/a.mp4', { codec: 'av1', pixelFormat: 'yuv444p' }, 'av1', 'yuv444p', 'libaom-av1'],
    ['/a.mp4', { pixelFormat: 'yuv444p10' }, 'h264', 'yuv444p10le', 'libx264'],
    ['/a.mp4', { lossless: true }, 'h264', 'rgb24', 'libx264rgb'],
    ['/a.mp4', { lossless: true, pixelFormat: 'yuv444p' }, 'h264', 'yuv444p', 'libx264'],
    ['/a.webm', {}, 'vp9', 'yuv420p', 'libvpx-vp9'],
    ['/a.webm', { transparent: true }, 'vp9', 'yuva420p', 'libvpx-vp9'],
    ['/a.webm', { codec: 'av1', lossless: true }, 'av1', 'gbrp', 'libaom-av1'],
    ['/a.mov', {}, 'prores', 'yuv444p10le', 'prores_ks'],
    ['/a.mov', { transparent: true }, 'prores', 'yuva444p10le', 'prores_ks'],
    ['/a.gif', { transparent: true }, 'gif', 'pal8', 'gif'],
    ['/a.webp', { lossless: true }, 'webp', 'bgra', 'libwebp_anim'],
    ['/a.apng', {}, 'apng', 'rgb24', 'apng'],
    ['/a/%05d.png', { transparent: true }, 'png', 'rgba', 'png'],
    ['/A.MP4', { transparent: false, lossless: false }, 'h264', 'yuv420p', 'libx264'],
  ])('%s with %o is %s as %s', (output, options, codec, pixels, encoder) => {
    expect(planned(output, options)).toMatchObject({ codec, pixels });
    const encoding = encodingOf({ output, ...options });
    expect(encoding.codec.encoder(encoding).name).toBe(encoder);
  });

  it.each<[output: string, options: Partial<EncodingOptions>, problem: string | RegExp]>([
    ['/a.avi', {}, /^Expected `output` to end in \.mp4, .*, got '\.avi'$/],
    ['/a.png', {}, /^Expected `output` to be a pattern such as a-%05d\.png/],
    ['/a-%s.png', {}, /one %d or %05d for the number of the frame, got 'a-%s\.png'$/],
    ['/a-%d-%d.png', {}, /one %d or %05d/],
    [
      '/a.mp4',
      { codec: 'vp9' },
      "Expected `codec` to be 'h264' or 'h265' or 'av1' for .mp4, got 'vp9', which goes into .webm",
    ],
    ['/a.webm', { codec: 'h264' }, /'vp9' or 'av1' for \.webm, got 'h264', which goes into \.mp4$/],
    ['/a.gif', { codec: 'webp' }, /'gif' for \.gif, got 'webp', which goes into \.webp$/],
    [
      '/a.mp4',
      { transparent: true },
      'Expected `transparent` to be left out for H.264, which does not have it; VP9, ProRes 4444, GIF, WebP, APNG, PNG do',
    ],
    ['/a.webm', { codec: 'av1', transparent: true }, /^Expected `transparent` to be left out for AV1/],
    ['/a.gif', { lossless: true }, /^Expected `lossless` to be left out for GIF, .* H\.264, .* do$/],
    ['/a.mov', { lossless: true }, /^Expected `lossless` to be left out for ProRes 4444/],
    ['/a.mp4', { loopCount: 0 }, /^Expected `loopCount` to be left out for H\.264, .*; GIF, WebP, APNG do$/],
    ['/a.apng', { quality: 3 }, /^Expected `quality` to be left out for APNG/],
    ['/a.gif', { preset: 'slow' }, /^Expected `preset` to be left out for GIF/],
    ['/a.mp4', { lossless: true, quality: 3 }, 'Expected `quality` to be left out: `lossless` video has no other'],
    ['/a.webm', { lossless: true, transparent: true }, /^Expected `lossless` or `transparent`: with alpha VP9/],
    [
      '/a.mov',
      { pixelFormat: 'yuv420p' },
      "Expected `pixelFormat` to be one of 'yuv444p10' for ProRes 4444, got 'yuv420p'",
    ],
    ['/a.gif', { pixelFormat: 'yuv420p' }, /one of 'rgb' for GIF/],
    ['/a.webm', { transparent: true, pixelFormat: 'yuv444p' }, /'yuv420p' for transparent VP9, got 'yuv444p'$/],
    ['/a.webm', { encoder: 'nvenc' }, /^Expected `encoder` to be 'auto' or 'cpu'/],
    ['/a.mp4', { encoder: 'nvenc', pixelFormat: 'yuv420p10' }, /^Expected `encoder` to be 'auto' or 'cpu'/],
  ])('refuses %s with %o', (output, options, problem) => {
    const problems = planEncoding({ output, ...options });
    expect(problems).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
  });

  it('lists all problems at once', () => {
    const problems = planEncoding({ output: '/a.gif', lossless: true, quality: 4, pixelFormat: 'yuv444p' });
    expect(problems).toHaveLength(4);
  });

  it('takes a folder that is there, or a name that ends in a slash, for pictures', async () => {
    const folder = await tempFolder();
    for (const output of [folder, `${join(folder, 'new')}/`, `${join(folder, 'new.mp4')}/`]) {
      expect(planned(output)).toMatchObject({ codec: 'png', container: 'png' });
    }
  });
});

describe('planEncoding() of a frame rate', () => {
  it('is 30 unless given, and 25 for GIF', () => {
    expect(encodingOf({ output: '/a.mp4' }).fps).toEqual({ numerator: 30, denominator: 1 });
    expect(encodingOf({ output: '/a.gif' }).fps).toEqual({ numerator: 25, denominator: 1 });
  });

  it.each([
    [50, 2],
    [25, 4],
    [20, 5],
    [33.33, 3],
    [16.67, 6],
    [1, 100],
    [0.5, 200],
  ])('of %d is %d hundredths of a second in a GIF', (fps, hundredths) => {
    const rate = { numerator: Math.round(fps * 100), denominator: 100 };
    const { numerator, denominator } = encodingOf({ output: '/a.gif', fps: rate }).fps;
    expect((100 * denominator) / numerator).toBe(hundredths);
  });

  it.each([
    [30, '25 and 33.33'],
    [24, '20 and 25'],
    [60, '50'],
    [100, '50'],
    [15, '14.29 and 16.67'],
    [0.001, '0.001526'],
  ])('of %d cannot be had in a GIF; it names %s', (fps, nearest) => {
    expect(planEncoding({ output: '/a.gif', fps: { numerator: fps, denominator: 1 } })).toEqual([
      `Expected \`fps\` to be 100 divided by a whole number above 1 for GIF, whose delays are whole hundredths of a second (nearest: ${nearest}), got ${fps}`,
    ]);
  });

  it('must be a ratio of small numbers in an APNG', () => {
    const problem = planEncoding({ output: '/a.apng', fps: { numerator: 100_001, denominator: 4000 } });
    expect(problem).toEqual([expect.stringMatching(/^Expected `fps` to be a ratio of whole numbers up to 65535/)]);
  });
});
