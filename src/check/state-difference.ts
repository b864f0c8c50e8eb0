import { isRecord } from '../figure-input/json-values.ts';
import type { FigureState } from '../protocol.ts';

/** A place where two states of a figure differ. */
export interface StateDifference {
  /** As in Plotly's reference: `data[0].y`, `layout.yaxis.range`. */
  readonly path: string;
  /** Lengths of the two, when it is a list that has grown or shrunk. */
  readonly lengths: readonly [before: number, after: number] | undefined;
}

/** Where two states of a figure differ, one path for each list of values. */
export function stateDifferences(before: FigureState, after: FigureState): StateDifference[] {
  const found = [
    ...differences(before.data, after.data, 'data'),
    ...differences(before.layout, after.layout, 'layout'),
  ];
  // Ranges that Plotly finds by itself follow the data.
  const followers = found.filter(({ path }) => isAxisRange(path));
  return found.length > followers.length && found.some(({ path }) => path.startsWith('data'))
    ? found.filter(({ path }) => !isAxisRange(path))
    : found;
}

/** Whether a path is the range of an axis, or says where that comes from. */
export function isAxisRange(path: string): boolean {
  return /^layout\.(scene\d*\.)?[xyz]axis\d*\.(range|autorange)$/.test(path);
}

function* differences(before: unknown, after: unknown, path: string): Generator<StateDifference> {
  if (Array.isArray(before) && Array.isArray(after)) {
    if (isOfRecords(before) && isOfRecords(after) && before.length === after.length) {
      for (const [i, item] of before.entries()) yield* differences(item, after[i], `${path}[${i}]`);
    } else if (JSON.stringify(before) !== JSON.stringify(after)) {
      yield { path, lengths: before.length === after.length ? undefined : [before.length, after.length] };
    }
  } else if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differences(before[key], after[key], `${path}.${key}`);
    }
  } else if (before !== after) yield { path, lengths: undefined };
}

/** Traces, annotations and the like, not values. */
function isOfRecords(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every(isRecord);
}
