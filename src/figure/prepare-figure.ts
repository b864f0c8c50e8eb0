import { InputError } from '../errors.ts';
import { type FrameRate, toNumber } from '../frames/fps.ts';
import type { FigureMoment, FigureProps, RangeMode } from '../protocol.ts';
import { withoutControls } from './controls.ts';
import { ease } from './easing.ts';
import type { Figure, Frame, Layout, Trace } from './figure.ts';
import { type Keyframe, type Keyframes, listKeyframes } from './keyframes.ts';
import { describeLabel } from './label.ts';
import { paceSlots, type Slot, sampleSlots } from './timeline.ts';

/** How a figure becomes a video. Times are milliseconds. */
export interface FigureOptions {
  speed: number;
  duration?: number | undefined;
  frameDuration?: number | undefined;
  hold?: number | undefined;
  loop: boolean;
  tween: 'auto' | 'on' | 'off';
  easing?: string | undefined;
  ranges: RangeMode;
  label: string;
  controls: 'hide' | 'keep';
  orbit?: number | undefined;
  reveal?: 'x' | undefined;
  /** Whether it is a single picture: then nothing has to move. */
  still?: boolean;
}

interface VideoShape {
  /** CSS pixels. */
  width: number;
  height: number;
  fps: FrameRate;
}

/** A figure as the figure scene takes it. */
export interface PreparedFigure {
  props: FigureProps;
  /** What each frame of the video shows. */
  moments: FigureMoment[];
  notes: string[];
}

/** Milliseconds for one turn of the cameras. */
const TURN_MS = 8000;
const REVEAL_MS = 4000;
const REVEAL_HOLD_MS = 1000;
/** Share of a video whose length is given. */
const REVEAL_HOLD_SHARE = 0.2;

/** Works out what each frame of a figure's video shows. @throws InputError when nothing in the figure moves */
export function prepareFigure(figure: Figure, options: FigureOptions, shape: VideoShape): PreparedFigure {
  const keyframes = listKeyframes(figure);
  const notes: string[] = [];
  const isAnimated = keyframes.list.length > 0;
  checkMotion(figure, options, isAnimated);
  const slots = isAnimated ? animationSlots(keyframes.list, options, shape.fps) : motionSlots(options);
  const hold = options.hold ?? (options.reveal === undefined ? 0 : revealHold(options));
  const paced = paceSlots(slots, { ...options, hold });
  if (options.loop && paced.every(({ transition }) => transition === 0)) {
    notes.push('`loop` changes nothing here: without tweening a video that is repeated jumps back by itself');
  }
  const moments = sampleSlots(paced, { fps: shape.fps, loop: options.loop });
  return {
    props: figureProps(figure, keyframes, options, shape),
    moments: withMotion(moments, options, (hold / 1000) * toNumber(shape.fps)),
    notes,
  };
}

function checkMotion(figure: Figure, { orbit, reveal, still = false }: FigureOptions, isAnimated: boolean): void {
  if (reveal !== undefined && isAnimated) {
    throw new InputError('`reveal` is for figures without frames: this one has frames or a slider of its own');
  }
  if (orbit !== undefined && !hasScenes(figure)) {
    throw new InputError('`orbit` turns the cameras of 3-D scenes, and the figure has no 3-D trace');
  }
  if (reveal !== undefined && !figure.data.some(isAlongX)) {
    throw new InputError('`reveal` draws lines and bars from left to right, and the figure has none');
  }
  if (still || isAnimated || orbit !== undefined || reveal !== undefined) return;
  throw new InputError(
    'The figure has no frames: nothing in it moves. Give `orbit` (--orbit 360) to turn its 3-D scenes, ' +
      '`reveal` (--reveal x) to draw its lines from left to right, or make a picture of it: plotreel still',
  );
}

const SCENE_TRACES = new Set(['scatter3d', 'surface', 'mesh3d', 'isosurface', 'volume', 'cone', 'streamtube']);

/** As the page has them: what is drawn from left to right. */
const ALONG_X = new Set(['scatter', 'scattergl', 'bar', 'candlestick', 'ohlc', 'waterfall', 'funnel']);

