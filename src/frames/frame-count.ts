import { DEFAULT_LIMITS, type Limits, settingOf } from '../options/limits.ts';

/** Which frames of a source are taken. */
interface Selection {
  frameCount?: number | undefined;
  /** First and last index. */
  range?: readonly [number, number] | undefined;
}

/** What the frames are of; `moments`: a figure's video, whose frames it numbers itself. */
interface Source {
  frames?: unknown;
  moments?: unknown;
}

/** Number of frames as far as the options tell: at most so many where the caller numbers them. */
export function expectedFrames({ frameCount, range }: Selection, { frames, moments }: Source): number | undefined {
  const known = frameCount ?? (Array.isArray(frames) ? frames.length : undefined);
  if (!range) return known;
  const [first, last] = range;
  const ranged = last - first + 1;
  if (known === undefined) return ranged;
  return frames && !moments ? Math.min(known, ranged) : Math.max(0, Math.min(known - first, ranged));
}

interface CountOptions extends Selection {
  frames?: unknown;
  figure?: unknown;
  limits?: Limits;
}

/** What is wrong with the number of frames that the options ask for. */
export function* checkFrameCount({ figure, limits = DEFAULT_LIMITS, ...options }: CountOptions): Generator<string> {
  // Its keyframes and times tell how many there are.
  if (figure !== undefined) return;
  const count = expectedFrames(options, { frames: options.frames });
  if (count === undefined || count <= limits.frames) return;
  yield `The video would have ${count} frames, more than ${limits.frames} (${settingOf('frames')})`;
}
