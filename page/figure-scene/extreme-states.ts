import { SCENE_TRACES } from '../../src/protocol.ts';
import { type Attributes, type FigureState, isAttributes, isList, type List } from './figure-state.ts';

/** Traces whose ranges and colours reach from the smallest to the largest value, without room for markers. */
const UNPADDED = new Set([...SCENE_TRACES, ...['heatmap', 'contour', 'choropleth']]);

/**
 * The states that ranges have to be looked for in: with traces of certain types those in which a list of numbers, or
 * its length, is at its smallest or largest. To plot a surface for each of its states takes as long as its video.
 */
export function extremeStates(states: readonly FigureState[]): ReadonlySet<FigureState> {
  if (!states.every(({ data }) => data.every(({ type }) => UNPADDED.has(String(type))))) return new Set(states);
  const extremes = new Map<string, { low: number; high: number; lowest: FigureState; highest: FigureState }>();
  for (const state of states) {
    for (const [index, trace] of state.data.entries()) {
      for (const [path, list] of lists(trace, `${index}`)) {
        const extent = extentOf(list);
        for (const [part, low, high] of [
          ['values', extent.low, extent.high],
          ['length', list.length, list.length],
        ] as const) {
          const key = `${path}.${part}`;
          const known = extremes.get(key) ?? { low, high, lowest: state, highest: state };
          if (low < known.low) Object.assign(known, { low, lowest: state });
          if (high > known.high) Object.assign(known, { high, highest: state });
          extremes.set(key, known);
        }
      }
    }
  }
  return new Set([
    ...states.slice(0, 1),
    ...[...extremes.values()].flatMap(({ lowest, highest }) => [lowest, highest]),
  ]);
}

function* lists(attributes: Attributes, path: string): Generator<[path: string, list: List]> {
  for (const [key, value] of Object.entries(attributes)) {
    if (isList(value)) yield [`${path}.${key}`, value];
    else if (isAttributes(value)) yield* lists(value, `${path}.${key}`);
  }
}

interface Extent {
  low: number;
  high: number;
}

const extents = new WeakMap<object, Extent>();

/** Of all numbers in a list and in the lists in it; numbers in texts count, and dates in their usual form. */
export function extentOf(list: List): Extent {
  const known = extents.get(list);
  if (known) return known;
  const extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const { low, high } = isList(item) ? extentOf(item) : pointExtent(item);
    if (low < extent.low) extent.low = low;
    if (high > extent.high) extent.high = high;
  }
  extents.set(list, extent);
  return extent;
}

function pointExtent(item: unknown): Extent {
  const number = item === null || item === '' ? Number.NaN : Number(item);
  const value = typeof item === 'string' && Number.isNaN(number) ? Date.parse(item) : number;
  return { low: value, high: value };
}
