import type { FigureMoment, FigureProps } from '../../src/protocol.ts';
import { applyCall } from './apply-call.ts';
import { shareEqual, withAttribute } from './attributes.ts';
import type { Attributes, FigureState } from './figure-state.ts';
import { turnCameras } from './orbit.ts';
import { pinColours } from './pinned-colours.ts';
import { pinRanges } from './pinned-ranges.ts';
import { pinViews } from './pinned-views.ts';
import { openProbe } from './probe.ts';
import { revealAxis } from './reveal-axis.ts';
import { revealed } from './revealed.ts';
import { playStates } from './states.ts';
import { planTween } from './tween/plan-tween.ts';

/** A figure's keyframes and all that lies between them. */
export interface Film {
  readonly first: FigureState;
  /** What a moment shows: a function of the moment alone. */
  stateAt(moment: FigureMoment): FigureState;
}

/** Plays the figure's frames, finds the ranges that hold them all, and makes ready what moves between them. */
export async function openFilm(props: FigureProps): Promise<Film> {
  const figure: FigureState = { data: props.data, layout: props.layout };
  const probe = await openProbe(figure, props);
  const ranged = await pinRanges(probe, playKeyframes(figure, props), props.ranges);
  const axes = probe.axisTypes();
  const plotted = probe.axes();
  const viewed = await pinViews(probe, ranged, { figure, mode: props.ranges });
  const states = shared(await pinColours(probe, viewed, props.ranges));
  const axesOf = (trace: Attributes) => ({ x: revealAxis(plotted(trace, 'x')), y: revealAxis(plotted(trace, 'y')) });
  probe.close();
  const [first] = states;
  if (!first) throw new RangeError('The figure has no keyframe');

  /** The one between the keyframes of the last moment: frames come mostly in order. */
  let tween: { from: number; to: number; at: (position: number) => FigureState } | undefined;
  const between = (from: number, to: number, position: number): FigureState => {
    if (tween?.from !== from || tween.to !== to) {
      tween = { from, to, at: planTween(keyframe(states, from), keyframe(states, to), axes) };
    }
    return tween.at(position);
  };
  return {
    first,
    stateAt: ({ from, to, at, orbit, reveal }) => {
      const state = from === to ? keyframe(states, from) : between(from, to, at);
      const turned = orbit === undefined ? state : turnCameras(state, orbit);
      return reveal === undefined ? turned : revealed(turned, { share: reveal, axesOf });
    },
  };
}

function keyframe(states: readonly FigureState[], index: number): FigureState {
  const state = states[index];
  if (!state) throw new RangeError(`The figure has no keyframe ${index}`);
  return state;
}

/** States that share what is equal in one and the next: identity tells what changes. */
function shared(states: readonly FigureState[]): FigureState[] {
  let previous: FigureState | undefined;
  return states.map((state) => {
    previous = shareEqual(previous, state);
    return previous;
  });
}

/** The state of each keyframe, as if the viewer had played up to it. */
function playKeyframes(figure: FigureState, { keyframes, frames, label, slider }: FigureProps): FigureState[] {
  let state = figure;
  return keyframes.map((changes, index) => {
    for (const change of changes) {
      state =
        change.kind === 'call'
          ? applyCall(state, change.method, change.args)
          : (playStates({ ...withRoom(state, change.frames, frames), frames }, change.frames).at(-1) ?? state);
    }
    return withLabel(withSliderStep(state, slider, index), label, index);
  });
}

/**
 * A state with a place for each trace that these frames bring beyond the figure's own. Plotly would drop them; the viewer
 * of a video wants to see them.
 */
function withRoom(state: FigureState, played: readonly number[], frames: FigureProps['frames']): FigureState {
  const lengths = played.map((index) => (frames[index]?.traces ? 0 : (frames[index]?.data?.length ?? 0)));
  const missing = Math.max(0, ...lengths) - state.data.length;
  return missing > 0 ? { ...state, data: [...state.data, ...Array.from({ length: missing }, () => ({}))] } : state;
}

function withLabel(state: FigureState, label: FigureProps['label'], index: number): FigureState {
  if (!label) return state;
  const { annotations } = state.layout;
  const own: unknown[] = Array.isArray(annotations) ? annotations : [];
  const text = label.texts[index] ?? '';
  return { ...state, layout: { ...state.layout, annotations: [...own, { ...label.annotation, text }] } };
}

/** A slider that stays in the picture stands where the figure is. */
function withSliderStep(state: FigureState, slider: FigureProps['slider'], index: number): FigureState {
  if (!slider) return state;
  return {
    ...state,
    layout: withAttribute(state.layout, `sliders[${slider.index}].active`, slider.steps[index] ?? 0),
  };
}
