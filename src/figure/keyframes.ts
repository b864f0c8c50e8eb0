import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../errors.ts';
import { isPlainObject } from '../figure-input/json-values.ts';
import { titleTexts } from '../figure-input/title-objects.ts';
import { findChangeSlider, findFrameSlider, findPlayButton, type Slider } from './controls.ts';
import { EASING_NAMES } from './easing.ts';
import type { Figure, Frame } from './figure.ts';
import type { Slot } from './timeline.ts';

/** A state of the figure that the video goes through, and how it got there. */
export interface Keyframe {
  /** What changes the state before into this one; nothing for the figure as it stands. */
  changes: Change[];
  /** Its frame's name. */
  name: string | undefined;
  /** Its slider step's label. */
  label: string | undefined;
  /** As the figure's own play button has it, in milliseconds; the transition leads to this keyframe. */
  timing: Slot;
}

/** Frames that are played one after the other, or a call of Plotly's. */
export type Change =
  | { kind: 'frames'; frames: readonly Frame[] }
  | { kind: 'call'; method: string; args: readonly unknown[] };

/** A figure's keyframes in the order in which they are played. */
export interface Keyframes {
  list: Keyframe[];
  /** The slider that goes through them. */
  slider: Slider | undefined;
}

/** A step may play any number of frames again: a small file could ask for more of them than fit into memory. */
const MAX_PLAYED = 1_000_000;

/**
 * The keyframes of a figure: its slider's steps where it has a slider, else its frames as its play button plays them.
 * Without a slider the figure as it stands comes first, unless the first frame changes nothing in it.
 *
 * @returns an empty list for a figure that has neither frames nor a slider that changes it
 * @throws InputError when a slider plays more frames than anyone would look at
 */
export function listKeyframes(figure: Figure): Keyframes {
  const play = readPlay(figure);
  const frameSlider = figure.frames.length > 0 ? findFrameSlider(figure) : undefined;
  if (frameSlider) {
    let played = 0;
    const list = frameSlider.steps.map(({ args: [target, options], label }, i) => {
      const frames = selectFrames(figure, target);
      played += frames.length;
      if (played > MAX_PLAYED) {
        throw new InputError(
          `The steps of \`layout.sliders[${frameSlider.index}]\` play more than ${MAX_PLAYED} frames`,
        );
      }
      return keyframe(frames, { label, timing: play.isGiven ? play.timing(i) : stepTiming(options) });
    });
    return { list, slider: frameSlider };
  }
  if (figure.frames.length > 0) {
    const target = selectFrames(figure, play.target);
    // A button that shows one of several frames plays nothing.
    const selected = target.length > 1 ? target : figure.frames;
    const played = play.reversed ? selected.toReversed() : selected;
    const list = played.map((frame, i) => keyframe([frame], { label: undefined, timing: play.timing(i) }));
    const [first] = played;
    if (first && !changesNothing(figure, first)) {
      list.unshift({ changes: [], name: undefined, label: undefined, timing: play.timing(0) });
    }
    return { list, slider: undefined };
  }
  const slider = findChangeSlider(figure);
  const list = (slider?.steps ?? []).map(({ method, args, label }, i) => ({
    changes: [{ kind: 'call' as const, method, args: titleTexts(args) }],
    name: undefined,
    label,
    // Nothing plays such a slider: its steps are jumps unless tweening is asked for.
    timing: { ...play.timing(i), transition: 0 },
  }));
  return { list, slider };
}

function keyframe(frames: readonly Frame[], rest: Pick<Keyframe, 'label' | 'timing'>): Keyframe {
  return { changes: [{ kind: 'frames', frames }], name: frames.at(-1)?.name, ...rest };
}

/** The frames that `Plotly.animate` would play for its first argument: all, a group's, or those of a list. */
function selectFrames({ frames }: Figure, target: unknown): readonly Frame[] {
  if (target === null || target === undefined) return frames;
  if (typeof target === 'string' || typeof target === 'number') {
    return frames.filter(({ group }) => group !== undefined && String(group) === String(target));
  }
  if (Array.isArray(target)) {
    const list: unknown[] = target;
    return list.flatMap((item): readonly Frame[] => {
      const frame = isPlainObject(item) ? inlineFrame(item) : findFrame(frames, item);
      return frame ? [frame] : [];
    });
  }
  return isPlainObject(target) ? [inlineFrame(target)] : [];
}

