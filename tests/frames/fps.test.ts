import { describe, expect, it } from 'vitest';
import { parseFrameRate, toNumber } from '../../src/frames/fps.ts';

describe('parseFrameRate()', () => {
  it.each([
    { fps: 30, numerator: 30, denominator: 1 },
    { fps: '30', numerator: 30, denominator: 1 },
    { fps: ' 30 ', numerator: 30, denominator: 1 },
    { fps: 1, numerator: 1, denominator: 1 },
    { fps: 1000, numerator: 1000, denominator: 1 },
    { fps: 12.5, numerator: 25, denominator: 2 },
    { fps: '0.5', numerator: 1, denominator: 2 },
    { fps: 0.000001, numerator: 1, denominator: 1_000_000 },
    { fps: '24.000', numerator: 24, denominator: 1 },
    { fps: '30000/1001', numerator: 30_000, denominator: 1001 },
    { fps: '60/2', numerator: 30, denominator: 1 },
    { fps: '1/3', numerator: 1, denominator: 3 },
    { fps: '12.5/2', numerator: 25, denominator: 4 },
    { fps: '100000/100', numerator: 1000, denominator: 1 },
    { fps: 23.976, numerator: 24_000, denominator: 1001 },
    { fps: '23.98', numerator: 24_000, denominator: 1001 },
    { fps: 29.97, numerator: 30_000, denominator: 1001 },
    { fps: 47.952, numerator: 48_000, denominator: 1001 },
    { fps: 59.94, numerator: 60_000, denominator: 1001 },
    { fps: 119.88, numerator: 120_000, denominator: 1001 },
  ])('reads $fps as $numerator/$denominator', ({ fps, ...rate }) => {
    expect(parseFrameRate(fps)).toEqual(rate);
  });

  it.each([0, -1, 1000.5, 1001, '1000001/1000', '0/5', '30/0', '30/-1', '-30', '', ' ', '30fps', '3O', '1e2', '1/2/3'])(
    'takes %j for no rate',
    (fps) => {
      expect(parseFrameRate(fps)).toBeUndefined();
    },
  );

  // 33.333333333333336 and 29.97002997002997: what a caller's own division gives.
  it.each([100 / 3, 30_000 / 1001, 1000 / 7])('reads %d, a number with many decimals', (fps) => {
    const rate = parseFrameRate(fps);
    expect(rate && toNumber(rate)).toBeCloseTo(fps, 6);
  });
});

describe('toNumber()', () => {
  it('gives frames per second', () => {
    expect(toNumber({ numerator: 30_000, denominator: 1001 })).toBe(30_000 / 1001);
  });
});
