import { describe, expect, it } from 'vitest';
import { playbackFrames } from '../../src/frames/playback.ts';

describe('playbackFrames()', () => {
  it.each([
    { what: 'one sample per frame', options: { count: 4, dataRate: 30, fps: 30 }, frames: [0, 1, 2, 3] },
    { what: 'every second sample', options: { count: 5, dataRate: 60, fps: 30 }, frames: [0, 2, 4] },
    { what: 'each sample twice', options: { count: 3, dataRate: 15, fps: 30 }, frames: [0, 0, 1, 1, 2, 2] },
    {
      what: '500 Hz ten times slower at 30 frames/s: steps of 5/3',
      options: { count: 12, dataRate: 500, speed: 0.1, fps: 30 },
      frames: [0, 1, 3, 5, 6, 8, 10, 11],
    },
    {
      what: '25 Hz at 30 frames/s: steps of 5/6',
      options: { count: 6, dataRate: 25, fps: 30 },
      frames: [0, 0, 1, 2, 3, 4, 5, 5],
    },
    {
      what: 'twice as fast',
      options: { count: 7, dataRate: 10, speed: 2, fps: 10 },
      frames: [0, 2, 4, 6],
    },
    { what: 'a single sample', options: { count: 1, dataRate: 10, fps: 30 }, frames: [0, 0, 0] },
    { what: 'a step longer than the data', options: { count: 3, dataRate: 1000, fps: 1 }, frames: [0] },
  ])('$what', ({ options, frames }) => {
    expect(playbackFrames(options)).toEqual(frames);
  });

  // speed as a fraction, to compare with integer arithmetic
  it.each([
    { dataRate: 500, over: 1, under: 10, fps: 30 },
    { dataRate: 3, over: 1, under: 10, fps: 1 },
    { dataRate: 44_100, over: 1, under: 3, fps: 25 },
    { dataRate: 1000, over: 7, under: 10, fps: 24 },
    { dataRate: 100, over: 29, under: 100, fps: 60 },
  ])('gives floor(k · speed · dataRate / fps), $dataRate Hz at $over/$under and $fps fps', (options) => {
    const { dataRate, over, under, fps } = options;
    const frames = playbackFrames({ count: 200_000, dataRate, speed: over / under, fps });
    const exact = frames.map((_, k) => Number((BigInt(k) * BigInt(over) * BigInt(dataRate)) / BigInt(under * fps)));
    expect(frames).toEqual(exact);
    expect(frames.at(-1)).toBeLessThan(200_000);
  });

  const options = { count: 10, dataRate: 100, speed: 1, fps: 30 };

  it.each([
    { field: 'count', value: 0 },
    { field: 'count', value: -1 },
    { field: 'count', value: Number.NaN },
    { field: 'dataRate', value: 0 },
    { field: 'dataRate', value: Number.POSITIVE_INFINITY },
    { field: 'speed', value: 0 },
    { field: 'speed', value: -0.5 },
    { field: 'fps', value: 0 },
    { field: 'fps', value: Number.NaN },
  ])('refuses $field: $value', ({ field, value }) => {
    expect(() => playbackFrames({ ...options, [field]: value })).toThrow(
      new RangeError(`Expected \`${field}\` to be above 0, got \`${value}\``),
    );
  });
});
