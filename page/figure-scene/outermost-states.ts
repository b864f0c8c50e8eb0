import { getAttribute } from './attributes.ts';
import { extentOf } from './extreme-states.ts';
import { type Attributes, type FigureState, isList, isSame } from './figure-state.ts';

/**
 * Of states in which nothing but the points of scatters moves, those whose data on some axis does not lie within another's:
 * the room that Plotly leaves grows with the range of the data, so the others cannot reach further. Of 600 states of a
 * wave that are a handful.
 *
 * @returns undefined when that cannot be said of them
 */
export function outermostStates(states: readonly FigureState[]): ReadonlySet<FigureState> | undefined {
  const [first] = states;
  if (!first?.data.every(isPlain)) return undefined;
  const extents = new Map<string, Extent[]>();
  for (const state of states) {
    if (!onlyMoves(state, first)) return undefined;
    for (const [axis, extent] of axisExtents(state)) {
      if (!isWhole(extent) || (isLog(state, axis) && extent.low <= 0)) return undefined;
      const known = extents.get(axis);
      if (known) known.push(extent);
      else extents.set(axis, [extent]);
    }
  }
  return new Set([...extents.values()].flatMap(outermost));
}

interface Extent {
  low: number;
  high: number;
  state: FigureState;
}

/** A scatter whose points all take the same room. */
function isPlain(trace: Attributes): boolean {
  const { type = 'scatter', stackgroup, error_x, error_y } = trace;
  return (
    (type === 'scatter' || type === 'scattergl') &&
    stackgroup === undefined &&
    error_x === undefined &&
    error_y === undefined &&
    !isList(getAttribute(trace, 'marker.size'))
  );
}

/** Attributes that change no range. */
const MOVED = new Set(['x', 'y', 'name', 'text', 'ids', 'customdata', 'hovertext', 'hovertemplate', 'hoverinfo']);

function onlyMoves({ data, layout }: FigureState, first: FigureState): boolean {
  if (data.length !== first.data.length || !isSame(drawnAmongData(layout), drawnAmongData(first.layout))) return false;
  return data.every((trace, i) => {
    const other = first.data[i] ?? {};
    const keys = new Set([...Object.keys(trace), ...Object.keys(other)]);
    return [...keys].every((key) => MOVED.has(key) || isSame(trace[key], other[key]));
  });
}

/** Shapes and annotations that ranges make room for. */
function drawnAmongData({ annotations, shapes }: Attributes): unknown[] {
  const items = [annotations, shapes].flatMap((list) => (isList(list) ? [...list] : []));
  return items.filter((item) => getAttribute(item, 'xref') !== 'paper' || getAttribute(item, 'yref') !== 'paper');
}

/** What the traces of a state reach over together, by axis: 'xaxis', 'yaxis2'. */
function axisExtents(state: FigureState): Map<string, Extent> {
  const extents = new Map<string, Extent>();
  for (const trace of state.data) {
    for (const letter of ['x', 'y'] as const) {
      const axis = `${letter}axis${String(trace[`${letter}axis`] ?? letter).slice(1)}`;
      const { low, high } = listExtent(trace, letter);
      const known = extents.get(axis) ?? { low, high, state };
      extents.set(axis, { low: Math.min(known.low, low), high: Math.max(known.high, high), state });
    }
  }
  return extents;
}

/** Where a trace has one list only, its points are counted along the other axis. */
function listExtent(trace: Attributes, letter: 'x' | 'y'): { low: number; high: number } {
  const [own, other] = [trace[letter], trace[letter === 'x' ? 'y' : 'x']];
  if (isList(own)) return extentOf(own);
  return { low: 0, high: isList(other) ? other.length : Number.NaN };
}

function isWhole({ low, high }: Extent): boolean {
  return Number.isFinite(low) && Number.isFinite(high);
}

/** On a log axis what is not above 0 is not there. */
function isLog({ layout }: FigureState, axis: string): boolean {
  return getAttribute(layout, `${axis}.type`) === 'log';
}

function outermost(extents: readonly Extent[]): FigureState[] {
  let furthest = Number.NEGATIVE_INFINITY;
  return extents
    .toSorted((a, b) => a.low - b.low || b.high - a.high)
    .filter(({ high }) => {
      const isOutermost = high > furthest;
      furthest = Math.max(furthest, high);
      return isOutermost;
    })
    .map(({ state }) => state);
}
