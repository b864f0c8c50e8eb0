import type { AxisTypes } from '../axis-types.ts';
import { type Attributes, isList, type List } from '../figure-state.ts';
import type { Keys } from './match-points.ts';
import type { Sample } from './match-samples.ts';
import type { PointFamily } from './point-family.ts';
import { date, position } from './scale.ts';
import { axisOf, barLists, sampleLists } from './trace-kind.ts';

/** The points of a trace, and what tells them apart. */
export interface Points {
  readonly count: number;
  readonly ids: Keys | undefined;
  readonly names: Keys | undefined;
  readonly samples: readonly Sample[] | undefined;
}

/** Reads the points of a trace; undefined when it has no list that would say how many there are. */
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
  return {
    count,
    ids: readKeys([trace.ids], count),
    names: readKeys(nameLists(trace, family, axes), count),
    samples: family.key === 'rank' ? readSamples(trace, axes, count) : undefined,
  };
}

/** The lists of a multicategory axis: one for each level, as long as there are points. */
export function levelsOf(trace: Attributes, name: string, axes: AxisTypes): readonly List[] | undefined {
  const list = trace[name];
  if (typeAt(trace, name, axes) !== 'multicategory' || !Array.isArray(list)) return undefined;
  return list.every(isList) ? list : undefined;
}

function nameLists(trace: Attributes, { key }: PointFamily, axes: AxisTypes): readonly unknown[] {
  if (key === 'labels') return trace.parents === undefined ? [trace.labels] : [trace.labels, trace.parents];
  if (key === 'locations' || key === 'x') return [trace[key]];
  const { place } = barLists(trace);
  // On other axes bars may well move along.
  return key === 'place' && isCategorical(trace, place, axes) ? listsAt(trace, place, axes) : [];
}

function readSamples(trace: Attributes, axes: AxisTypes, count: number): readonly Sample[] | undefined {
  const { values, groups } = sampleLists(trace);
  const list = trace[values];
  if (!isList(list) || isCategorical(trace, values, axes)) {
    // Counted by category: any one of it is as good as another.
    return readKeys(listsAt(trace, values, axes), count)?.map((group) => ({ group, value: 0 }));
  }
  const { read } = typeAt(trace, values, axes) === 'date' ? date : position;
  const keys = groups === undefined ? undefined : readKeys(listsAt(trace, groups, axes), count);
  return Array.from({ length: count }, (_, i) => {
    const value = read(list[i]);
    // What is missing is in no rank.
    return Number.isNaN(value) ? { group: 'missing', value: 0 } : { group: `in ${keys?.[i]}`, value };
  });
}

function listsAt(trace: Attributes, name: string, axes: AxisTypes): readonly unknown[] {
  return levelsOf(trace, name, axes) ?? [trace[name]];
}

function isCategorical(trace: Attributes, name: string, axes: AxisTypes): boolean {
  return /category$/.test(typeAt(trace, name, axes) ?? '');
}

function typeAt(trace: Attributes, name: string, axes: AxisTypes): string | undefined {
  return axes[axisOf(trace, [name]) ?? ''];
}

function readKeys(lists: readonly unknown[], count: number): Keys | undefined {
  const [first, ...more] = lists.map((list) =>
    isList(list) && list.length >= count ? Array.from(list, String) : undefined,
  );
  if (!first || more.includes(undefined)) return undefined;
  const keys = first.slice(0, count);
  return more.length === 0 ? keys : keys.map((key, i) => [key, ...more.map((list) => list?.[i])].join('\n'));
}
