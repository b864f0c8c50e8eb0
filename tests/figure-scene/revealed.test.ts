import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../page/figure-scene/figure-state.ts';
import { type RevealAxis, revealAxis } from '../../page/figure-scene/reveal-axis.ts';
import { revealed } from '../../page/figure-scene/revealed.ts';
import { frozen } from '../support/tween.ts';

// Axes as Plotly has them
const linear = { type: 'linear', d2l: toNumber, l2d: (place: number) => place };
const log = {
  type: 'log',
  d2l: (value: unknown) => (Number(value) > 0 ? Math.log10(Number(value)) : undefined),
  l2d: (place: number) => 10 ** place,
};
const date = {
  type: 'date',
  d2l: (value: unknown) => (typeof value === 'string' ? Date.parse(value) : toNumber(value)),
  l2d: (place: number) => new Date(place).toISOString().slice(0, 10),
};
const category = {
  type: 'category',
  d2l: (value: unknown) => (typeof value === 'string' ? 'abcdef'.indexOf(value) : undefined),
  l2d: (place: number) => 'abcdef'[Math.round(place)],
};

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

interface Axes {
  x?: object;
  y?: object;
}

/** What is left of traces at a share of their x range. */
function revealAll(traces: object[], share: number, { x = linear, y = linear }: Axes = {}): readonly Attributes[] {
  const state = frozen({ data: traces.map((trace) => ({ ...trace })), layout: {} });
  const axes = { x: revealAxis(x), y: revealAxis(y) };
  return revealed(state, { share, axesOf: () => axes }).data;
}

function reveal(trace: object, share: number, axes?: Axes): Attributes {
  return revealAll([trace], share, axes)[0] ?? {};
}

function xy({ x, y }: Attributes): unknown {
  return { x, y };
}

const line = { mode: 'lines', x: [0, 2, 4], y: [0, 10, 0] };

