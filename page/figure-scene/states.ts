// What playing frames leaves in a figure, as plotly.js 4 does it: `animate`, `plots.computeFrame`, `plots.transition`
// and `plots.extendObjectWithContainers`. Tested against them.
import { expandPaths } from './expand-paths.ts';
import { type Attributes, type FigureState, isAttributes, isSame } from './figure-state.ts';
import { merge } from './merge.ts';

/** A frame of a figure, as Plotly takes it. */
export interface Keyframe {
  readonly name?: string | number;
  /** The name of the frame that this one continues. Plotly asks for it only in frames of the figure's own list. */
  readonly baseframe?: string | number;
  readonly data?: readonly (Attributes | null)[] | null;
  /** Which traces `data` is for; by default the first ones. */
  readonly traces?: readonly (number | null)[] | number | null;
  readonly layout?: Attributes | null;
}

export interface PlayedFigure extends FigureState {
  readonly frames?: readonly Keyframe[];
}

/**
 * The states of a figure while frames are played, one after each: what `Plotly.animate` leaves in the figure's data
 * and layout. A state shares with the one before it what the frame leaves alone; no input is changed.
 *
 * As in Plotly a frame changes traces and adds none: data for a trace that the figure has not is left out.
 *
 * @param order what is played: places in `figure.frames`, or frames that are in no list
 * @throws RangeError when there is no frame at a place
 */
export function playStates(figure: PlayedFigure, order: readonly (number | Keyframe)[]): FigureState[] {
  const frames = figure.frames ?? [];
  const names = byName(frames);
  const played: FigureState[] = [];
  let state: FigureState = { data: figure.data, layout: figure.layout };
  for (const item of order) {
    const frame = typeof item === 'number' ? frames[item] : item;
    if (!frame) throw new RangeError(`The figure has no frame ${item}: it has ${frames.length}, counted from 0`);
    state = play(state, typeof item === 'number' ? compose(frame, names) : frame);
    played.push(state);
  }
  return played;
}

/** Keyframes are played one by one out of the same list. */
const named = new WeakMap<readonly Keyframe[], ReadonlyMap<string, Keyframe>>();

/** Where a name is there twice, Plotly plays the last of them, at every place. */
function byName(frames: readonly Keyframe[]): ReadonlyMap<string, Keyframe> {
  const known = named.get(frames);
  if (known) return known;
  const names = new Map(
    frames.flatMap((frame): [string, Keyframe][] => (frame.name === undefined ? [] : [[String(frame.name), frame]])),
  );
  named.set(frames, names);
  return names;
}

const TRACE_ITEMS = ['dimensions'];
const LAYOUT_ITEMS = ['annotations', 'shapes', 'images', 'selections', 'sliders', 'updatemenus'];

/** A frame of the list with all that it continues laid under it. */
function compose(listed: Keyframe, named: ReadonlyMap<string, Keyframe>): Keyframe {
  const chain: Keyframe[] = [];
  let frame = named.get(String(listed.name)) ?? listed;
  while (!chain.includes(frame)) {
    chain.unshift(frame);
    frame = named.get(String(frame.baseframe)) ?? frame;
  }

  let layout: Attributes = {};
  const data = new Map<number, Attributes>();
  for (const part of chain) {
    layout = merge(layout, expandPaths(part.layout), LAYOUT_ITEMS);
    for (const [i, trace] of (part.data ?? []).entries()) {
      const index = part.traces === undefined || part.traces === null ? i : Object(part.traces)[i];
      if (typeof index === 'number') data.set(index, merge(data.get(index) ?? {}, expandPaths(trace), TRACE_ITEMS));
    }
  }
  return { layout, data: [...data.values()], traces: [...data.keys()] };
}

function play(state: FigureState, { data, traces, layout }: Keyframe): FigureState {
  const indices = readIndices(traces, state.data.length);
  const played = [...state.data];
  for (const [i, trace] of (data ?? []).slice(0, indices.length).entries()) {
    const index = indices[i] ?? 0;
    played[index] = merge(played[index] ?? {}, expandPaths(trace), TRACE_ITEMS);
  }
  const unchanged = played.every((trace, i) => trace === state.data[i]);
  return {
    data: unchanged ? state.data : played,
    layout: pinRanges(merge(state.layout, expandPaths(layout), LAYOUT_ITEMS), state.layout),
  };
}

function readIndices(traces: Keyframe['traces'], count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  const named = typeof traces === 'number' ? [traces] : (traces ?? []);
  // What follows an index that leads nowhere moves up, in Plotly too.
  return named.length === 0 ? all : named.filter((index) => index !== null).filter((index) => index in all);
}

// Plotly sets a frame's ranges by relayout, which ends autorange.
function pinRanges(layout: Attributes, before: Attributes): Attributes {
  const pins: Record<string, unknown> = {};
  for (const [name, axis] of Object.entries(layout)) {
    if (!/^[xy]axis\d*$/.test(name) || !isAttributes(axis)) continue;
    const { [name]: axisBefore } = before;
    const rangeBefore = isAttributes(axisBefore) ? axisBefore.range : undefined;
    if (Array.isArray(axis.range) && !isSame(axis.range, rangeBefore)) pins[name] = { autorange: false };
  }
  return merge(layout, pins);
}
