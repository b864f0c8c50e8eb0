import { describe, expect, it } from 'vitest';
import type { FigureState } from '../../page/figure-scene/figure-state.ts';
import { outermostStates } from '../../page/figure-scene/outermost-states.ts';

/** Which of the states are kept; undefined where nothing is said of them. */
function kept(datas: object[][], layouts: Readonly<Record<string, unknown>>[] = []): number[] | undefined {
  const states = datas.map(
    (data, i): FigureState => ({ data: data.map((trace) => ({ ...trace })), layout: layouts[i] ?? {} }),
  );
  const outermost = outermostStates(states);
  return outermost && states.flatMap((state, i) => (outermost.has(state) ? [i] : []));
}

const line = (...y: unknown[]) => ({ x: [1, 2], y });

describe('outermostStates()', () => {
  it('keeps those whose data does not lie within that of another', () => {
    expect(kept([[line(0, 5)], [line(1, 4)], [line(2, 9)], [line(-1, 3)], [line(0, 5)]])).toEqual([0, 2, 3]);
  });

  it('keeps one of those that reach as far, and what reaches further with the other end', () => {
    expect(kept([[line(0, 1)], [line(0, 1)], [line(0, 2)]])).toEqual([0, 2]);
  });

  it('takes the traces of an axis together, and each axis by itself', () => {
    const two = (y: number, y2: number) => [line(0, y), { ...line(0, y2), yaxis: 'y2' }];
    expect(kept([two(1, 1), two(5, 0), two(0, 5), two(1, 1)])).toEqual([0, 1, 2]);
    expect(kept([[line(0, 1), line(5, 9)], [line(0, 9), line(4, 4)], [line(1, 8)].concat(line(2, 3))])).toEqual([0]);
  });

  it('knows dates, counted points and typed arrays', () => {
    const dated = (...x: string[]) => [{ x, y: [1, 1] }];
    expect(kept([dated('2020-01-02', '2020-01-03'), dated('2020-01-01', '2020-01-04')])).toContain(1);
    expect(kept([[{ y: [1] }], [{ y: [1, 1, 1] }]])).toEqual([0, 1]);
    expect(kept([[{ y: Float64Array.of(1, 2) }], [{ y: Float64Array.of(0, 3) }]])).toContain(1);
  });

  it.each([
    { what: 'other traces', states: [[{ type: 'bar', y: [1] }], [{ type: 'bar', y: [2] }]] },
    { what: 'sizes of their own', states: [[{ y: [1], marker: { size: [3] } }], [{ y: [2], marker: { size: [3] } }]] },
    { what: 'errors', states: [[{ y: [1], error_y: {} }], [{ y: [2], error_y: {} }]] },
    { what: 'stacks', states: [[{ y: [1], stackgroup: 'a' }], [{ y: [2], stackgroup: 'a' }]] },
    { what: 'another mode', states: [[{ y: [1], mode: 'lines' }], [{ y: [2], mode: 'markers' }]] },
    { what: 'categories', states: [[{ x: ['a'], y: [1] }], [{ x: ['b'], y: [2] }]] },
    { what: 'no data', states: [[{ y: [1] }], [{ y: [] }]] },
    { what: 'more traces', states: [[line(1, 2)], [line(1, 2), line(1, 2)]] },
  ])('says nothing of $what', ({ states }) => {
    expect(kept(states)).toBeUndefined();
  });

  it('says nothing of log axes with values that are not there, nor of shapes that move', () => {
    const states = [[line(1, 2)], [line(-1, 3)]];
    expect(kept(states, [{ yaxis: { type: 'log' } }, { yaxis: { type: 'log' } }])).toBeUndefined();
    expect(kept(states, [{ shapes: [{ x0: 1 }] }, { shapes: [{ x0: 2 }] }])).toBeUndefined();
    const label = (text: string) => ({ annotations: [{ text, xref: 'paper', yref: 'paper' }] });
    expect(kept(states, [label('a'), label('b')])).toEqual([0, 1]);
  });
});
