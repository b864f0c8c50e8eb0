import type { CheckedStage, DrawnFrame } from './checked-stage.ts';
import { type PictureDifference, pictureDifference } from './picture-difference.ts';
import { shuffled } from './shuffled.ts';

/**
 * How a frame was drawn: after the frames behind it, twice in a row, by another worker after frames in a mixed order, or
 * as the first one of a fresh stage.
 */
export type Drawing = 'reversed' | 'twice' | 'shuffled' | 'alone';

/** A frame that came out otherwise than when all were drawn in order. */
export interface DrawingDifference extends PictureDifference {
  /** Index of the frame. */
  readonly frame: number;
  /** How it was drawn then. */
  readonly drawing: Drawing;
  /** As it is when the frames are drawn in order. */
  readonly expected: DrawnFrame;
  readonly actual: DrawnFrame;
}

export interface CompareOptions {
  /** How many frames are drawn alone, each on a fresh stage, which takes a second or two. @default 2 */
  alone?: number;
  /** Aborts between two frames. */
  signal?: AbortSignal | undefined;
  /** Called with every picture that is drawn. */
  onDrawn?: ((frame: DrawnFrame) => void) | undefined;
}

/**
 * Draws frames in order, reversed, twice in a row, by another worker in a mixed order, and alone on a fresh stage.
 *
 * @param stage draws the frames in order and reversed; the others are opened from it and closed
 * @returns frames that did not come out as in order, by frame; none when all pictures of a frame are equal to the bit
 * @throws what `stage.frame` throws
 */
export async function compareDrawings(
  stage: CheckedStage,
  frames: readonly number[],
  { alone = 2, signal, onDrawn }: CompareOptions = {},
): Promise<DrawingDifference[]> {
  const expected = new Map<number, DrawnFrame>();
  const differences: DrawingDifference[] = [];
  const draw = async (on: CheckedStage, index: number): Promise<DrawnFrame> => {
    signal?.throwIfAborted();
    const frame = await on.frame(index);
    onDrawn?.(frame);
    return frame;
  };
  const compare = async (on: CheckedStage, index: number, drawing: Drawing): Promise<void> => {
    const actual = await draw(on, index);
    const reference = expected.get(index) ?? actual;
    const difference = pictureDifference(actual, reference);
    if (difference) differences.push({ frame: index, drawing, expected: reference, actual, ...difference });
  };
  const inOrder = [...new Set(frames)].sort((a, b) => a - b);
  for (const index of inOrder) expected.set(index, await draw(stage, index));
  for (const index of inOrder.toReversed()) {
    await compare(stage, index, 'reversed');
    await compare(stage, index, 'twice');
  }
  await onFresh(stage, async (worker) => {
    for (const index of shuffled(inOrder)) await compare(worker, index, 'shuffled');
  });
  for (const index of lastOf(inOrder, alone)) await onFresh(stage, (fresh) => compare(fresh, index, 'alone'));
  return differences.sort((a, b) => a.frame - b.frame);
}

async function onFresh(stage: CheckedStage, work: (fresh: CheckedStage) => Promise<void>): Promise<void> {
  const fresh = await stage.another();
  try {
    await work(fresh);
  } finally {
    await fresh.close();
  }
}

/** The last of the frames, and others before it, evenly spread: what has most frames before it has most to be seen of. */
function lastOf(frames: readonly number[], count: number): number[] {
  const picked = Array.from({ length: count }, (_, i) => frames[Math.floor(((i + 1) * frames.length) / count) - 1]);
  return [...new Set(picked.filter((index) => index !== undefined))];
}
