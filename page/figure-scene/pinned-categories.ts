import { getAttribute, withAttribute } from './attributes.ts';
import type { Attributes, FigureState } from './figure-state.ts';
import { sceneOf } from './scene-of.ts';

/**
 * Categories in one order for all states: that in which they first appear, as Plotly orders those of one state, or that
 * of the alphabet. Orders by value (`total ascending`) are what the figure wants to see change, and stay.
 */
export function pinCategories(states: readonly FigureState[], types: ReadonlyMap<string, string>): FigureState[] {
  const pinned = [...types].filter(([, type]) => type === 'category').map(([path]) => path);
  return pinned.reduce((ordered, path) => pinAxis(ordered, path), [...states]);
}

function pinAxis(states: FigureState[], path: string): FigureState[] {
  const order = getAttribute(states[0]?.layout, `${path}.categoryorder`) ?? 'trace';
  const sort = SORTS.get(order);
  if (!sort) return states;
  const categories = new Map<string, unknown>();
  for (const { layout, data } of states) {
    const given = getAttribute(layout, `${path}.categoryarray`);
    const values = [given, ...data.map((trace) => valuesOn(trace, path))];
    for (const category of values.flatMap(listOf)) {
      if (category !== null && category !== undefined && !categories.has(String(category))) {
        categories.set(String(category), category);
      }
    }
  }
  const categoryarray = sort([...categories.values()]);
  return states.map((state) => ({
    ...state,
    layout: withAttribute(
      withAttribute(state.layout, `${path}.categoryorder`, 'array'),
      `${path}.categoryarray`,
      categoryarray,
    ),
  }));
}

/** What becomes of categories in the order in which they appear, by Plotly's name for an order. */
const SORTS = new Map<unknown, (categories: unknown[]) => unknown[]>([
  ['trace', (categories) => categories],
  ['array', (categories) => categories],
  ['category ascending', (categories) => categories.toSorted(compare)],
  ['category descending', (categories) => categories.toSorted(compare).toReversed()],
]);

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/** A trace's values on an axis; undefined when it is on another. */
function valuesOn(trace: Attributes, path: string): unknown {
  const [subplot, axis] = path.split('.');
  const scene = sceneOf(trace);
  if (axis === undefined) {
    const letter = path.charAt(0);
    const id = String(trace[`${letter}axis`] ?? letter);
    return scene === undefined && id.replace(letter, `${letter}axis`) === path ? trace[letter] : undefined;
  }
  const polar = trace.subplot ?? 'polar';
  if (axis === 'radialaxis') return polar === subplot ? trace.r : undefined;
  if (axis === 'angularaxis') return polar === subplot ? trace.theta : undefined;
  return scene === subplot ? trace[axis.charAt(0)] : undefined;
}

function listOf(values: unknown): unknown[] {
  return Array.isArray(values) ? values : [];
}
