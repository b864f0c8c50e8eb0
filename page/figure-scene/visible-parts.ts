import type { Attributes, FigureState } from './figure-state.ts';

/** Attributes of traces that show only under a mouse, or not at all. */
const UNSEEN = new Set(['hovertemplate', 'hovertext', 'hoverinfo', 'hoverlabel', 'hoveron', 'uid', 'uirevision']);

const seen = new WeakMap<Attributes, Attributes>();

/** A state without what a picture does not show: figures bring hover texts that are others for each frame. */
export function visibleParts({ data, layout }: FigureState): FigureState {
  return { data: data.map(visibleTrace), layout };
}

/** The same trace gives the same result: identity tells what changed. */
function visibleTrace(trace: Attributes): Attributes {
  const known = seen.get(trace);
  if (known) return known;
  const visible = Object.fromEntries(
    // The sectors of a sunburst are found by their ids.
    Object.entries(trace).filter(([key]) => !UNSEEN.has(key) && (key !== 'ids' || trace.parents !== undefined)),
  );
  seen.set(trace, visible);
  return visible;
}
