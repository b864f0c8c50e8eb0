import type { RangeMode } from '../../src/protocol.ts';
import { getAttribute, withAttribute } from './attributes.ts';
import { type Attributes, type FigureState, isList, isSame } from './figure-state.ts';

/** What of a map Plotly shows, in degrees, by path below the map's place in the layout. */
export type MapView = ReadonlyMap<string, number>;

/** What is asked of a plot out of sight. */
export interface ViewProbe {
  plot(state: FigureState): Promise<void>;
  fittedViews(): ReadonlyMap<string, MapView>;
}

/**
 * States in which the maps that Plotly fits to their locations, anew for each, stay where they are: fitted to the
 * locations of all states, or of the figure as it stands.
 */
export async function pinViews(
  probe: ViewProbe,
  states: readonly FigureState[],
  { figure, mode }: { figure: FigureState; mode: RangeMode },
): Promise<readonly FigureState[]> {
  if (mode === 'auto' || !moves(states)) return states;
  await probe.plot(mode === 'figure' ? figure : { data: allPlaces(states), layout: states[0]?.layout ?? {} });
  const views = probe.fittedViews();
  return states.map((state) => ({ ...state, layout: [...views].reduce(withView, state.layout) }));
}

function withView(layout: Attributes, [map, view]: [string, MapView]): Attributes {
  const given = [...view.keys(), 'lonaxis.range', 'lataxis.range'].some(
    (path) => getAttribute(layout, `${map}.${path}`) !== undefined,
  );
  // With a view of its own Plotly does not fit a map.
  if (given || getAttribute(layout, `${map}.fitbounds`) === false) return layout;
  return [...view].reduce((placed, [path, value]) => withAttribute(placed, `${map}.${path}`, value), layout);
}

const PLACES = ['lon', 'lat', 'locations', 'visible'];

/** Whether the locations of a map are not the same in all states. */
function moves(states: readonly FigureState[]): boolean {
  const placesOf = ({ data }: FigureState) =>
    data.flatMap((trace) => (isOnMap(trace) ? [PLACES.map((name) => trace[name])] : []));
  const [first, ...others] = states.map(placesOf);
  return others.some((places) => !isSame(places, first));
}

/** Traces with all locations that the maps have in any state. */
function allPlaces(states: readonly FigureState[]): Attributes[] {
  return states.flatMap(({ data }, i) =>
    data.filter((trace, k) => {
      const before = states[i - 1]?.data[k];
      return isOnMap(trace) && !(before && PLACES.every((name) => isSame(before[name], trace[name])));
    }),
  );
}

function isOnMap({ type, lon, locations }: Attributes): boolean {
  return (type === 'scattergeo' || type === 'choropleth') && (isList(lon) || isList(locations));
}

/** Reads the views that Plotly has fitted out of its `_fullLayout`. */
export function fittedViews(layout: Attributes): Map<string, MapView> {
  const maps = Object.keys(layout).filter((key) => /^geo\d*$/.test(key) && getAttribute(layout, `${key}.fitbounds`));
  return new Map(
    maps.flatMap((map) => {
      const view = readView(Object(layout[map]));
      return view ? [[map, view] as const] : [];
    }),
  );
}

interface FullMap {
  _isScoped?: boolean;
  _isClipped?: boolean;
  _subplot?: { fitScale: number; projection: Projection };
}

/** d3's: degrees. */
interface Projection {
  scale(): number;
  center(): [number, number];
  rotate(): [number, number, number];
}

function readView({ _isScoped: isScoped, _isClipped: isClipped, _subplot: subplot }: FullMap): MapView | undefined {
  if (!subplot) return undefined;
  const { projection, fitScale } = subplot;
  const [lon, lat] = projection.rotate().map((angle) => -angle);
  const [x, y] = projection.center();
  if (lon === undefined || lat === undefined) return undefined;
  return new Map([
    ['center.lon', x + lon],
    ['center.lat', y + lat],
    ['projection.scale', projection.scale() / fitScale],
    ...(isScoped ? [] : [['projection.rotation.lon', lon] as const]),
    ...(isClipped && !isScoped ? [['projection.rotation.lat', lat] as const] : []),
  ]);
}
