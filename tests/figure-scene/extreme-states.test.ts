import { describe, expect, it } from 'vitest';
import { extremeStates } from '../../page/figure-scene/extreme-states.ts';
import type { FigureState } from '../../page/figure-scene/figure-state.ts';

/** Which of the states are kept. */
function kept(...traces: object[][]): number[] {
  const states = traces.map((data): FigureState => ({ data: data.map((trace) => ({ ...trace })), layout: {} }));
  const extremes = extremeStates(states);
  return states.flatMap((state, i) => (extremes.has(state) ? [i] : []));
}

const surface = (...z: unknown[]) => [{ type: 'surface', z: [z] }];

describe('extremeStates()', () => {
  it('keeps all states of figures whose ranges leave room for markers', () => {
    expect(kept([{ y: [1] }], [{ y: [2] }], [{ y: [1] }])).toEqual([0, 1, 2]);
    expect(kept([...surface(1), { type: 'scatter' }], [...surface(2), { type: 'scatter' }])).toEqual([0, 1]);
  });

  it('keeps the first, the lowest and the highest of surfaces', () => {
    expect(kept(surface(5, 5), surface(1, 6), surface(2, 9), surface(3, 4), surface(9, 1))).toEqual([0, 1, 2]);
    expect(kept(surface(1), surface(1), surface(1))).toEqual([0]);
  });

  it('looks at each list of each trace', () => {
    const two = (x: number, size: number) => [
      { type: 'scatter3d', x: [x] },
      { type: 'scatter3d', marker: { size: [size] } },
    ];
    expect(kept(two(1, 1), two(2, 1), two(1, 1), two(1, 0))).toEqual([0, 1, 3]);
  });

  it('looks at lengths: their indices may be the range', () => {
    const grid = (rows: number) => [{ type: 'heatmap', z: Array.from({ length: rows }, () => [1]) }];
    expect(kept(grid(3), grid(3), grid(5), grid(2))).toEqual([0, 2, 3]);
  });

  it.each([
    {
      what: 'typed arrays',
      values: [
        [1, 5],
        [0, 5],
        [2, 3],
      ].map((z) => Float64Array.from(z)),
    },
    { what: 'gaps', values: [[1, null], [0, null, 5].slice(0, 2), [1, Number.NaN]] },
    {
      what: 'numbers in texts',
      values: [
        ['9', '10'],
        ['8', '10'],
        ['9', '9.5'],
      ],
    },
    {
      what: 'dates',
      values: [
        ['2020-02-01', '2020-03-01'],
        ['2020-01-01', '2020-03-01'],
        ['2020-02-02', '2020-02-03'],
      ],
    },
  ])('reads $what', ({ values }) => {
    expect(kept(...values.map((x) => [{ type: 'scatter3d', x }]))).toEqual([0, 1]);
  });

  it('keeps what it has', () => {
    expect(extremeStates([]).size).toBe(0);
    expect(kept([])).toEqual([0]);
  });
});
