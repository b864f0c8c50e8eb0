import { getAttribute, withAttribute } from './attributes.ts';
import { type Attributes, type FigureState, isAttributes, isList } from './figure-state.ts';

/** A range that Plotly made of the data: of an axis, or of values that stand for colours. */
export interface AutoRange {
  /** Smallest and largest value, in numbers that grow evenly along the range. */
  low: number;
  high: number;
  /** Nothing is there that it could be of: it is Plotly's default, -1 to 6 or to 4. */
  isEmpty: boolean;
  /** The state with this range set, from one number to another. */
  pin(state: FigureState, low: number, high: number): FigureState;
}

/** The ranges that a plotted figure leaves to Plotly, by a key that is the same in each state. */
export function findAutoRanges(layout: Attributes, data: readonly Attributes[]): Map<string, AutoRange> {
  const ranges = new Map<string, AutoRange>();
  const add = (key: string, range: AutoRange | undefined) => range && ranges.set(key, range);
  for (const path of axisPaths(layout)) add(path, autoAxis(layout, path, data));
  for (const path of Object.keys(layout).filter((key) => /^coloraxis\d*$/.test(key))) {
    add(path, autoColours(layout[path], { path, letter: 'c', trace: undefined }));
  }
  for (const [trace, attributes] of data.entries()) {
    for (const [path, letter] of COLOURED) {
      const container = path === '' ? attributes : getAttribute(attributes, path);
      add(`data[${trace}].${path}.${letter}`, autoColours(container, { path, letter, trace }));
    }
  }
  return ranges;
}

/** Paths of a layout's axes: `xaxis`, `yaxis2`, `scene.xaxis`, `polar2.radialaxis`. */
function axisPaths(layout: Attributes): string[] {
  return Object.keys(layout).flatMap((key) => {
    if (/^[xy]axis\d*$/.test(key)) return [key];
    if (/^scene\d*$/.test(key)) return ['xaxis', 'yaxis', 'zaxis'].map((axis) => `${key}.${axis}`);
    if (/^polar\d*$/.test(key)) return [`${key}.radialaxis`];
    return [];
  });
}

/** Where traces have values that stand for colours, and the letter of their `cmin` or `zmin`. */
const COLOURED = [
  ['', 'z'],
  ['', 'c'],
  ['marker', 'c'],
  ['marker.line', 'c'],
  ['line', 'c'],
] as const;

function autoAxis(layout: Attributes, path: string, data: readonly Attributes[]): AutoRange | undefined {
  const axis = getAttribute(layout, path);
  if (typeof axis !== 'object' || axis === null || !('autorange' in axis) || !axis.autorange) return undefined;
  if (!('range' in axis && 'r2l' in axis && 'l2r' in axis) || !Array.isArray(axis.range)) return undefined;
  const { range, r2l, l2r } = axis;
  if (typeof r2l !== 'function' || typeof l2r !== 'function') return undefined;
  const [start, end] = [Number(r2l(range[0])), Number(r2l(range[1]))];
  if (!Number.isFinite(start) || !Number.isFinite(end)) return undefined;
  const isReversed = start > end;
  return {
    low: Math.min(start, end),
    high: Math.max(start, end),
    isEmpty: /^[xy]axis\d*$/.test(path) && isOfNothing(axis, [data, layout.annotations, layout.shapes]),
    pin: (state, low, high) => {
      // A state may have a range of its own where another has none.
      const own = getAttribute(state.layout, path);
      if (isAttributes(own) && !own.autorange && isWholeRange(own.range)) return state;
      const ends: unknown[] = (isReversed ? [high, low] : [low, high]).map((value) => l2r(value));
      const ranged = withAttribute(state.layout, `${path}.range`, ends);
      return { ...state, layout: withAttribute(ranged, `${path}.autorange`, false) };
    },
  };
}

/** Whether no trace, annotation or shape reaches anywhere on an axis or on one that it matches. */
function isOfNothing(axis: object, lists: readonly unknown[]): boolean {
  const { _id: id, _matchGroup: matching } = Object(axis);
  if (typeof id !== 'string') return false;
  const ids = [id, ...Object.keys(Object(matching))];
  const isOn = (item: unknown) => ids.some((on) => listOf(getAttribute(item, `_extremes.${on}.min`)).length > 0);
  return !lists.flatMap(listOf).some((item) => getAttribute(item, 'visible') === true && isOn(item));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether both ends are given: Plotly finds the one that is null. */
export function isWholeRange(range: unknown): boolean {
  return isList(range) && range.length === 2 && range[0] !== null && range[1] !== null;
}

interface ColourPlace {
  path: string;
  letter: 'c' | 'z';
  /** undefined: the layout's. */
  trace: number | undefined;
}

function autoColours(container: unknown, { path, letter, trace }: ColourPlace): AutoRange | undefined {
  if (!isAttributes(container) || container[`${letter}auto`] !== true) return undefined;
  const [low, high] = [container[`${letter}min`], container[`${letter}max`]];
  if (typeof low !== 'number' || typeof high !== 'number') return undefined;
  const prefix = path === '' ? letter : `${path}.${letter}`;
  return {
    ...{ low, high, isEmpty: false },
    pin: (state, low, high) => {
      const set = (attributes: Attributes) =>
        [`${prefix}auto`, `${prefix}min`, `${prefix}max`].reduce(
          (copy, name, i) => withAttribute(copy, name, [false, low, high][i]),
          attributes,
        );
      if (trace === undefined) return { ...state, layout: set(state.layout) };
      return { ...state, data: state.data.map((attributes, i) => (i === trace ? set(attributes) : attributes)) };
    },
  };
}
