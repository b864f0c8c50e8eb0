import { getAttribute, withAttribute } from './attributes.ts';
import type { Attributes, FigureState } from './figure-state.ts';

/**
 * Categories in one order for all states: that in which they first appear, as Plotly orders those of one state. Orders
 * by value (`total ascending`) are what the figure wants to see change, and stay.
 */
export function pinCategories(states: readonly FigureState[], types: ReadonlyMap<string, string>): FigureState[] {
  const pinned = [...types].filter(([, type]) => type === 'category').map(([path]) => path);
  return pinned.reduce((ordered, path) => pinAxis(ordered, path), [...states]);
}

function pinAxis(states: FigureState[], path: string): FigureState[] {
  const order = getAttribute(states[0]?.layout, `${path}.categoryorder`);
  if (order !== undefined && order !== 'trace' && order !== 'array') return states;
  const categories = new Map<string, unknown>();
  for (const { layout, data } of states) {
    const given = getAttribute(layout, `${path}.categoryarray`);
    const values = [given, ...data.map((trace) => (isOnAxis(trace, path) ? trace[letterOf(path)] : undefined))];
    for (const category of values.flatMap(listOf)) {
      if (category !== null && category !== undefined && !categories.has(String(category))) {
        categories.set(String(category), category);
      }
    }
  }
  const categoryarray = [...categories.values()];
  return states.map((state) => ({
    ...state,
    layout: withAttribute(
      withAttribute(state.layout, `${path}.categoryorder`, 'array'),
      `${path}.categoryarray`,
      categoryarray,
    ),
  }));
}

/** 'xaxis2' → 'x', 'scene.yaxis' → 'y' */
function letterOf(path: string): string {
  return path.replace(/^.*\./, '').charAt(0);
}

function isOnAxis(trace: Attributes, path: string): boolean {
  const letter = letterOf(path);
  if (path.includes('.')) return `${trace.scene ?? 'scene'}.${letter}axis` === path;
  return String(trace[`${letter}axis`] ?? letter).replace(letter, `${letter}axis`) === path;
}

function listOf(values: unknown): unknown[] {
  return Array.isArray(values) ? values : [];
}
