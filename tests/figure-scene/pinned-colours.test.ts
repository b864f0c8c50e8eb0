import { expect, test } from 'vitest';
import type { FigureState } from '../../page/figure-scene/figure-state.ts';
import { pinColours, sectorColours } from '../../page/figure-scene/pinned-colours.ts';

/** A probe that knows these colours, and remembers what it was asked to plot. */
function openProbe(colours: Record<string, Record<string, string>>) {
  const plotted: FigureState[] = [];
  return {
    plotted,
    plot: async (state: FigureState) => {
      plotted.push(state);
    },
    sectorColours: () => new Map(Object.entries(colours)),
  };
}

const pie = (labels: string[], more: object = {}) => ({ type: 'pie', labels, ...more });
const dots = { y: [1, 2] };
const statesOf = (...traces: object[]): FigureState[] =>
  traces.map((trace) => ({ data: [dots, { ...trace }], layout: { piecolorway: ['red'] } }));

test('a label keeps the colour that it gets where all are plotted', async () => {
  const probe = openProbe({ pie: { a: 'red', b: 'green', 1: 'blue' } });
  const states = statesOf(pie(['a', 'b']), pie(['b', '']));
  const pinned = await pinColours(probe, states, 'pin');
  expect(probe.plotted).toEqual([{ data: [pie(['a', 'b']), pie(['b', ''])], layout: { piecolorway: ['red'] } }]);
  expect(pinned.map(({ data }) => data)).toEqual([
    [dots, pie(['a', 'b'], { marker: { colors: ['red', 'green'] } })],
    [dots, pie(['b', ''], { marker: { colors: ['green', 'blue'] } })],
  ]);
});

test('sectors below the first level take their parents’ colours, as they were', async () => {
  const tree = (values: number[]) => ({
    labels: ['A', 'B', 'C'],
    ids: ['a', 'b', 'c'],
    parents: ['', 'a', 'b'],
    values,
  });
  const colours = { b: 'red' };
  const probe = openProbe({ treemap: colours, sunburst: colours });
  const [sunburst] = await pinColours(
    probe,
    statesOf({ type: 'sunburst', ...tree([1, 1, 1]) }, { type: 'sunburst', ...tree([1, 1, 2]) }),
    'figure',
  );
  expect(sunburst?.data[1]?.marker).toEqual({ colors: ['', 'red', ''] });
  const [treemap] = await pinColours(
    probe,
    statesOf({ type: 'treemap', ...tree([1, 1, 1]) }, { type: 'treemap', ...tree([1, 1, 2]) }),
    'pin',
  );
  expect(treemap?.data[1]?.marker).toEqual({ colors: ['', 'red', ''], depthfade: true });
});

test.each([
  { what: 'colours', marker: { colors: ['red'] } },
  { what: 'a colour scale', marker: { colorscale: 'Viridis' } },
  { what: 'a colour axis', marker: { coloraxis: 'coloraxis' } },
])('a trace keeps $what of its own', async ({ marker }) => {
  const states = statesOf(pie(['a'], { marker }), pie(['b'], { marker }));
  expect(await pinColours(openProbe({ pie: { a: 'red', b: 'green' } }), states, 'pin')).toEqual(states);
});

test('nothing is plotted where colours are left to Plotly, and where no sector changes', async () => {
  const probe = openProbe({});
  const states = statesOf(pie(['a']), pie(['b']));
  expect(await pinColours(probe, states, 'auto')).toBe(states);
  const [still] = states;
  const same = still ? [still, still] : [];
  expect(await pinColours(probe, same, 'pin')).toBe(same);
  expect(probe.plotted).toEqual([]);
});

test('reads the colours that Plotly has handed out', () => {
  const colours = sectorColours({ _piecolormap: { a: 'red' }, _treemapcolormap: {}, _other: 1 });
  expect(Object.fromEntries(colours)).toEqual({ pie: { a: 'red' }, treemap: {} });
});
