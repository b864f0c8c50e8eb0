import { isSortedByValue } from '../sorted-categories.ts';
import { getAttribute } from './attributes.ts';
import { isWholeRange } from './auto-ranges.ts';
import { type Attributes, type FigureState, isAttributes, isList } from './figure-state.ts';
import { axisOf, typeOf } from './tween/trace-kind.ts';

/** Attributes that Plotly's transitions draw, by trace type. Bars keep their style in them. */
const ANIMATED_PATHS = new Map([
  ['scatter', new Set(['x', 'y', 'marker.size', 'marker.color', 'marker.opacity'])],
  ['bar', new Set(['x', 'y', 'base'])],
]);

/**
 * Whether `animate` without a redraw shows a change of traces' attributes. It moves no tick and touches no legend, leaves
 * in the picture what goes, and gives bars that come no colour.
 *
 * @param indices of the traces, @param paths of their attributes that change
 */
export function isAnimatable(
  shown: FigureState,
  next: FigureState,
  { indices, paths }: { indices: readonly number[]; paths: readonly string[] },
): boolean {
  const [type, ...others] = new Set(indices.map((index) => typeOf(next.data[index] ?? {})));
  const animated = ANIMATED_PATHS.get(type ?? '');
  if (!animated || others.length > 0 || !paths.every((path) => animated.has(path))) return false;
  return indices.every((index) => {
    const [before, after] = [shown.data[index] ?? {}, next.data[index] ?? {}];
    return (
      paths.every((path) => isAsLong(before, after, path)) && ['x', 'y'].every((name) => isStill(next, after, name))
    );
  });
}

/** Whether both traces have the attribute, for as many points. */
function isAsLong(before: Attributes, after: Attributes, path: string): boolean {
  const [from, to] = [getAttribute(before, path), getAttribute(after, path)];
  if (isList(from) && isList(to)) return from.length === to.length;
  return from !== undefined && to !== undefined && !isList(from) && !isList(to);
}

/** Whether neither the range of the trace's axis nor the order of its categories goes by the data. */
function isStill({ layout }: FigureState, trace: Attributes, name: string): boolean {
  const axis = getAttribute(layout, axisOf(trace, [name]) ?? '');
  if (!isAttributes(axis) || axis.autorange || !isWholeRange(axis.range)) return false;
  return !isSortedByValue(axis);
}
