import type { PointMatch } from './match-points.ts';

/** One of the values that a distribution is drawn of. */
export interface Sample {
  /** The category that it belongs to. */
  readonly group: string;
  readonly value: number;
}

/**
 * Matches samples of the same rank in their group. By their place in the list, which means nothing, half way would be
 * the means of two values that have nothing to do with each other, and every distribution would narrow there.
 *
 * Where there are more on one side, those without a partner are spread evenly.
 */
export function matchByRank(from: readonly Sample[], to: readonly Sample[]): PointMatch {
  const starts = ranked(from);
  const partners = new Int32Array(to.length).fill(-1);
  for (const [group, end] of ranked(to)) {
    const start = starts.get(group) ?? [];
    const pairs = Math.min(start.length, end.length);
    for (let i = 0; i < pairs; i++) partners[spread(end, i, pairs)] = spread(start, i, pairs);
  }
  const staying = new Set(partners);
  const leaving = [...from.keys()].filter((i) => !staying.has(i));
  return {
    from: Int32Array.from([...partners, ...leaving]),
    to: Int32Array.from([...to.keys(), ...leaving.map(() => -1)]),
  };
}

/** The places of each group's samples, the smallest value's first. */
function ranked(samples: readonly Sample[]): Map<string, number[]> {
  const groups = Map.groupBy(samples.keys(), (i) => samples[i]?.group ?? '');
  for (const places of groups.values()) places.sort((a, b) => (samples[a]?.value ?? 0) - (samples[b]?.value ?? 0));
  return groups;
}

/** The `i`th of `count` places, from the first to the last. */
function spread(places: readonly number[], i: number, count: number): number {
  const last = places.length - 1;
  return places[count === 1 ? Math.floor(last / 2) : Math.round((i * last) / (count - 1))] ?? 0;
}
