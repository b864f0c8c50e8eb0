// What moves in figures without frames: the cameras of 3-D scenes, and what is drawn from left to right.
import { InputError } from '../errors.ts';
import { ALONG_X, type FigureMoment, SCENE_TRACES } from '../protocol.ts';
import { ease } from './easing.ts';
import type { Figure, Trace } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import type { Slot } from './timeline.ts';

/** Milliseconds for one turn of the cameras. */
const TURN_MS = 8000;
const REVEAL_MS = 4000;
const REVEAL_HOLD_MS = 1000;
/** Share of a video whose length is given. */
const REVEAL_HOLD_SHARE = 0.2;

/** @throws InputError when nothing in the figure moves, or what is to move is not there */
export function checkMotion(
  figure: Figure,
  { orbit, reveal, still = false }: FigureOptions,
  isAnimated: boolean,
): void {
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

/** The one slot of a figure without frames; none when it is a single picture. */
export function motionSlots({ orbit, reveal }: FigureOptions): Slot[] {
  const turn = orbit === undefined ? 0 : Math.max(1000, (Math.abs(orbit) / 360) * TURN_MS);
  const duration = Math.max(turn, reveal === undefined ? 0 : REVEAL_MS);
  return duration === 0 ? [] : [{ duration, transition: 0, easing: 'linear' }];
}

/** How long the end of the motion is held when the caller does not say, in milliseconds. */
export function motionHold({ duration, reveal }: FigureOptions): number {
  if (reveal === undefined) return 0;
  return duration === undefined ? REVEAL_HOLD_MS : Math.min(REVEAL_HOLD_MS, duration * REVEAL_HOLD_SHARE);
}

/** Moments with the camera's angle and the revealed share, which both end where the last keyframe is held. */
export function withMotion(
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
    // A line begins with nothing, and is complete in the last frame before it is held.
    ...(reveal === undefined ? {} : { reveal: ease(easing, moving === 1 ? 1 : Math.min(1, i / (moving - 1))) }),
  }));
}

function isAlongX({ type = 'scatter', orientation }: Trace): boolean {
  return ALONG_X.has(String(type)) && orientation !== 'h';
}

function hasScenes({ data }: Figure): boolean {
  return data.some(({ type }) => SCENE_TRACES.has(String(type)));
}