function isAlongX({ type = 'scatter', orientation }: Trace): boolean {
  return ALONG_X.has(String(type)) && orientation !== 'h';
}

function hasScenes({ data }: Figure): boolean {
  return data.some(({ type }) => SCENE_TRACES.has(String(type)));
}

function animationSlots(
  keyframes: readonly Keyframe[],
  { tween, easing, loop }: FigureOptions,
  fps: FrameRate,
): Slot[] {
  return keyframes.map(({ timing }, i) => {
    // Frames without a duration follow each other as fast as they can.
    const duration = timing.duration || 1000 / toNumber(fps);
    // A transition leads into the keyframe that has it.
    const next = keyframes[i + 1]?.timing ?? (loop ? keyframes[0]?.timing : undefined) ?? timing;
    const asked = tween === 'off' ? 0 : next.transition;
    const transition = tween === 'on' && asked === 0 ? duration : Math.min(asked, duration);
    return { duration, transition, easing: easing ?? next.easing };
  });
}

/** The one slot of a figure without frames; none when it is a single picture. */
function motionSlots({ orbit, reveal }: FigureOptions): Slot[] {
  const turn = orbit === undefined ? 0 : Math.max(1000, (Math.abs(orbit) / 360) * TURN_MS);
  const duration = Math.max(turn, reveal === undefined ? 0 : REVEAL_MS);
  return duration === 0 ? [] : [{ duration, transition: 0, easing: 'linear' }];
}

function revealHold({ duration }: FigureOptions): number {
  return duration === undefined ? REVEAL_HOLD_MS : Math.min(REVEAL_HOLD_MS, duration * REVEAL_HOLD_SHARE);
}

/** Moments with the camera's angle and the revealed share, which both end where the last keyframe is held. */
function withMotion(
  moments: FigureMoment[],
  { orbit, reveal, easing = 'linear' }: FigureOptions,
  heldFrames: number,
): FigureMoment[] {
  if (orbit === undefined && reveal === undefined) return moments;
  const moving = Math.max(1, moments.length - Math.round(heldFrames));
  return moments.map((moment, i) => ({
    ...moment,
    // A full turn ends one frame before it began: repeated, it goes on evenly.
    ...(orbit === undefined ? {} : { orbit: orbit * ease(easing, Math.min(1, i / moving)) }),
    // A line is complete in the last frame before it is held.
    ...(reveal === undefined ? {} : { reveal: ease(easing, Math.min(1, (i + 1) / moving)) }),
  }));
}

function figureProps(
  figure: Figure,
  { list, slider }: Keyframes,
  { ranges, label, controls, reveal }: FigureOptions,
  { width, height }: VideoShape,
): FigureProps {
  const isKept = controls === 'keep';
  const indices = new Map<Frame, number>(figure.frames.map((frame, i) => [frame, i]));
  const indexOf = (frame: Frame) => {
    const index = indices.get(frame) ?? indices.size;
    indices.set(frame, index);
    return index;
  };
  const numbered = list.map(({ changes }) =>
    changes.map((change) =>
      change.kind === 'frames' ? { kind: change.kind, frames: change.frames.map(indexOf) } : change,
    ),
  );
  const frames = [...indices.keys()];
  const drawn = (layout: Layout) => withoutTransition(isKept ? layout : withoutControls(layout));
  return {
    data: figure.data,
    layout: drawn(figure.layout),
    config: figure.config,
    frames: frames.map((frame) => (frame.layout ? { ...frame, layout: drawn(frame.layout) } : frame)),
    keyframes: list.length === 0 ? [[]] : numbered,
    ranges,
    // A slider in the picture says itself where it is.
    label: describeLabel(figure, list, slider, isKept && label === 'auto' ? 'off' : label),
    slider: isKept && slider ? { index: slider.index, steps: slider.steps.map(({ index }) => index) } : null,
    reveals: reveal !== undefined,
    width,
    height,
  };
}

/** Plotly would follow `layout.transition` by the clock. */
function withoutTransition({ transition, ...layout }: Layout): Layout {
  return layout;
}
