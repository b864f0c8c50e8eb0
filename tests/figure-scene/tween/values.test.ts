import { describe, expect, test } from 'vitest';
import type { AxisTypes } from '../../../page/figure-scene/axis-types.ts';
import type { Attributes } from '../../../page/figure-scene/figure-state.ts';
import { tweenTrace } from '../../support/tween.ts';

interface Row {
  name: string;
  from: Attributes;
  to: Attributes;
  half: Attributes;
  axes?: AxisTypes;
}

const ROWS: Row[] = [
  { name: 'a number', from: { line: { width: 2 } }, to: { line: { width: 6 } }, half: { line: { width: 4 } } },
  { name: 'a list', from: { y: [0, 10, -2] }, to: { y: [1, 20, 2] }, half: { y: [0.5, 15, 0] } },
  {
    name: 'a list and a typed one',
    from: { y: [0, null] },
    to: { y: Float32Array.of(1, 2) },
    half: { y: Float64Array.of(0.5, 2) },
  },
  {
    name: 'a matrix with a hole',
    from: {
      type: 'heatmap',
      z: [
        [1, 2],
        [3, null],
      ],
    },
    to: {
      type: 'heatmap',
      z: [
        [3, 2],
        [7, 9],
      ],
    },
    half: {
      type: 'heatmap',
      z: [
        [2, 2],
        [5, 9],
      ],
    },
  },
  {
    name: 'a matrix that grows',
    from: { type: 'heatmap', z: [[1]] },
    to: { type: 'heatmap', z: [[3, 4]] },
    half: { type: 'heatmap', z: [[3, 4]] },
  },
  {
    name: 'a typed matrix',
    from: { type: 'surface', z: [Float64Array.of(1, 2)] },
    to: { type: 'surface', z: [Float64Array.of(2, 4)] },
    half: { type: 'surface', z: [Float64Array.of(1.5, 3)] },
  },
  // The geometric mean; what is not above 0 is missing.
  {
    name: 'a logarithmic axis',
    from: { x: [1, 10, 0] },
    to: { x: [100, 1000, 5] },
    half: { x: [10, 100, 5] },
    axes: { xaxis: 'log' },
  },
  {
    name: 'an axis by its number',
    from: { y: [1], yaxis: 'y3' },
    to: { y: [100], yaxis: 'y3' },
    half: { y: [10], yaxis: 'y3' },
    axes: { yaxis: 'linear', yaxis3: 'log' },
  },
  {
    name: 'numbers as text',
    from: { x: ['1', '2'] },
    to: { x: ['2', '4'] },
    half: { x: [1.5, 3] },
    axes: { xaxis: 'linear' },
  },
  {
    name: 'dates',
    from: { x: ['2020-01-01', '2020', '2020-01-01 10:00Z', 'no date'] },
    to: { x: ['2020-01-03', '2020-01-02', '2020-01-01T11:00:00+05:00', '2020'] },
    half: { x: ['2020-01-02', '2020-01-01 12:00', '2020-01-01 10:30', '2020'] },
    axes: { xaxis: 'date' },
  },
  {
    name: 'dates to a tenth of a millisecond',
    from: { x: ['2020-01-01 00:00:00.0001'] },
    to: { x: ['2020-01-01 00:00:00.0003'] },
    half: { x: ['2020-01-01 00:00:00.0002'] },
    axes: { xaxis: 'date' },
  },
  {
    name: 'dates before the common era',
    from: { x: ['-0044-03-14'] },
    to: { x: ['-0044-03-16'] },
    half: { x: ['-0044-03-15'] },
    axes: { xaxis: 'date' },
  },
  {
    name: 'milliseconds on a date axis',
    from: { x: [1_500_000_000_000] },
    to: { x: [1_500_000_001_000] },
    half: { x: [1_500_000_000_500] },
    axes: { xaxis: 'date' },
  },
  {
    name: 'categories',
    from: { x: ['a', 'red'] },
    to: { x: ['b', 'blue'] },
    half: { x: ['b', 'blue'] },
    axes: { xaxis: 'category' },
  },
  {
    name: 'numbers as categories',
    from: { x: [1, 2] },
    to: { x: [3, 4] },
    half: { x: [3, 4] },
    axes: { xaxis: 'category' },
  },
  // OKLab of red (0.62796, 0.22486, 0.12585) and blue (0.45201, -0.03246, -0.31153); mean (0.53999, 0.09620, -0.09284).
  {
    name: 'a colour',
    from: { line: { color: 'red' } },
    to: { line: { color: ' #00F' } },
    half: { line: { color: 'rgb(140, 83, 162)' } },
  },
  // Lightness ½ is a linear 0.125.
  {
    name: 'a grey',
    from: { fillcolor: 'white' },
    to: { fillcolor: 'hsl(0, 0%, 0%)' },
    half: { fillcolor: 'rgb(99, 99, 99)' },
  },
  // Of the colour, one part in six is red: 0.2 of 0.2 + 1.
  {
    name: 'a colour with alpha',
    from: { fillcolor: 'RGBA(255, 0, 0, 0.2)' },
    to: { fillcolor: 'blue' },
    half: { fillcolor: 'rgba(59, 61, 225, 0.6)' },
  },
  {
    name: 'a transparent colour',
    from: { fillcolor: '#ff000080' },
    to: { fillcolor: 'transparent' },
    half: { fillcolor: 'rgba(255, 0, 0, 0.25)' },
  },
  {
    name: 'colours of points',
    from: { y: [1, 1, 1], marker: { color: ['red', 'red', 'white'] } },
    to: { y: [1, 1, 1], marker: { color: ['blue', 'red', 'black'] } },
    half: { y: [1, 1, 1], marker: { color: ['rgb(140, 83, 162)', 'red', 'rgb(99, 99, 99)'] } },
  },
  {
    name: 'one colour and colours of points',
    from: { y: [1, 1], marker: { color: 'red' } },
    to: { y: [1, 1], marker: { color: ['blue', 'red'] } },
    half: { y: [1, 1], marker: { color: ['rgb(140, 83, 162)', 'red'] } },
  },
  {
    name: 'numbers on a colour axis',
    from: { y: [1, 1], marker: { color: [0, 1] } },
    to: { y: [1, 1], marker: { color: [1, 3] } },
    half: { y: [1, 1], marker: { color: [0.5, 2] } },
  },
  {
    name: 'a colorscale',
    from: {
      marker: {
        colorscale: [
          [0, 'white'],
          [0.2, 'red'],
          [1, 'black'],
        ],
      },
    },
    to: {
      marker: {
        colorscale: [
          [0, 'black'],
          [0.4, 'red'],
          [1, 'black'],
        ],
      },
    },
    half: {
      marker: {
        colorscale: [
          [0, 'rgb(99, 99, 99)'],
          [0.3, 'red'],
          [1, 'black'],
        ],
      },
    },
  },
  {
    name: 'a colorscale by name',
    from: { colorscale: 'Viridis' },
    to: { colorscale: 'Jet' },
    half: { colorscale: 'Jet' },
  },
  {
    name: 'texts, even where they read as colours or numbers',
    from: { text: 'red', name: '1', hovertext: ['1'], customdata: [1] },
    to: { text: 'blue', name: '3', hovertext: ['3'], customdata: [3] },
    half: { text: 'blue', name: '3', hovertext: ['3'], customdata: [3] },
  },
  {
    name: 'what has nothing in between',
    from: { line: { dash: 'dot', shape: 'hv' }, marker: { symbol: 1 }, mode: 'lines', showlegend: true },
    to: { line: { dash: 'solid', shape: 'vh' }, marker: { symbol: 3 }, mode: 'markers', showlegend: false },
    half: { line: { dash: 'solid', shape: 'vh' }, marker: { symbol: 3 }, mode: 'markers', showlegend: false },
  },
  {
    name: 'whole numbers',
    from: { type: 'histogram', nbinsx: 5 },
    to: { type: 'histogram', nbinsx: 10 },
    half: { type: 'histogram', nbinsx: 10 },
  },
  { name: 'an angle', from: { rotation: 350 }, to: { rotation: 20 }, half: { rotation: 365 } },
  { name: 'what one side has not', from: { line: { width: 3 } }, to: { line: {} }, half: { line: {} } },
  { name: 'an opacity from 1 on', from: {}, to: { opacity: 0.5 }, half: { opacity: 0.75 } },
  {
    name: 'another type',
    from: { type: 'bar', y: [1] },
    to: { type: 'scatter', y: [3] },
    half: { type: 'scatter', y: [3] },
  },
  {
    name: 'a type that goes without saying',
    from: { y: [1] },
    to: { type: 'scatter', y: [3] },
    half: { type: 'scatter', y: [2] },
  },
  { name: 'other axes', from: { y: [1] }, to: { y: [3], yaxis: 'y2' }, half: { y: [3], yaxis: 'y2' } },
  {
    name: 'another orientation',
    from: { type: 'bar', y: [1], orientation: 'v' },
    to: { type: 'bar', y: [3], orientation: 'h' },
    half: { type: 'bar', y: [3], orientation: 'h' },
  },
  {
    name: 'an indicator',
    from: { type: 'indicator', value: 10, delta: { reference: 0 } },
    to: { type: 'indicator', value: 20, delta: { reference: 1 } },
    half: { type: 'indicator', value: 15, delta: { reference: 0.5 } },
  },
  {
    name: 'the values of candles',
    from: { type: 'candlestick', x: ['2020'], open: [1], high: [4], low: [1], close: [2] },
    to: { type: 'candlestick', x: ['2020'], open: [4], high: [4], low: [1], close: [8] },
    half: { type: 'candlestick', x: ['2020'], open: [2], high: [4], low: [1], close: [4] },
    axes: { xaxis: 'date', yaxis: 'log' },
  },
  {
    name: 'a 3-D axis',
    from: { type: 'scatter3d', z: [1], scene: 'scene2' },
    to: { type: 'scatter3d', z: [100], scene: 'scene2' },
    half: { type: 'scatter3d', z: [10], scene: 'scene2' },
    axes: { 'scene2.zaxis': 'log' },
  },
  {
    name: 'a polar axis',
    from: { type: 'scatterpolar', r: [1], theta: [350] },
    to: { type: 'scatterpolar', r: [100], theta: [370] },
    half: { type: 'scatterpolar', r: [10], theta: [360] },
    axes: { 'polar.radialaxis': 'log', 'polar.angularaxis': 'linear' },
  },
  {
    name: 'longitudes over the date line',
    from: { type: 'scattergeo', lon: [170], lat: [0] },
    to: { type: 'scattergeo', lon: [-170], lat: [10] },
    half: { type: 'scattergeo', lon: [180], lat: [5] },
  },
];

describe('planTween() gives, half way,', () => {
  test.each(ROWS)('$name', ({ from, to, half, axes }) => {
    const tween = tweenTrace(from, to, axes);
    expect(rounded(tween(0.5))).toEqual(half);
    expect(tween(0)).toBe(from);
    expect(tween(1)).toBe(to);
  });
});

/** Logarithms leave the last digits uncertain. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(rounded);
  if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}