describe('revealed()', () => {
  it.each([
    { share: 0, x: [0, 0], y: [0, 0] },
    { share: 0.25, x: [0, 1], y: [0, 5] },
    { share: 0.5, x: [0, 2, 2], y: [0, 10, 10] },
    { share: 0.75, x: [0, 2, 3], y: [0, 10, 5] },
  ])('draws a line up to $share of its x range', ({ share, x, y }) => {
    expect(reveal(line, share)).toEqual({ mode: 'lines', x, y });
  });

  it('gives the whole figure back at the end', () => {
    const typed = { x: new Float64Array([0, 1]), y: [1, 2] };
    const state = frozen({ data: [typed], layout: { title: {} } });
    const whole = revealed(state, { share: 1, axesOf: () => ({ x: revealAxis(linear), y: revealAxis(linear) }) });
    expect(whole).toEqual(state);
    expect(whole.data[0]).toBe(typed);
  });

  it.each([
    { shape: 'hv', y: [0, 0] },
    { shape: 'vh', y: [0, 10] },
    { shape: 'linear', y: [0, 5] },
  ])('ends where a line of shape $shape is', ({ shape, y }) => {
    expect(reveal({ ...line, line: { shape } }, 0.25)).toMatchObject({ x: [0, 1], y });
  });

  it('goes evenly along a logarithmic axis', () => {
    expect(xy(reveal({ ...line, x: [1, 100, 10_000] }, 0.25, { x: log }))).toEqual({ x: [1, 10], y: [0, 5] });
  });

  it('goes along dates', () => {
    const days = { ...line, x: ['2021-01-01', '2021-01-03', '2021-01-05'] };
    expect(xy(reveal(days, 0.75, { x: date }))).toEqual({
      x: ['2021-01-01', '2021-01-03', '2021-01-04'],
      y: [0, 10, 5],
    });
  });

  it('ends on the line where y is logarithmic, or a date', () => {
    expect(xy(reveal({ ...line, y: [1, 100, 1] }, 0.25, { y: log }))).toEqual({ x: [0, 1], y: [1, 10] });
    const days = { ...line, y: ['2021-01-01', '2021-01-03', '2021-01-01'] };
    expect(xy(reveal(days, 0.25, { y: date }))).toEqual({ x: [0, 1], y: ['2021-01-01', '2021-01-02'] });
  });

  it('goes from category to category', () => {
    const trace = { ...line, x: ['a', 'b', 'c'] };
    expect(xy(reveal(trace, 0.49, { x: category }))).toEqual({ x: ['a'], y: [0] });
    expect(xy(reveal(trace, 0.5, { x: category }))).toEqual({ x: ['a', 'b'], y: [0, 10] });
    expect(xy(reveal({ ...line, y: ['a', 'b', 'c'] }, 0.25, { y: category }))).toEqual({ x: [0], y: ['a'] });
  });

  it('goes from left to right where the axis goes from right to left', () => {
    const reversed = { ...linear, r2l: Number, range: [4, 0] };
    const backwards = { ...line, x: [4, 2, 0] };
    expect(xy(reveal(backwards, 0.25, { x: reversed }))).toEqual({ x: [4, 3], y: [0, 5] });
    expect(xy(reveal(line, 0.25, { x: reversed }))).toEqual({ x: [null, null, 4], y: [null, null, 0] });
  });

  it('hides the points of a line that goes back and forth', () => {
    const loop = { mode: 'lines', x: [0, 4, 2, 0], y: [0, 1, 2, 3], text: ['a', 'b', 'c', 'd'] };
    expect(reveal(loop, 0.5)).toEqual({
      ...{ mode: 'lines', x: [0, null, 2, 0], y: [0, null, 2, 3], text: ['a', null, 'c', 'd'] },
    });
  });

  it('keeps gaps', () => {
    const gaps = { mode: 'lines', x: [0, 1, null, 3, null, 4], y: [0, 1, 2, 3, 4, 5] };
    expect(xy(reveal(gaps, 0.5))).toEqual({ x: [0, 1, null], y: [0, 1, 2] });
    expect(xy(reveal(gaps, 0.75))).toEqual({ x: [0, 1, null, 3, null], y: [0, 1, 2, 3, 4] });
    expect(xy(reveal({ ...line, y: [0, null, 0] }, 0.25))).toEqual({ x: [0], y: [0] });
    const back = { mode: 'lines', x: [2, null, 0, 4], y: [0, 1, 2, 3] };
    expect(xy(reveal(back, 0.25))).toEqual({ x: [null, null, 0, null], y: [null, 1, 2, null] });
  });

  it('counts x where there are no values, and gives them', () => {
    expect(xy(reveal({ mode: 'lines', y: [0, 2, 4] }, 0.75))).toEqual({ x: [0, 1, 1.5], y: [0, 2, 3] });
    expect(xy(reveal({ mode: 'lines', y: [0, 2, 4], x0: 10, dx: 5 }, 0.25))).toEqual({ x: [10, 12.5], y: [0, 1] });
    const days = { mode: 'lines', y: [0, 2, 4], x0: '2021-01-01', dx: 86_400_000 };
    expect(xy(reveal(days, 0.5, { x: date }))).toEqual({ x: ['2021-01-01', '2021-01-02', '2021-01-02'], y: [0, 2, 2] });
    expect(reveal({ type: 'candlestick', close: [1, 2, 3] }, 0.5)).toMatchObject({ close: [1, 2, null] });
  });

  it('reads typed arrays', () => {
    const typed = { mode: 'lines', x: new Float32Array([0, 2, 4]), y: new Int8Array([0, 10, 0]) };
    expect(xy(reveal(typed, 0.75))).toEqual({ x: [0, 2, 3], y: [0, 10, 5] });
  });

  it('cuts all that goes by points, and nothing else', () => {
    const marker = { size: [1, 2, 3], color: ['r', 'g', 'b'], line: { width: [1, 1, 1] }, symbol: 'x' };
    const unlike = {
      colorscale: [
        [0, 'a'],
        [0.5, 'b'],
        [1, 'c'],
      ],
      colorbar: { tickvals: [1, 2, 3] },
    };
    const trace = { mode: 'markers', x: [0, 1, 2], y: [1, 2, 3], customdata: [[1], [2], [3]], hovertext: ['a', 'b'] };
    expect(reveal({ ...trace, marker: { ...marker, ...unlike }, selectedpoints: [0, 1, 2] }, 0.5)).toEqual({
      ...{ mode: 'markers', x: [0, 1], y: [1, 2], customdata: [[1], [2]], hovertext: ['a', 'b'] },
      marker: { size: [1, 2], color: ['r', 'g'], line: { width: [1, 1] }, symbol: 'x', ...unlike },
      selectedpoints: [0, 1, 2],
    });
  });

  describe('where a line has markers', () => {
    it('shows none at its end', () => {
      const marked = (marker?: object) =>
        Object(reveal({ ...line, mode: 'lines+markers', marker }, 0.75).marker).opacity;
      expect(marked()).toEqual([1, 1, 0]);
      expect(marked({ opacity: 0.5 })).toEqual([0.5, 0.5, 0]);
      expect(marked({ opacity: [0.1, 0.2, 0.3] })).toEqual([0.1, 0.2, 0]);
      // Plotly's default for bubbles
      expect(marked({ size: [1, 2, 3] })).toEqual([0.7, 0.7, 0]);
    });

    it('has them by Plotly’s choice for the whole line', () => {
      const upTo = (count: number, more?: object) =>
        reveal({ x: Array.from({ length: count }, (_, i) => i), y: Array(count).fill(0), ...more }, 0.5).mode;
      expect(upTo(19)).toBe('lines+markers');
      expect(upTo(20)).toBe('lines');
      expect(upTo(100)).toBe('lines');
      expect(upTo(5, { type: 'scattergl' })).toBe('lines+markers');
      expect(upTo(5, { stackgroup: 'one' })).toBe('lines');
      expect(upTo(5, { mode: 'markers' })).toBe('markers');
    });

    it('and nothing else, adds no end', () => {
      expect(xy(reveal({ ...line, mode: 'markers' }, 0.75))).toEqual({ x: [0, 2], y: [0, 10] });
      expect(xy(reveal({ ...line, mode: 'none' }, 0.25))).toEqual({ x: [0], y: [0] });
    });
  });

  it('keeps the places of bars: their widths come from them', () => {
    const bars = { type: 'bar', x: ['a', 'b', 'c'], y: [1, 2, 3], marker: { color: ['r', 'g', 'b'] } };
    expect(reveal(bars, 0.5, { x: category })).toEqual({
      ...{ type: 'bar', x: ['a', 'b', 'c'], y: [1, 2, null], marker: { color: ['r', 'g', null] } },
    });
    expect(reveal({ type: 'ohlc', x: [0, 1], open: [1, 2], close: [3, 4] }, 0.5)).toEqual({
      ...{ type: 'ohlc', x: [0, 1], open: [1, null], close: [3, null] },
    });
    expect(reveal({ type: 'waterfall', x: [0, 1], y: [1, 2] }, 0.5)).toEqual({ type: 'waterfall', x: [0], y: [1] });
  });

  it.each([
    { type: 'heatmap', z: [[1, 2]], x: [0, 1] },
    { type: 'pie', values: [1, 2] },
    { type: 'bar', orientation: 'h', x: [1, 2], y: ['a', 'b'] },
    {
      type: 'bar',
      x: [
        ['a', 'a'],
        ['b', 'c'],
      ],
      y: [1, 2],
    },
    { type: 'scatter3d', x: [1, 2], y: [1, 2], z: [1, 2] },
  ])('shows $type whole', (trace) => {
    expect(reveal(trace, 0.1)).toEqual(trace);
  });

  it('goes along the x range of all traces on an axis', () => {
    const traces = [
      { mode: 'markers', x: [0, 10], y: [1, 2] },
      { mode: 'markers', x: [4, 6], y: [1, 2] },
      { mode: 'markers', x: [100, 150, 200], y: [1, 2, 3], xaxis: 'x2' },
    ];
    expect(revealAll(traces, 0.5).map(({ x }) => x)).toEqual([[0], [4], [100, 150]]);
  });

  it.each([{ x: [], y: [] }, { x: [5], y: [1] }, { x: [null, null], y: [1, 2] }, { y: [] }])(
    'leaves what has no range: %j',
    (trace) => {
      expect(reveal({ mode: 'lines', ...trace }, 0.5)).toMatchObject({ mode: 'lines', ...trace });
    },
  );
});

describe('revealAxis()', () => {
  it('takes numbers without an axis', () => {
    const axis: RevealAxis = revealAxis(undefined);
    expect([1, '2', 'a', null, undefined, ''].map(axis.toPlace)).toEqual([1, 2, NaN, NaN, NaN, NaN]);
    expect(axis.fromPlace).toBeUndefined();
  });

  it('has no values between categories', () => {
    expect(revealAxis(category).fromPlace).toBeUndefined();
    expect(revealAxis({ ...category, type: 'multicategory' }).fromPlace).toBeUndefined();
    expect(revealAxis(log).fromPlace?.(2)).toBe(100);
  });
});
