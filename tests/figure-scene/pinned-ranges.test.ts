import { describe, expect, it } from 'vitest';
import { getAttribute } from '../../page/figure-scene/attributes.ts';
import { findAutoRanges } from '../../page/figure-scene/auto-ranges.ts';
import { type Attributes, type FigureState, isList } from '../../page/figure-scene/figure-state.ts';
import { pinRanges, type RangeProbe } from '../../page/figure-scene/pinned-ranges.ts';
import { frozen } from '../support/tween.ts';

interface FakeProbe extends RangeProbe {
  plotted: FigureState[];
}

/** Ranges the y axis from the lowest to the highest value of what is visible. @param types of axes, for each plot */
function probeOf(first: FigureState, types: Record<string, string>[] = []): FakeProbe {
  let shown = first;
  const plotted: FigureState[] = [];
  return {
    plotted,
    plot: async (state) => {
      shown = state;
      plotted.push(state);
    },
    keptTypes: () => new Map(Object.entries(types[Math.min(plotted.length, types.length - 1)] ?? {})),
    autoRanges: () => {
      const own = getAttribute(shown.layout, 'yaxis.range');
      const values = shown.data.flatMap((trace) => (trace.visible === false ? [] : valuesOf(trace)));
      // Plotly's own where nothing is.
      const range = own ?? (values.length === 0 ? [-1, 4] : [Math.min(...values), Math.max(...values)]);
      const yaxis = { _id: 'y', range, autorange: own === undefined, r2l: Number, l2r: (value: number) => value };
      const extremes = values.map((val) => ({ val }));
      return findAutoRanges({ yaxis }, [{ visible: true, _extremes: { y: { min: extremes } } }]);
    },
  };
}

function valuesOf({ y, z }: Attributes): number[] {
  const list = y ?? z;
  return isList(list) ? Array.from(list, Number) : [];
}

const stateOf = (y: number[], layout: Attributes = {}): FigureState => frozen({ data: [{ y }], layout });
const rangesOf = (states: readonly FigureState[]) => states.map(({ layout }) => getAttribute(layout, 'yaxis.range'));

describe('pinRanges()', () => {
  const states = [stateOf([1, 5]), stateOf([0, 4]), stateOf([3, 9])];
  const figure = stateOf([2, 3]);

  it('pins ranges over all states', async () => {
    const pinned = await pinRanges(probeOf(figure), states, 'pin');
    expect(pinned.map(({ layout }) => layout)).toEqual(Array(3).fill({ yaxis: { range: [0, 9], autorange: false } }));
    expect(pinned.map(({ data }) => data)).toEqual(states.map(({ data }) => data));
  });

  it.each([
    { what: 'the first', some: [[], [1, 2], [0, 3]] },
    { what: 'a later', some: [[1, 2], [], [0, 3]] },
  ])('$what state without data widens no range, and has that of the others', async ({ some }) => {
    const pinned = await pinRanges(
      probeOf(figure),
      some.map((y) => stateOf(y)),
      'pin',
    );
    expect(rangesOf(pinned)).toEqual(Array(3).fill([0, 3]));
  });

  it('pins the figure’s own', async () => {
    const probe = probeOf(figure);
    expect(rangesOf(await pinRanges(probe, states, 'figure'))).toEqual([
      [2, 3],
      [2, 3],
      [2, 3],
    ]);
    expect(probe.plotted).toEqual([]);
  });

  it('leaves them to Plotly', async () => {
    expect(await pinRanges(probeOf(figure), states, 'auto')).toEqual(states);
  });

  it('leaves a state its own range', async () => {
    const own = stateOf([-50, 50], { yaxis: { range: [7, 8] } });
    const mixed = [stateOf([1, 5]), own, stateOf([0, 4])];
    expect(rangesOf(await pinRanges(probeOf(figure), mixed, 'pin'))).toEqual([
      [0, 5],
      [7, 8],
      [0, 5],
    ]);
    expect(rangesOf(await pinRanges(probeOf(figure), mixed, 'figure'))).toEqual([
      [2, 3],
      [7, 8],
      [2, 3],
    ]);
  });

  it('plots none but the first of states that leave nothing to Plotly', async () => {
    const probe = probeOf(figure);
    const own = [1, 2, 3].map((y) => stateOf([y], { yaxis: { range: [0, 9] } }));
    expect(await pinRanges(probe, own, 'pin')).toEqual(own);
    expect(probe.plotted).toHaveLength(1);
  });

  it('plots of surfaces those at the extremes', async () => {
    const probe = probeOf(figure);
    const surfaces = [5, 1, 6, 9, 4, 2].map((z) => frozen({ data: [{ type: 'surface', z: [z] }], layout: {} }));
    expect(rangesOf(await pinRanges(probe, surfaces, 'pin'))).toEqual(Array(6).fill([1, 9]));
    expect(probe.plotted.map(({ data }) => data[0]?.z)).toEqual([[5], [1], [9]]);
  });

  it('looks at each surface of a slider that shows one after the other', async () => {
    const heights = [5, 1, 9];
    const surfaces = heights.map((_, step) =>
      frozen({ data: heights.map((z, i) => ({ type: 'surface', z: [z], visible: i === step })), layout: {} }),
    );
    expect(rangesOf(await pinRanges(probeOf(figure), surfaces, 'pin'))).toEqual(Array(3).fill([1, 9]));
  });

  it('gives each state the types that Plotly keeps', async () => {
    const typed = await pinRanges(
      probeOf(figure, [{ xaxis: 'date' }]),
      [stateOf([1], { xaxis: { type: '-' } })],
      'auto',
    );
    expect(typed[0]?.layout).toEqual({ xaxis: { type: 'date' } });
    const own = [stateOf([1], { xaxis: { type: 'category' } })];
    expect((await pinRanges(probeOf(figure, [{ xaxis: 'date' }]), own, 'auto'))[0]?.layout).toEqual(own[0]?.layout);
    // Found in a later state: it is kept for those before too.
    const late = await pinRanges(probeOf(figure, [{}, {}, { xaxis: 'date' }]), states, 'pin');
    expect(late.map(({ layout }) => layout.xaxis)).toEqual(Array(3).fill({ type: 'date' }));
  });

  it('pins the order of categories, but not where all is left to Plotly', async () => {
    const bars = ['b', 'a'].map((x) => frozen({ data: [{ x: [x], y: [1] }], layout: {} }));
    const order = { type: 'category', categoryorder: 'array', categoryarray: ['b', 'a'] };
    const probe = () => probeOf(figure, [{ xaxis: 'category' }]);
    for (const mode of ['pin', 'figure'] as const) {
      const pinned = await pinRanges(probe(), bars, mode);
      expect(pinned.map(({ layout }) => layout.xaxis)).toEqual([order, order]);
    }
    const left = await pinRanges(probe(), bars, 'auto');
    expect(left.map(({ layout }) => layout.xaxis)).toEqual(Array(2).fill({ type: 'category' }));
  });
});
