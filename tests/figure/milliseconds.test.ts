import { describe, expect, it } from 'vitest';
import { parseMilliseconds } from '../../src/figure/milliseconds.ts';

describe('parseMilliseconds()', () => {
  it.each([
    [500, 500],
    [0, 0],
    [-5, -5],
    [0.25, 0.25],
    ['500ms', 500],
    ['1.5s', 1500],
    ['.5s', 500],
    [' 2 min ', 120_000],
    ['2 Minutes', 120_000],
    ['1h', 3_600_000],
    ['0s', 0],
  ])('reads %j as %d ms', (value, milliseconds) => {
    expect(parseMilliseconds(value)).toBe(milliseconds);
  });

  it.each([
    ['10'],
    [''],
    ['s'],
    ['-1s'],
    ['+1s'],
    ['1e3ms'],
    ['1.5.s'],
    ['1s 500ms'],
    ['1 fortnight'],
    ['1,5s'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
  ])('finds no time in %j', (value) => {
    expect(parseMilliseconds(value)).toBeUndefined();
  });
});
