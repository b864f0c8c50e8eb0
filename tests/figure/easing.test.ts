import { describe, expect, it } from 'vitest';
import { EASING_NAMES, ease } from '../../src/figure/easing.ts';

const SHAPES = ['linear', 'quad', 'cubic', 'sin', 'exp', 'circle', 'elastic', 'back', 'bounce'];

/** The formulas of d3 3 at a quarter, the half and three quarters. */
const IN: Record<string, readonly [quarter: number, half: number, threeQuarters: number]> = {
  linear: [0.25, 0.5, 0.75],
  quad: [1 / 16, 1 / 4, 9 / 16],
  cubic: [1 / 64, 1 / 8, 27 / 64],
  // 1 − cos(t π/2)
  sin: [1 - Math.cos(Math.PI / 8), 1 - Math.SQRT1_2, 1 - Math.cos((3 * Math.PI) / 8)],
  // 2^(10 (t − 1))
  exp: [2 ** -7.5, 1 / 32, 2 ** -2.5],
  // 1 − √(1 − t²)
  circle: [1 - Math.sqrt(15) / 4, 1 - Math.sqrt(3) / 2, 1 - Math.sqrt(7) / 4],
  // 1 + 2^(−10 t) sin((t − 0.1125) 2π / 0.45): 0.25, 0.5 and 0.75 are 5/9, 10/9 and 15/9 of a turn.
  elastic: [
    1 - 2 ** -2.5 * Math.cos((10 / 9) * Math.PI),
    1 - 2 ** -5 * Math.cos((20 / 9) * Math.PI),
    1 - 2 ** -7.5 * Math.cos((30 / 9) * Math.PI),
  ],
  // t² (2.70158 t − 1.70158)
  back: [-0.06413656250000001, -0.0876975, 0.1825903125],
  // 7.5625 t², then parabolas about 1.5, 2.25 and 2.625 of 2.75
  bounce: [0.47265625, 0.765625, 0.97265625],
};

/** In, out and in-out at 0.25, 0.5, 0.75; those of in-out by the two halves of in. */
function expected(shape: string, mode: string): readonly number[] {
  const [quarter = 0, half = 0, threeQuarters = 0] = IN[shape] ?? [];
  if (mode === 'out') return [1 - threeQuarters, 1 - half, 1 - quarter];
  // In d3 3 elastic is cut off at its end: the middle of its in-out is 1 − f(1) / 2, with f(1) = 1 − cos(40π/9) / 1024.
  const middle = shape === 'elastic' ? 0.5 + Math.cos((40 / 9) * Math.PI) / 2048 : 0.5;
  if (mode === 'in-out') return [half / 2, middle, 1 - half / 2];
  return [quarter, half, threeQuarters];
}

describe('ease()', () => {
  it.each(SHAPES.flatMap((shape) => ['', 'in', 'out', 'in-out'].map((mode) => ({ shape, mode }))))(
    'moves $shape $mode as d3 3 does',
    ({ shape, mode }) => {
      const name = mode === '' ? shape : `${shape}-${mode}`;
      const [quarter = 0, half = 0, threeQuarters = 0] = expected(shape, mode);
      expect(ease(name, 0)).toBe(0);
      expect(ease(name, 0.25)).toBeCloseTo(quarter, 12);
      expect(ease(name, 0.5)).toBeCloseTo(half, 12);
      expect(ease(name, 0.75)).toBeCloseTo(threeQuarters, 12);
      expect(ease(name, 1)).toBe(1);
    },
  );

  it('stays at its ends before and after', () => {
    for (const name of EASING_NAMES) expect([ease(name, -0.5), ease(name, 1.5)]).toEqual([0, 1]);
  });

  it('knows the 36 names of Plotly', () => {
    expect(new Set(EASING_NAMES).size).toBe(36);
    expect(EASING_NAMES).toContain('cubic-in-out');
  });

  it.each(['', 'Cubic', 'cubic-out-in', 'poly', 'constructor'])("refuses '%s'", (name) => {
    expect(() => ease(name, 0.5)).toThrow(RangeError);
  });
});
