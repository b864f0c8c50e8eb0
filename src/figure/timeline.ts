import { InputError } from '../errors.ts';
import type { FrameRate } from '../frames/fps.ts';
import { DEFAULT_LIMITS, settingOf } from '../options/limits.ts';
import type { FigureMoment } from '../protocol.ts';
import { ease } from './easing.ts';

export interface VideoTimes {
  fps: FrameRate;
  /** Whether the last slot leads back to the first keyframe. */
  loop: boolean;
  /** A moment of each frame is kept in memory. */
  maxFrames?: number;
}

/** How long a keyframe stands, and how the next one is reached. */
export interface Slot {
  /** Milliseconds from this keyframe's time to the next one's, above 0. */
  duration: number;
  /** The last milliseconds of it, in which the figure moves to the next keyframe; 0 for a jump. */
  transition: number;
  /** Plotly's name for the way it moves. */
  easing: string;
}

export interface Pace {
  /** Length of the whole in milliseconds, what is held at the end included. */
  duration?: number | undefined;
  /** Milliseconds from keyframe to keyframe. */
  frameDuration?: number | undefined;
  /** 2: twice as fast. */
  speed: number;
  /** Milliseconds for which the last keyframe stands longer. */
  hold: number;
}

/** Slots in the time that is asked for: transitions keep their share of their slots. */
export function paceSlots(slots: readonly Slot[], { duration, frameDuration, speed, hold }: Pace): Slot[] {
  const length = (list: readonly Slot[]) => list.reduce((sum, slot) => sum + slot.duration, 0);
  const scaled = (list: readonly Slot[], factor: (slot: Slot) => number) =>
    list.map((slot) => ({
      ...slot,
      duration: slot.duration * factor(slot),
      transition: slot.transition * factor(slot),
    }));
  let paced = scaled(slots, (slot) => (frameDuration === undefined ? 1 : frameDuration / slot.duration) / speed);
  if (duration !== undefined) {
    const factor = (duration - hold) / length(paced);
    paced = scaled(paced, () => factor);
  }
  const last = paced.at(-1);
  return last ? [...paced.slice(0, -1), { ...last, duration: last.duration + hold }] : paced;
}

/** Rounding may not put a frame that lies on a keyframe's time before it. */
const EPSILON_MS = 1e-6;

/**
 * What each frame of the video shows. Keyframe k is reached at the end of the k slots before it, exactly; a frame shows
 * what is there at its time, `index / fps`. The number of frames is the length times the rate, rounded, and at least 1.
 *
 * @throws InputError when that is more than `maxFrames`
 */
export function sampleSlots(
  slots: readonly Slot[],
  { fps, loop, maxFrames = DEFAULT_LIMITS.frames }: VideoTimes,
): FigureMoment[] {
  const length = slots.reduce((sum, slot) => sum + slot.duration, 0);
  const msPerFrame = (1000 * fps.denominator) / fps.numerator;
  const count = Math.max(1, Math.round(length / msPerFrame));
  if (count > maxFrames) {
    throw new InputError(
      `The figure's video would have ${count} frames, more than ${maxFrames} (${settingOf('frames')}): ` +
        'give a shorter `duration`',
    );
  }
  const moments: FigureMoment[] = [];
  let from = 0;
  let start = 0;
  for (let index = 0; index < count; index++) {
    const time = index * msPerFrame + EPSILON_MS;
    let slot = slots[from];
    while (slot && from < slots.length - 1 && time >= start + slot.duration) {
      start += slot.duration;
      slot = slots[++from];
    }
    moments.push(
      slot ? momentOf(slot, time - start, { from, to: nextKeyframe(from, slots.length, loop) }) : still(from),
    );
  }
  return moments;
}

function momentOf(slot: Slot, time: number, { from, to }: { from: number; to: number }): FigureMoment {
  const resting = slot.duration - slot.transition;
  if (to === from || slot.transition === 0 || time < resting + 2 * EPSILON_MS) return still(from);
  return { from, to, at: ease(slot.easing, Math.min(1, (time - EPSILON_MS - resting) / slot.transition)) };
}

function nextKeyframe(from: number, count: number, loop: boolean): number {
  return from < count - 1 ? from + 1 : loop ? 0 : from;
}

function still(keyframe: number): FigureMoment {
  return { from: keyframe, to: keyframe, at: 0 };
}
