import type { Content } from '../content.ts';
import { DEFAULT_LIMITS, type Limits, settingOf } from '../limits.ts';
import type { ResolvedVideo } from '../options.ts';

/** Number of frames as far as the options tell: at most so many where the caller numbers them. */
export function expectedFrames(
  { frameCount, range }: Pick<ResolvedVideo, 'frameCount' | 'range'>,
  { frames, moments }: Partial<Pick<Content, 'frames' | 'moments'>>,
): number | undefined {
  const known = frameCount ?? (Array.isArray(frames) ? frames.length : undefined);
  if (!range) return known;
  const [first, last] = range;
  const ranged = last - first + 1;
  if (known === undefined) return ranged;
  return frames && !moments ? Math.min(known, ranged) : Math.max(0, Math.min(known - first, ranged));
}

interface CountOptions extends Partial<Pick<ResolvedVideo, 'frames' | 'frameCount' | 'range' | 'figure'>> {
  limits?: Limits;
}

/** What is wrong with the number of frames that the options ask for. */
export function* checkFrameCount({ figure, limits = DEFAULT_LIMITS, ...options }: CountOptions): Generator<string> {
  // Its keyframes and times tell how many there are.
  if (figure !== undefined) return;
  const count = expectedFrames(options, options);
  if (count === undefined || count <= limits.frames) return;
  yield `The video would have ${count} frames, more than ${limits.frames} (${settingOf('frames')})`;
}
