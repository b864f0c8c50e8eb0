import { describe, expect, test } from 'vitest';
import { planTween } from '../../../page/figure-scene/tween/plan-tween.ts';
import { frozen, tweenLayout, tweenTrace } from '../../support/tween.ts';

describe('planTween()', () => {
  const from = frozen({
    data: [
      { y: [1, 2], marker: { size: [1, 2], line: { width: 1 } }, meta: { deep: [1] } },
      { y: Float64Array.of(1, 2), line: { color: 'red' } },
    ],
    layout: { template: { layout: { colorway: ['red'] } }, xaxis: { range: [0, 1] }, yaxis: { range: [0, 1] } },
  });
  const to = frozen({
    data: [
      { y: [3, 4], marker: { size: [1, 2], line: { width: 1 } }, meta: { deep: [1] } },
      { y: Float64Array.of(1, 2), line: { color: 'red' } },
    ],
    layout: { template: { layout: { colorway: ['red'] } }, xaxis: { range: [0, 1] }, yaxis: { range: [0, 2] } },
  });

  test('gives the states themselves at 0 and 1', () => {
    const tween = planTween(from, to, {});
    expect(tween(0)).toBe(from);
    expect(tween(1)).toBe(to);
  });

  test('shares what does not move with the first state', () => {
    const { data, layout } = planTween(from, to, {})(0.5);
    expect(data[0]).not.toBe(from.data[0]);
    expect(data[0]?.marker).toBe(from.data[0]?.marker);
    expect(data[0]?.meta).toBe(from.data[0]?.meta);
    expect(data[1]).toBe(from.data[1]);
    expect(layout).not.toBe(from.layout);
    expect(layout.template).toBe(from.layout.template);
    expect(layout.xaxis).toBe(from.layout.xaxis);
    expect(layout.yaxis).toEqual({ range: [0, 1.5] });
  });

  test('shares the whole data and layout where nothing moves', () => {
    const state = planTween(from, { data: [...from.data], layout: { ...from.layout } }, {})(0.5);
    expect(state.data).toBe(from.data);
    expect(state.layout).toBe(from.layout);
  });

  test('is a function of the position alone', () => {
    const tween = planTween(from, to, {});
    const [early, , again] = [tween(0.3), tween(0.7), tween(0.3)];
    expect(again).toEqual(early);
    expect(again.data[0]?.y).not.toBe(early.data[0]?.y);
  });

  test('lets traces that one side has not fade', () => {
    const tween = planTween({ data: [], layout: {} }, { data: [{ y: [1] }], layout: {} }, {});
    expect(tween(0.25).data).toEqual([{ y: [1], opacity: 0.25 }]);
  });

  test('lets traces fade that wait for their points', () => {
    const bars = { type: 'bar', name: 'bars' };
    const tween = planTween({ data: [bars], layout: {} }, { data: [{ ...bars, y: [1] }], layout: {} }, {});
    expect(tween(0.25).data).toEqual([{ ...bars, y: [1], opacity: 0.25 }]);
  });
});

describe('planTween() beyond its ends', () => {
  test('goes on with numbers and dates', () => {
    const at = tweenTrace(
      { x: ['2020-01-01'], y: [0] },
      { x: ['2020-01-03'], y: [10] },
      { xaxis: 'date', yaxis: 'linear' },
    );
    expect(at(1.5)).toEqual({ x: ['2020-01-04'], y: [15] });
    expect(at(-0.5)).toEqual({ x: ['2019-12-31'], y: [-5] });
  });

  test('keeps sizes, shares and colours valid', () => {
    const at = tweenTrace(
      { y: [1, 1], opacity: 0, marker: { size: [0, 10], opacity: [0.5, 1], line: { width: 1, color: 'red' } } },
      { y: [1, 1], opacity: 1, marker: { size: [10, 0], opacity: [1, 0.5], line: { width: 5, color: 'blue' } } },
    );
    expect(at(1.5)).toMatchObject({
      opacity: 1,
      marker: { size: [15, 0], opacity: [1, 0.25], line: { width: 7, color: 'blue' } },
    });
    expect(at(-0.5)).toMatchObject({
      opacity: 0,
      marker: { size: [0, 15], opacity: [0.25, 1], line: { width: 0, color: 'red' } },
    });
  });

  test('keeps domains on the paper', () => {
    const at = tweenLayout({ xaxis: { domain: [0, 0.4] } }, { xaxis: { domain: [0.5, 1] } });
    expect(at(1.5)).toEqual({ xaxis: { domain: [0.75, 1] } });
  });

  test('lets go beyond what is there already', () => {
    const at = tweenLayout({ title: { pad: { t: -10 } } }, { title: { pad: { t: -20 } } });
    expect(at(1.5)).toEqual({ title: { pad: { t: -25 } } });
  });

  test('takes no date beyond the years that Plotly knows', () => {
    const at = tweenTrace({ x: ['0001-01-01'] }, { x: ['9999-01-01'] }, { xaxis: 'date' });
    expect(at(1.5)).toEqual({ x: [null] });
  });
});
