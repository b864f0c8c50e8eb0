import { type FrameRate, toNumber } from '../frames/fps.ts';
import type { FigureMoment, FigureProps } from '../protocol.ts';
import { withoutControls } from './controls.ts';
import type { Figure, Frame, Layout } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import { type Keyframe, type Keyframes, listKeyframes } from './keyframes.ts';
import { describeLabel } from './label.ts';
import { checkMotion, motionHold, motionSlots, withMotion } from './motion.ts';
import { paceSlots, type Slot, sampleSlots } from './timeline.ts';

interface VideoShape {
  /** CSS pixels. */
  width: number;
  height: number;
  fps: FrameRate;
  /** The video may have no more. */
  maxFrames?: number;
}

/** A figure as the figure scene takes it. */
export interface PreparedFigure {
  props: FigureProps;
  /** What each frame of the video shows. */
  moments: FigureMoment[];
  notes: string[];
}

/** Works out what each frame of a figure's video shows. @throws InputError when nothing in the figure moves, or too much */
export function prepareFigure(figure: Figure, options: FigureOptions, shape: VideoShape): PreparedFigure {
  const keyframes = listKeyframes(figure);
  const notes: string[] = [];
  const isAnimated = keyframes.list.length > 0;
  checkMotion(figure, options, isAnimated);
  const slots = isAnimated ? animationSlots(keyframes.list, options, shape.fps) : motionSlots(options);
  const hold = options.hold ?? motionHold(options);
  const paced = paceSlots(slots, { ...options, hold });
  if (options.loop && paced.every(({ transition }) => transition === 0)) {
    notes.push('`loop` changes nothing here: without tweening a video that is repeated jumps back by itself');
  }
  const moments = sampleSlots(paced, { ...shape, loop: options.loop });
  return {
    props: figureProps(figure, keyframes, options, shape),
    moments: withMotion(moments, options, (hold / 1000) * toNumber(shape.fps)),
    notes,
  };
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

function figureProps(
  figure: Figure,
  { list, slider }: Keyframes,
  { ranges, label, controls }: FigureOptions,
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
    width,
    height,
  };
}

/** Plotly would follow `layout.transition` by the clock. */
function withoutTransition({ transition, ...layout }: Layout): Layout {
  return layout;
}
