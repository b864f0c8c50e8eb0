import { describe, expect, it } from 'vitest';
import { getAttribute } from '../../page/figure-scene/attributes.ts';
import { pinCategories } from '../../page/figure-scene/pinned-categories.ts';
import { frozen } from '../support/tween.ts';

/** The order of an axis in each state. @param traces those of each state */
function pinned(path: string, traces: object[][], layout: Record<string, unknown> = {}): unknown[] {
  const states = traces.map((data) => frozen({ data: data.map((trace) => ({ ...trace })), layout }));
  return pinCategories(states, new Map([[path, 'category']])).map((state) => [
    getAttribute(state.layout, `${path}.categoryorder`),
    getAttribute(state.layout, `${path}.categoryarray`),
  ]);
}

const bars = (...x: unknown[]) => [{ type: 'bar', x }];

describe('pinCategories()', () => {
  it('orders categories as they first appear in all states', () => {
    const order = ['array', ['b', 'a', 'c', 'd']];
    expect(pinned('xaxis', [bars('b', 'a'), bars('c'), bars('d', 'a')])).toEqual([order, order, order]);
    expect(pinned('xaxis', [bars('b', null, 1), bars('1', undefined)])[1]).toEqual(['array', ['b', 1]]);
  });

  it('puts those first that the figure orders', () => {
    const layout = { xaxis: { categoryorder: 'array', categoryarray: ['z', 'a'] } };
    expect(pinned('xaxis', [bars('b', 'a')], layout)).toEqual([['array', ['z', 'a', 'b']]]);
    expect(pinned('xaxis', [bars('b', 'a')], { xaxis: { categoryorder: 'trace' } })).toEqual([['array', ['b', 'a']]]);
  });

  it('sorts where the figure sorts', () => {
    const sorted = (categoryorder: string, ...x: unknown[]) =>
      Object(pinned('xaxis', [bars(...x.slice(0, 2)), bars(...x.slice(2))], { xaxis: { categoryorder } })[0])[1];
    expect(sorted('category ascending', 'c', 'a', 'b', 'B')).toEqual(['B', 'a', 'b', 'c']);
    expect(sorted('category descending', 'c', 'a', 'b')).toEqual(['c', 'b', 'a']);
    expect(sorted('category ascending', 10, 9, 100)).toEqual([9, 10, 100]);
  });

  it('leaves orders by value, and other axes', () => {
    const layout = { yaxis: { categoryorder: 'total ascending' } };
    const states = [frozen({ data: [{ y: ['a'] }], layout })];
    expect(pinCategories(states, new Map([['yaxis', 'category']]))).toEqual(states);
    expect(pinCategories(states, new Map([['yaxis', 'linear']]))).toEqual(states);
    expect(pinCategories(states, new Map())).toEqual(states);
  });

  it.each([
    { path: 'xaxis', values: ['a'] },
    { path: 'xaxis2', values: ['b'] },
    { path: 'yaxis', values: ['c', 'd'] },
    { path: 'scene.xaxis', values: ['e'] },
    { path: 'scene2.zaxis', values: ['f'] },
    { path: 'polar.angularaxis', values: ['g'] },
    { path: 'polar2.radialaxis', values: ['h'] },
  ])('takes those of the traces on $path', ({ path, values }) => {
    const traces = [
      { x: ['a'], y: ['c'] },
      { x: ['b'], xaxis: 'x2', y: ['d'], yaxis: 'y' },
      { type: 'scatter3d', x: ['e'] },
      { type: 'scatter3d', z: ['f'], scene: 'scene2' },
      { type: 'scatterpolar', theta: ['g'] },
      { type: 'barpolar', r: ['h'], subplot: 'polar2' },
    ];
    expect(pinned(path, [traces])).toEqual([['array', values]]);
  });
});