/** A frame that is given where it is played; Plotly knows no name for it. */
function inlineFrame({ data, layout, traces }: Readonly<Record<string, unknown>>): Frame {
  return {
    name: '',
    ...(Array.isArray(data) ? { data } : {}),
    ...(Array.isArray(traces) ? { traces } : {}),
    ...(isPlainObject(layout) ? { layout } : {}),
  };
}

/** A slider finds a frame for each of its steps. */
const named = new WeakMap<readonly Frame[], ReadonlyMap<string, Frame>>();

function findFrame(frames: readonly Frame[], name: unknown): Frame | undefined {
  const known = named.get(frames) ?? new Map(frames.map((frame) => [frame.name, frame]));
  named.set(frames, known);
  return typeof name === 'string' || typeof name === 'number' ? known.get(String(name)) : undefined;
}

interface Play {
  /** Whether the figure says how it is played. */
  isGiven: boolean;
  target: unknown;
  reversed: boolean;
  /** Of the i-th frame that is played. */
  timing(i: number): Slot;
}

/** What plays the figure: its play button, else what starts when its page is opened, else Plotly's defaults. */
function readPlay(figure: Figure): Play {
  const args = findPlayButton(figure)?.args ?? figure.animate;
  const [target, options] = args ?? [];
  return {
    isGiven: args !== undefined,
    target,
    reversed: isPlainObject(options) && options.direction === 'reverse',
    timing: (i) => readTiming(options, i),
  };
}

/** How a slider that nothing plays is played: as its steps move when they are dragged to, but not as fast. */
function stepTiming(options: unknown): Slot {
  const timing = readTiming(options, 0);
  return { ...timing, duration: timing.duration || DEFAULT_DURATION };
}

/** The options of `Plotly.animate` for the i-th of the frames that it plays. */
function readTiming(options: unknown, i: number): Slot {
  const given = isPlainObject(options) ? options : {};
  const transition = itemOf(given.transition, i);
  const duration = durationOf(itemOf(given.frame, i));
  return {
    duration,
    transition: Math.min(duration, durationOf(transition)),
    easing: EASING_NAMES.find((name) => name === transition.easing) ?? 'cubic-in-out',
  };
}

/** Options may be given for each frame; where the list ends Plotly takes its first. */
function itemOf(options: unknown, i: number): Readonly<Record<string, unknown>> {
  const item: unknown = Array.isArray(options) ? options[i < options.length ? i : 0] : options;
  return isPlainObject(item) ? item : {};
}

/** Plotly's default, in milliseconds. */
const DEFAULT_DURATION = 500;

function durationOf({ duration }: Readonly<Record<string, unknown>>): number {
  return typeof duration === 'number' && duration >= 0 ? duration : DEFAULT_DURATION;
}

function changesNothing(figure: Figure, frame: Frame): boolean {
  // A loop: thousands of frames may continue each other.
  for (let part: Frame | undefined = frame; part; part = findFrame(figure.frames, part.baseframe)) {
    if (!isThere(figure, part)) return false;
  }
  return true;
}

/** Whether the figure has all that a frame says by itself. */
function isThere(figure: Figure, { data = [], traces, layout }: Frame): boolean {
  return (
    data.every((changes, i) => {
      const index = traces === undefined || traces.length === 0 ? i : traces[i];
      // What is for no trace is left out.
      return typeof index !== 'number' || isContained(changes, figure.data[index] ?? {});
    }) &&
    (layout === undefined || isContained(layout, figure.layout))
  );
}

/** Whether `whole` has all that `part` says. */
function isContained(part: unknown, whole: unknown): boolean {
  if (!isPlainObject(part)) return isDeepStrictEqual(part, whole);
  return isPlainObject(whole) && Object.entries(part).every(([key, value]) => isContained(value, whole[key]));
}
