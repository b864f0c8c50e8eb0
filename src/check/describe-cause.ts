import type { Cause, CauseKind } from './find-cause.ts';
import type { StateDifference } from './state-difference.ts';
import type { UnrepeatableCall } from './unrepeatable-calls.ts';

/** Paths that a message names at most. */
const MAX_PATHS = 3;

/** A cause in words: what was seen, and what to do about it. */
export function describeCause({ kind, differences, calls }: Cause): string {
  const what = listPaths(differences) ?? 'What is drawn';
  const mentions = calls.length === 0 ? '' : ` The scene mentions ${calls.map(describeCall).join(', ')}.`;
  return `${TEXTS[kind](what)}${mentions}`;
}

const TEXTS: Record<CauseKind, (what: string) => string> = {
  chance: (what) =>
    `${what}: other values on each fresh stage. Something gives chance numbers or the time of day that plotreel does not make repeatable; Math.random(), Date and performance.now() it does.`,
  state: (what) =>
    `${what}: other values each time that the same frame is drawn. \`update\` keeps state, in a variable or in what it adds to the figure's data: compute all that a frame shows from its params and index.`,
  leftover: (what) =>
    `${what}: the values of another frame stay. Set all that any frame changes in every frame, also to what it was.`,
  autorange: (what) =>
    `${what}: the range of an axis depends on what was drawn before (autorange). Set \`range\` in \`setup\`, or in every frame.`,
  late: (what) =>
    `${what}: the picture is taken before all is done. Await in \`update\` whatever it starts, or return its promise.`,
  element: () =>
    "The figure's data and layout are the same, its picture is not: `update` changes the element behind Plotly's back, or starts something that it does not await.",
};

function listPaths(differences: readonly StateDifference[]): string | undefined {
  if (differences.length === 0) return undefined;
  const named = differences
    .slice(0, MAX_PATHS)
    .map(({ path, lengths }) => (lengths ? `${path} (${lengths[0]} values, then ${lengths[1]})` : path));
  const more = differences.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A call with its place in the scene. */
export function describeCall({ name, place }: UnrepeatableCall): string {
  return place === undefined ? name : `${name} (${place})`;
}
