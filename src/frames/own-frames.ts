import { InputError, LimitError } from '../errors.ts';
import type { FrameSelection, NumberedFrame } from './numbered-frames.ts';

/** Which of the frames that a scene brings itself are taken. */
export interface OwnRange {
  /** Index of the first. */
  first: number;
  count: number;
}

/**
 * @param count how many frames the scene says that it has, null when it has none of its own
 * @throws InputError when it has none, or not those that are asked for; LimitError when there are too many
 */
export function ownRange(
  count: number | null,
  { count: limit, range, maxFrames }: FrameSelection & { maxFrames: number },
): OwnRange {
  if (count === null) throw new InputError('The scene has no frames of its own: give `frames` (--frames FILE)');
  if (!Number.isInteger(count) || count <= 0) {
    throw new InputError(`Expected the scene's \`frames\` to be an integer above 0 in number, got ${count}`);
  }
  if (limit !== undefined && limit > count) {
    throw new InputError(`The scene has ${count} frames of its own, \`frameCount\` asks for ${limit}`);
  }
  const first = range?.[0] ?? 0;
  const end = limit ?? count;
  if (first >= end) {
    throw new InputError(`The scene has ${count} frames of its own, \`range\` begins at ${first}`);
  }
  const taken = Math.min(end, range ? range[1] + 1 : end) - first;
  // The options have told how many frames there are, unless it is the scene that tells.
  if (taken <= maxFrames) return { first, count: taken };
  throw new LimitError('frames', `The scene has ${taken} frames, more than ${maxFrames}`, { max: maxFrames });
}

/** The frames that a scene brings itself. */
export async function* ownFrames({ first, count }: OwnRange): AsyncGenerator<NumberedFrame> {
  for (let index = first; index < first + count; index++) yield { index, params: null, repeats: false };
}
