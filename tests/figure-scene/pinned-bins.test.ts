import { expect, test } from 'vitest';
import type { FigureState } from '../../page/figure-scene/figure-state.ts';
import { type Bins, pinBins, readBins } from '../../page/figure-scene/pinned-bins.ts';

/** A probe that finds the same bins for each histogram, and remembers what it was asked to plot. */
function openProbe(found: Bins = { start: -1, end: 9, size: 2 }) {
  const plotted: FigureState[] = [];
  return {
    plotted,
    plot: async (state: FigureState) => {
      plotted.push(state);
    },
    bins: () => new Map(plotted.at(-1)?.data.flatMap(({ type }, i) => (type === 'histogram' ? [[i, found]] : []))),
  };
}

const histogram = (x: number[], more: object = {}) => ({ type: 'histogram', x, ...more });
const dots = { y: [1, 2] };
const statesOf = (...traces: object[]): FigureState[] =>
  traces.map((trace) => ({ data: [dots, { ...trace }], layout: {} }));

test('bins are as wide as at first, and hold the samples of all states', async () => {
  const probe = openProbe();
  const states = statesOf(histogram([1]), histogram([9]));
  const figure: FigureState = { data: [dots], layout: {} };
  const pinned = await pinBins(probe, states, { figure, mode: 'pin' });
  const sized = { xbins: { size: 2 } };
  expect(probe.plotted).toEqual([
    states[0],
    { data: [histogram([1], sized), histogram([9], sized)], layout: {} },
    // What is asked of the probe next is the figure as it stands.
    figure,
  ]);
  const xbins = { start: -1, end: 9, size: 2 };
  expect(pinned.map(({ data }) => data)).toEqual([
    [dots, histogram([1], { xbins })],
    [dots, histogram([9], { xbins })],
  ]);
});

test('histograms that lie over each other keep bins of their own', async () => {
  const probe = openProbe();
  const states = [[1], [9]].map((x): FigureState => ({ data: [histogram(x)], layout: { barmode: 'overlay' } }));
  await pinBins(probe, states, { figure: { data: [], layout: {} }, mode: 'figure' });
  expect(probe.plotted[1]?.data[0]?.bingroup).toBe('trace 0');
});

test.each([
  { what: 'bins of its own', more: { xbins: { size: 3 } }, mode: 'pin' as const },
  { what: 'a number of bins', more: { nbinsx: 3 }, mode: 'pin' as const },
  { what: 'bins that are left to Plotly', more: {}, mode: 'auto' as const },
])('a histogram keeps $what', async ({ more, mode }) => {
  const probe = openProbe();
  const states = statesOf(histogram([1], more), histogram([9], more));
  expect(await pinBins(probe, states, { figure: { data: [], layout: {} }, mode })).toBe(states);
  expect(probe.plotted).toEqual([]);
});

test('nothing is looked for where the samples stay', async () => {
  const states = statesOf(histogram([1]), histogram([1], { marker: { color: 'red' } }));
  expect(await pinBins(openProbe(), states, { figure: { data: [], layout: {} }, mode: 'pin' })).toBe(states);
});

test('reads the bins that Plotly has found, but those of categories', () => {
  const bins = { start: 0, end: 4, size: 1 };
  const layout = { _histogramBinOpts: { a: bins, b: bins }, xaxis: { type: 'linear' }, yaxis: { type: 'category' } };
  const vertical = { type: 'histogram', orientation: 'v', _xbingroup: 'a' };
  const horizontal = { type: 'histogram', orientation: 'h', _ybingroup: 'b' };
  expect(Object.fromEntries(readBins(layout, [dots, vertical, horizontal]))).toEqual({ 1: bins });
});
