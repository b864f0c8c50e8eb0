import type { AxisTypes } from '../axis-types.ts';
import { type Attributes, isList, type List } from '../figure-state.ts';
import type { Keys } from './match-points.ts';
import type { PointFamily } from './point-family.ts';
import { axisOf, barLists } from './trace-kind.ts';

export interface Points {
  readonly count: number;
  /** What tells the points apart, best first. */
  readonly keys: { readonly ids?: Keys; readonly names?: Keys };
}

/** The points of a trace; undefined when it has no list that would say how many. */
export function readPoints(trace: Attributes, family: PointFamily, axes: AxisTypes): Points | undefined {
  const lengths = family.lists.flatMap((name) => {
    const list = trace[name];
    if (!isList(list)) return [];
    const levels = levelsOf(trace, name, axes);
    return [levels ? Math.min(...levels.map((level) => level.length)) : list.length];
  });
  if (lengths.length === 0) return undefined;
  // As Plotly does: a point needs a value in each.
  const count = Math.min(...lengths);
  const ids = readKeys([trace.ids], count);
  const names = readKeys(nameLists(trace, family, axes), count);
  return { count, keys: { ...(ids && { ids }), ...(names && { names }) } };
}

/** The lists of a multicategory axis: one for each level, as long as there are points. */
export function levelsOf(trace: Attributes, name: string, axes: AxisTypes): readonly List[] | undefined {
  const axis = axisOf(trace, [name]);
  const list = trace[name];
  if (axis === undefined || axes[axis] !== 'multicategory' || !Array.isArray(list)) return undefined;
  return list.every(isList) ? list : undefined;
}

function nameLists(trace: Attributes, { key }: PointFamily, axes: AxisTypes): readonly unknown[] {
  if (key === undefined) return [];
  if (key === 'labels') return trace.parents === undefined ? [trace.labels] : [trace.labels, trace.parents];
  if (key !== 'place') return [trace[key]];
  const { place } = barLists(trace);
  const axis = axes[axisOf(trace, [place]) ?? ''];
  if (axis === 'multicategory') return levelsOf(trace, place, axes) ?? [];
  // On other axes bars may well move along.
  return axis === 'category' ? [trace[place]] : [];
}

function readKeys(lists: readonly unknown[], count: number): Keys | undefined {
  const [first, ...more] = lists.map((list) =>
    isList(list) && list.length >= count ? Array.from(list, String) : undefined,
  );
  if (!first || more.includes(undefined)) return undefined;
  const keys = first.slice(0, count);
  return more.length === 0 ? keys : keys.map((key, i) => [key, ...more.map((list) => list?.[i])].join('\n'));
}
