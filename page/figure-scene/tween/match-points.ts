/** Which point of either side each point between two states is; -1 for none. */
export interface PointMatch {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** One key for each point. */
export type Keys = readonly string[];

/**
 * Matches points by their keys.
 *
 * They come in the order of `to`, so that a line runs through those that enter where they belong; a point that leaves
 * comes right after the one that it followed.
 *
 * @returns undefined when a key is there twice
 */
export function matchByKey(from: Keys, to: Keys): PointMatch | undefined {
  const places = new Map(from.map((key, i) => [key, i]));
  const wanted = new Set(to);
  if (places.size < from.length || wanted.size < to.length) return undefined;

  // For each point that stays, those that leave after it; under -1 those that leave before any stays.
  const leaving = new Map<number, number[]>();
  let last = -1;
  for (const [i, key] of from.entries()) {
    if (wanted.has(key)) last = i;
    else if (!leaving.get(last)?.push(i)) leaving.set(last, [i]);
  }

  const pairs: [number, number][] = [];
  const leave = (after: number) => {
    for (const i of leaving.get(after) ?? []) pairs.push([i, -1]);
  };
  leave(-1);
  for (const [i, key] of to.entries()) {
    const place = places.get(key) ?? -1;
    pairs.push([place, i]);
    if (place >= 0) leave(place);
  }
  return { from: Int32Array.from(pairs, ([i]) => i), to: Int32Array.from(pairs, ([, i]) => i) };
}

/** Matches points by their place in the list; the longer side's last ones have no partner. */
export function matchByPlace(from: number, to: number): PointMatch {
  const upTo = (count: number) => Int32Array.from({ length: Math.max(from, to) }, (_, i) => (i < count ? i : -1));
  return { from: upTo(from), to: upTo(to) };
}

/** Whether every point stays, at its place. */
export function isInPlace({ from, to }: PointMatch): boolean {
  return from.every((i, place) => i === place && to[place] === place);
}
