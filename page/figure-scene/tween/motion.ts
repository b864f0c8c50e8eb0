import { type Attributes, isSame } from '../figure-state.ts';

/**
 * How one value gets from one state to the next: not at all, or as a function of the position between them. The
 * position is above 0 and not 1, and beyond 1 or below 0 where an easing overshoots. `undefined` stands for a value
 * that is not there.
 */
export type Motion<T = unknown> = { readonly still: T } | { readonly at: (position: number) => T };

/** From one value to the other at the half. */
export function switching<T>(from: T, to: T): Motion<T> {
  return isSame(from, to) ? { still: from } : { at: (position) => (position < 0.5 ? from : to) };
}

/** All that stays is shared from frame to frame, the whole record where nothing moves. */
export function movingRecord(
  from: Attributes,
  to: Attributes,
  plan: (from: unknown, to: unknown, key: string) => Motion,
): Motion<Attributes> {
  const still: Record<string, unknown> = {};
  const moving: [string, (position: number) => unknown][] = [];
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const motion = plan(from[key], to[key], key);
    if ('at' in motion) moving.push([key, motion.at]);
    else still[key] = motion.still;
  }
  if (moving.length === 0) return { still: from };
  return {
    at: (position) => {
      const record = { ...still };
      for (const [key, at] of moving) {
        const value = at(position);
        if (value !== undefined) record[key] = value;
      }
      return record;
    },
  };
}

/** A list whose items each move in their own way: `from` itself where none does. */
export function movingList<L, T>(from: L, motions: readonly Motion<T>[]): Motion<L | readonly T[]> {
  if (motions.every((motion) => 'still' in motion)) return { still: from };
  return { at: (position) => motions.map((motion) => valueAt(motion, position)) };
}

export function valueAt<T>(motion: Motion<T>, position: number): T {
  return 'at' in motion ? motion.at(position) : motion.still;
}
