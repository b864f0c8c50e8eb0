import { describe, expect, test } from 'vitest';
import { type CutOptions, cutSegments } from '../../../src/segments/planning/cut-segments.ts';

const HD = 1280 * 720;
const cut = (options: Partial<CutOptions>) =>
  cutSegments({
    ...{ total: 100, segmentFrames: undefined, fps: { numerator: 30, denominator: 1 }, pixels: HD, webgl: false },
    ...options,
  });
const lengths = (options: Partial<CutOptions>) => cut(options).map(({ frames }) => frames);

describe('cutSegments()', () => {
  test.each<[total: number, segmentFrames: number, expected: number[]]>([
    [5, 1, [1, 1, 1, 1, 1]],
    [20, 7, [7, 7, 6]],
    [21, 7, [7, 7, 7]],
    [22, 7, [7, 7, 7, 1]],
    [5, 100, [5]],
    [1, 1, [1]],
  ])('cuts %i frames by %i into %j', (total, segmentFrames, expected) => {
    expect(lengths({ total, segmentFrames })).toEqual(expected);
  });

  test('leaves no frame out and takes none twice', () => {
    for (const total of [1, 19, 20, 21, 999, 100_000]) {
      const segments = cut({ total });
      expect(segments[0]?.first).toBe(0);
      segments.forEach(({ first, frames }, i) => {
        expect(frames).toBeGreaterThan(0);
        expect(first + frames).toBe(segments[i + 1]?.first ?? total);
      });
    }
  });

  test.each<[what: string, options: Partial<CutOptions>, frames: number]>([
    ['720p', {}, 1950],
    ['4K', { pixels: 3840 * 2160 }, 330],
    ['WebGL', { webgl: true }, 330],
    ['24000/1001 frames/s', { fps: { numerator: 24_000, denominator: 1001 } }, 1966],
    ['1 frame/s', { fps: { numerator: 1, denominator: 1 } }, 1957],
    ['8192x8192', { pixels: 8192 * 8192, webgl: true }, 30],
    ['8192x8192 at 1 frame/s', { pixels: 8192 * 8192, webgl: true, fps: { numerator: 1, denominator: 1 } }, 20],
  ])('takes whole seconds of about 40 s of work: %s', (_, options, frames) => {
    expect(lengths({ total: 100_000, ...options })[0]).toBe(frames);
  });

  test('adds a short rest to the last segment', () => {
    expect(lengths({ total: 1950 + 900 })).toEqual([2850]);
    expect(lengths({ total: 1950 + 1000 })).toEqual([1950, 1000]);
  });
});
