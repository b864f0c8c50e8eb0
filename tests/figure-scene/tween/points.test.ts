import { describe, expect, test } from 'vitest';
import { tweenTrace } from '../../support/tween.ts';

describe('planTween() matches points', () => {
  test('by ids, whatever their order', () => {
    const at = tweenTrace(
      {
        ids: ['a', 'b'],
        x: [0, 10],
        marker: { size: [4, 8], color: ['red', 'white'] },
        text: ['A', 'B'],
        mode: 'markers',
      },
      {
        ids: ['b', 'a'],
        x: [20, 2],
        marker: { size: [8, 6], color: ['white', 'red'] },
        text: ['B', 'A'],
        mode: 'markers',
      },
    );
    expect(at(0.5)).toEqual({
      ids: ['b', 'a'],
      x: [15, 1],
      marker: { size: [8, 5], color: ['white', 'red'] },
      text: ['B', 'A'],
      mode: 'markers',
    });
  });

  test('by place where an id is there twice', () => {
    const at = tweenTrace({ ids: ['a', 'a'], x: [0, 10] }, { ids: ['b', 'a'], x: [20, 2] });
    expect(at(0.25)).toEqual({ ids: ['a', 'a'], x: [5, 8] });
  });

  test('of bars by their category', () => {
    const axes = { xaxis: 'category', yaxis: 'linear' } as const;
    const at = tweenTrace(
      { type: 'bar', x: ['a', 'b'], y: [1, 2] },
      { type: 'bar', x: ['b', 'c', 'a'], y: [4, 6, 3] },
      axes,
    );
    // 'c' grows from the base.
    expect(at(0.5)).toEqual({ type: 'bar', x: ['b', 'c', 'a'], y: [3, 3, 2] });
    expect(at(0.25)).toEqual({ type: 'bar', x: ['b', 'c', 'a'], y: [2.5, 1.5, 1.5] });
  });

  test('of horizontal bars, which also leave', () => {
    const at = tweenTrace(
      { type: 'bar', orientation: 'h', y: ['a', 'b', 'c'], x: [1, 2, 3], text: ['1', '2', '3'] },
      { type: 'bar', orientation: 'h', y: ['a', 'c'], x: [3, 5], text: ['3', '5'] },
      { yaxis: 'category', xaxis: 'linear' },
    );
    expect(at(0.25)).toMatchObject({ y: ['a', 'b', 'c'], x: [1.5, 1.5, 3.5], text: ['1', '2', '3'] });
    expect(at(0.75)).toMatchObject({ y: ['a', 'b', 'c'], x: [2.5, 0.5, 4.5], text: ['3', '', '5'] });
  });

  test('of bars on a multicategory axis', () => {
    const at = tweenTrace(
      {
        type: 'bar',
        x: [
          ['A', 'A', 'B'],
          ['1', '2', '1'],
        ],
        y: [1, 2, 3],
      },
      {
        type: 'bar',
        x: [
          ['A', 'B', 'B'],
          ['1', '1', '2'],
        ],
        y: [3, 5, 8],
      },
      { xaxis: 'multicategory', yaxis: 'linear' },
    );
    expect(at(0.5)).toEqual({
      type: 'bar',
      x: [
        ['A', 'A', 'B', 'B'],
        ['1', '2', '1', '2'],
      ],
      y: [2, 1, 4, 4],
    });
  });

  test('of bars on a numeric axis by place, where they move', () => {
    const at = tweenTrace({ type: 'bar', x: [1, 2], y: [5, 6] }, { type: 'bar', x: [2, 1], y: [7, 6] });
    expect(at(0.5)).toEqual({ type: 'bar', x: [1.5, 1.5], y: [6, 6] });
  });

  test('of a pie by their label', () => {
    const at = tweenTrace(
      { type: 'pie', labels: ['a', 'b'], values: [2, 2] },
      { type: 'pie', labels: ['b', 'c'], values: [4, 6] },
    );
    expect(at(0.5)).toEqual({ type: 'pie', labels: ['a', 'b', 'c'], values: [1, 3, 3] });
  });

  test('of a sunburst by label and parent', () => {
    const at = tweenTrace(
      { type: 'sunburst', labels: ['A', 'B', 'x'], parents: ['', '', 'A'], values: [2, 1, 2] },
      { type: 'sunburst', labels: ['A', 'B', 'x'], parents: ['', '', 'B'], values: [2, 3, 2] },
    );
    expect(at(0.5)).toMatchObject({ labels: ['A', 'B', 'x', 'x'], parents: ['', '', 'A', 'B'], values: [2, 2, 1, 1] });
  });

  test('of a map by their location', () => {
    const at = tweenTrace(
      { type: 'choropleth', locations: ['FRA', 'DEU'], z: [1, 2] },
      { type: 'choropleth', locations: ['DEU', 'ITA'], z: [4, 5] },
    );
    expect(at(0.25)).toEqual({
      type: 'choropleth',
      locations: ['FRA', 'DEU', 'ITA'],
      z: [1, 2.5, 5],
      marker: { opacity: [0.75, 1, 0.25] },
    });
  });

  test('of candles by their x', () => {
    const candle = { type: 'candlestick', high: [3, 3], low: [0, 0], close: [1, 1] };
    const at = tweenTrace(
      { ...candle, x: ['2020-01-01', '2020-01-02'], open: [1, 2] },
      { ...candle, x: ['2020-01-02', '2020-01-03'], open: [2, 3] },
      { xaxis: 'date', yaxis: 'linear' },
    );
    expect(at(0.25).open).toEqual([1, 2, null]);
    expect(at(0.75).open).toEqual([null, 2, 3]);
  });

  test('of samples by their rank in their group, whatever their order', () => {
    const at = tweenTrace(
      { type: 'box', x: ['a', 'b', 'a'], y: [1, 10, 3] },
      { type: 'box', x: ['a', 'a', 'b'], y: [7, 3, 20] },
      { xaxis: 'category', yaxis: 'linear' },
    );
    expect(at(0.5)).toEqual({ type: 'box', x: ['a', 'a', 'b'], y: [5, 2, 15] });
  });

  test('of boxes of given quartiles by where they stand', () => {
    const box = (median: number[]) => ({ type: 'box', x: ['a', 'b'], q1: [1, 1], median, q3: [9, 9] });
    const at = tweenTrace(box([2, 4]), box([4, 8]), { xaxis: 'category', yaxis: 'linear' });
    expect(at(0.5)).toEqual(box([3, 6]));
  });

  test('of more samples evenly', () => {
    const at = tweenTrace(
      { type: 'histogram', x: [4, 0] },
      { type: 'histogram', x: [0, 1, 2, 3, 8] },
      { xaxis: 'linear' },
    );
    expect(at(0.25).x).toEqual([0, null, null, null, 5]);
    expect(at(0.75).x).toEqual([0, 1, 2, 3, 7]);
  });

  test('of counted categories', () => {
    const at = tweenTrace(
      { type: 'histogram', x: ['a', 'b', 'a'], y: [1, 2, 3], histfunc: 'sum' },
      { type: 'histogram', x: ['b', 'a'], y: [4, 5], histfunc: 'sum' },
      { xaxis: 'category', yaxis: 'linear' },
    );
    expect(at(0.25)).toMatchObject({ x: ['b', 'a', 'a'], y: [2.5, 2, 3] });
    expect(at(0.75)).toMatchObject({ x: ['b', 'a', null], y: [3.5, 4, null] });
  });
});

