import type { OddValues } from './odd-settings.ts';

/** Of any axis, and of colour bars. */
export const ANY_AXIS: OddValues = {
  type: ['log', 'date', 'category', 'multicategory', 'linear', '-', 'strange'],
  dtick: [1e-9, 1e-300, 0, -1, 'M1', 'M0', 'D1', 'L0.1', 'L1e-9', 1e308, '1', [], 86400000],
  tick0: [1e308, '2000-01-01', 'a', null, Number.NaN],
  nticks: [0, -1, 1e9, 1e308, '5', 3.5],
  tickmode: ['linear', 'array', 'auto', 'sync'],
  range: [
    [0, 0],
    [1, 0],
    [null, 5],
    [1e308, -1e308],
    ['a', 'b'],
    [-1, 10],
    [0, 1e-300],
    ['2020', '1e9'],
    [[], {}],
    [0],
    7,
  ],
  tickvals: [[], [1e308], Array(5000).fill(1), ['a', null, {}]],
  ticktext: [[], ['a'], [{}], Array(9).fill('x'.repeat(500))],
  tickformat: ['%', '%Y-%q', '.999f', ',.0', '~s', '\u0000', '{}', '.-1f'],
  categoryorder: ['array', 'total ascending', 'median descending', 'bogus'],
  categoryarray: [['a', 'a'], [null, {}], [], 'abc'],
};

/** Of axes on which x and y values stand. */
export const XY_AXIS: OddValues = {
  rangebreaks: [
    [{ bounds: ['sat', 'mon'] }],
    [{ bounds: [0, 24], pattern: 'hour' }],
    [{ values: ['2020-01-01'], dvalue: 1e-9 }],
    [{}],
    'x',
    [{ bounds: [5, 5] }],
  ],
  rangeslider: [{}, { visible: true, range: [1e308, 0] }, true],
  matches: ['x', 'y', 'x2', 'x99', 5],
  scaleanchor: ['x', 'y', 'y2', false],
  scaleratio: [0, 1e308, 1e-300, -1],
  overlaying: ['x', 'y', 'y2', 'free', 'x77'],
  anchor: ['free', 'y9', 'x', {}],
  domain: [[0, 0], [1, 0], [-5, 5], [0.5], 'a'],
  minor: [
    { dtick: 1e-9, showgrid: true },
    { nticks: 1e9, ticks: 'inside' },
  ],
  constrain: ['domain', 'range'],
  ticklabelmode: ['period'],
  autorange: ['reversed', 'min', false, 1],
  calendar: ['chinese', 'mayan', 'bogus'],
};
