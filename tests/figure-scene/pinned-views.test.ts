import { expect, test } from 'vitest';
import type { FigureState } from '../../page/figure-scene/figure-state.ts';
import { fittedViews, type MapView, pinViews } from '../../page/figure-scene/pinned-views.ts';

const VIEW: MapView = new Map([
  ['center.lon', 20],
  ['projection.scale', 3],
]);

/** A probe that fits one map, and remembers what it was asked to plot. */
function openProbe() {
  const plotted: FigureState[] = [];
  return {
    plotted,
    plot: async (state: FigureState) => {
      plotted.push(state);
    },
    fittedViews: () => new Map([['geo', VIEW]]),
  };
}

const at = (...lon: number[]) => ({ type: 'scattergeo', lon, lat: lon.map(() => 50) });
const land = { type: 'choropleth', locations: ['DEU'], z: [1] };
const figure: FigureState = { data: [at(0), land], layout: { geo: { showland: true } } };
const states: FigureState[] = [figure, { ...figure, data: [at(40, 50), { ...land, z: [2] }] }];

test('a map is fitted once to the locations of all states', async () => {
  const probe = openProbe();
  const pinned = await pinViews(probe, states, { figure, mode: 'pin' });
  expect(probe.plotted).toEqual([{ data: [at(0), land, at(40, 50)], layout: figure.layout }]);
  for (const { layout } of pinned) {
    expect(layout).toEqual({ geo: { showland: true, center: { lon: 20 }, projection: { scale: 3 } } });
  }
});

test('or to those of the figure as it stands', async () => {
  const probe = openProbe();
  await pinViews(probe, states, { figure, mode: 'figure' });
  expect(probe.plotted).toEqual([figure]);
});

test.each([
  { what: 'ranges are left to Plotly', mode: 'auto' as const, shown: states },
  {
    what: 'the locations stay',
    mode: 'pin' as const,
    shown: [figure, { ...figure, data: [at(0), { ...land, z: [3] }] }],
  },
])('all stays as it is where $what', async ({ mode, shown }) => {
  const probe = openProbe();
  expect(await pinViews(probe, shown, { figure, mode })).toBe(shown);
  expect(probe.plotted).toEqual([]);
});

test.each([{ projection: { scale: 2 } }, { lonaxis: { range: [0, 90] } }, { fitbounds: false }])(
  'a state keeps the view that it gives itself: %j',
  async (geo) => {
    const own = { ...figure, data: [at(10)], layout: { geo } };
    const pinned = await pinViews(openProbe(), [...states, own], { figure, mode: 'pin' });
    expect(pinned.at(-1)?.layout).toEqual({ geo });
  },
);

test.each([
  { kind: { _isScoped: true }, rotated: {} },
  { kind: {}, rotated: { 'projection.rotation.lon': 10 } },
  { kind: { _isClipped: true }, rotated: { 'projection.rotation.lon': 10, 'projection.rotation.lat': 5 } },
])('reads the view of a fitted map: $kind', ({ kind, rotated }) => {
  const projection = { scale: () => 300, center: () => [2, 3], rotate: () => [-10, -5, 0] };
  const map = { ...kind, fitbounds: 'locations', _subplot: { projection, fitScale: 100 } };
  const views = fittedViews({ geo: { ...map, fitbounds: false }, geo2: map, xaxis: {} });
  expect([...views.keys()]).toEqual(['geo2']);
  expect(Object.fromEntries(views.get('geo2') ?? [])).toEqual({
    ...{ 'center.lon': 12, 'center.lat': 8, 'projection.scale': 3 },
    ...rotated,
  });
});