describe('planTween() lets points come and go', () => {
  test('by size where markers have sizes of their own', () => {
    const at = tweenTrace(
      { ids: ['a', 'b'], x: [0, 1], y: [0, 1], mode: 'markers', marker: { size: [10, 20] } },
      { ids: ['b', 'c'], x: [3, 5], y: [1, 9], mode: 'markers', marker: { size: [20, 40] } },
    );
    expect(at(0.25)).toEqual({
      ids: ['a', 'b', 'c'],
      x: [0, 1.5, 5],
      y: [0, 1, 9],
      mode: 'markers',
      marker: { size: [7.5, 20, 10] },
    });
  });

  test('by opacity where markers have one size', () => {
    const at = tweenTrace(
      { x: [0, 1], y: [0, 1], mode: 'markers', marker: { size: 9, opacity: 0.8 } },
      { x: [0], y: [0], mode: 'markers', marker: { size: 9 } },
    );
    expect(at(0.5)).toEqual({ x: [0, 1], y: [0, 1], mode: 'markers', marker: { size: 9, opacity: [0.9, 0.4] } });
  });

  test('at the end of a line, which grows', () => {
    const at = tweenTrace(
      { x: Float64Array.of(0, 1), y: [0, 10], mode: 'lines' },
      { x: Float64Array.of(0, 1, 2, 3), y: [0, 12, 20, 30], mode: 'lines' },
    );
    expect(at(0.5)).toEqual({ x: Float64Array.of(0, 1, 1.5, 2), y: [0, 11, 15, 20], mode: 'lines' });
  });

  test('out of the neighbour on a line, where they belong', () => {
    const at = tweenTrace(
      { ids: ['a', 'b', 'd'], x: [0, 2, 6], y: [0, 0, 0], mode: 'lines' },
      { ids: ['a', 'c', 'd'], x: [0, 4, 6], y: [0, 4, 2], mode: 'lines' },
    );
    expect(at(0.5)).toMatchObject({ ids: ['a', 'b', 'c', 'd'], x: [0, 1, 2, 6], y: [0, 0, 2, 1] });
  });

  test('at the half where bars stand on a logarithmic axis', () => {
    const at = tweenTrace(
      { type: 'bar', x: ['a'], y: [1] },
      { type: 'bar', x: ['a', 'b'], y: [100, 5] },
      { xaxis: 'category', yaxis: 'log' },
    );
    expect(at(0.25).y).toEqual([expect.closeTo(10 ** 0.5), null]);
  });

  test('from and to nothing at all', () => {
    const at = tweenTrace({ x: [], y: [], mode: 'markers' }, { x: [1], y: [2], mode: 'markers' });
    expect(at(0.5)).toEqual({ x: [1], y: [2], mode: 'markers', marker: { opacity: [0.5] } });
  });
});

describe('planTween() lets traces come and go', () => {
  test('by opacity', () => {
    const at = tweenTrace({ y: [1], visible: 'legendonly' }, { y: [5], visible: true, opacity: 0.5 });
    expect(at(0.5)).toEqual({ y: [5], visible: true, opacity: 0.25 });
  });

  test('at the half where they have no opacity', () => {
    const at = tweenTrace({ type: 'table', header: { values: ['a'] } }, { type: 'table', visible: false });
    expect(at(0.25)).toEqual({ type: 'table', header: { values: ['a'] } });
    expect(at(0.5)).toMatchObject({ visible: false });
  });
});
