import type { AxisTypes } from '../axis-types.ts';
import { type Attributes, isAttributes, isList, isTypedList, type List } from '../figure-state.ts';
import { type AbsentValue, absentValues, growsByOpacity, withOpacities } from './absent-point.ts';
import { isInPlace, matchByKey, matchByPlace, type PointMatch } from './match-points.ts';
import { matchByRank } from './match-samples.ts';
import { pointFamily } from './point-family.ts';
import { levelsOf, type Points, readPoints } from './read-points.ts';

/**
 * Gives two traces of one type the same points in the same order: all that either has. A point that one side has not
 * is put in there as nothing to be seen yet: without size, length or opacity, or at its neighbour on a line.
 *
 * Points are the same by `ids`; bars also by their category, sectors by their label, regions by their location,
 * candles by their x, samples by their rank; all others by their place in the list.
 */
export function alignPoints(from: Attributes, to: Attributes, axes: AxisTypes): readonly [Attributes, Attributes] {
  const family = pointFamily(from);
  const start = family && readPoints(from, family, axes);
  const end = family && readPoints(to, family, axes);
  if (!start || !end) return [from, to];

  const match = matchPoints(start, end);
  const sides = { from: side(start.count, match.from, match.to), to: side(end.count, match.to, match.from) };
  const fades = family.entering === 'markers' && !isInPlace(match) && growsByOpacity(from, to);
  const absent = absentValues(from, to, { family, axes });
  const isLevels = (path: readonly string[]) => path.length === 1 && levelsOf(from, path.join(), axes) !== undefined;

  const alignRecords = (a: Attributes, b: Attributes, path: readonly string[]): [Attributes, Attributes] => {
    const left: Record<string, unknown> = { ...a };
    const right: Record<string, unknown> = { ...b };
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (!APART.has(name)) [left[name], right[name]] = alignValues(a[name], b[name], [...path, name]);
    }
    return [changed(a, left), changed(b, right)];
  };

  const alignValues = (a: unknown, b: unknown, path: readonly string[]): [unknown, unknown] => {
    if (isAttributes(a) && isAttributes(b)) return alignRecords(a, b, path);
    if (isAttributes(a) && b === undefined) return [alignRecords(a, {}, path)[0], b];
    if (isAttributes(b) && a === undefined) return [a, alignRecords({}, b, path)[1]];
    if (isLevels(path) && Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
      const levels = a.map((level, i) => alignValues(level, b[i], [...path, String(i)]));
      return [levels.map(([level]) => level), levels.map(([, level]) => level)];
    }
    if (!isPointList(a, start.count) && !isPointList(b, end.count)) return [a, b];
    const left = spread(a, start.count);
    const right = spread(b, end.count);
    const value = absent(path);
    return [left ? gather(left, right, sides.from, value) : a, right ? gather(right, left, sides.to, value) : b];
  };

  return fades
    ? alignRecords(withOpacities(from, start.count), withOpacities(to, end.count), [])
    : alignRecords(from, to, []);
}

// Lists of other things than points, which may happen to be as many.
const APART = new Set(['colorbar', 'colorscale', 'domain', 'selectedpoints', 'dimensions', 'type', 'name']);

/** One side of a match: for each point of both its own place and the other side's. */
interface Side {
  readonly own: Int32Array;
  readonly other: Int32Array;
  /** For each point that is absent here, the place of the nearest before it that is on both sides, else after it. */
  readonly neighbour: Int32Array;
  /** All points are here, in their order. */
  readonly whole: boolean;
}

function side(count: number, own: Int32Array, other: Int32Array): Side {
  const neighbour = new Int32Array(own.length).fill(-1);
  let last = own.find((place, i) => place >= 0 && (other[i] ?? -1) >= 0) ?? -1;
  for (let i = 0; i < own.length; i++) {
    const place = own[i] ?? -1;
    if (place < 0) neighbour[i] = last;
    else if ((other[i] ?? -1) >= 0) last = place;
  }
  return { own, other, neighbour, whole: own.length === count && own.every((place, i) => place === i) };
}

function matchPoints(from: Points, to: Points): PointMatch {
  const byIds = from.ids && to.ids && matchByKey(from.ids, to.ids);
  const byNames = from.names && to.names && matchByKey(from.names, to.names);
  const byRank = from.samples && to.samples && matchByRank(from.samples, to.samples);
  return byIds ?? byNames ?? byRank ?? matchByPlace(from.count, to.count);
}

function gather(
  list: List,
  others: List | undefined,
  { own, other, neighbour, whole }: Side,
  absent: AbsentValue,
): List {
  if (whole && list.length === own.length) return list;
  const absentAt = (i: number): unknown => {
    if (absent === 'zero') return 0;
    if (absent === 'blank') return '';
    const near = neighbour[i] ?? -1;
    if (absent === 'neighbour' && near >= 0) return list[near];
    return absent === 'missing' ? null : (others?.[other[i] ?? -1] ?? null);
  };
  const values = Array.from(own, (place, i): unknown => (place < 0 ? absentAt(i) : list[place]));
  return isTypedList(list) ? toTyped(values) : values;
}

function toTyped(values: readonly unknown[]): List {
  const numbers = values.map((value) => value ?? Number.NaN);
  return numbers.every((value) => typeof value === 'number') ? Float64Array.from(numbers) : values;
}

function isPointList(value: unknown, count: number): boolean {
  return isList(value) && value.length === count;
}

/** A list of points as it is, and one value for all as a list; undefined for anything else. */
function spread(value: unknown, count: number): List | undefined {
  if (isList(value)) return value.length === count ? value : undefined;
  return typeof value === 'number' || typeof value === 'string' ? new Array(count).fill(value) : undefined;
}

function changed(before: Attributes, after: Attributes): Attributes {
  return Object.keys(after).every((key) => after[key] === before[key]) ? before : after;
}
