import { setTimeout as delay } from 'node:timers/promises';
import type { Frame } from '../inspection/frame.ts';
import type { OpenStage } from '../inspection/open-stage.ts';
import { withCleanup } from '../with-cleanup.ts';
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
  readonly expected: Frame;
  readonly actual: Frame;
}

export interface CompareOptions {
  /** How many frames are drawn alone, 1 or more: each on a fresh stage, which takes a second or two. @default 2 */
  alone?: number;
  /** Aborts between two frames. */
  signal?: AbortSignal | undefined;
  /** Called before each frame. */
  onFrame?: ((index: number) => void) | undefined;
  /** Called with each frame as it is when all are drawn in order. */
  onDrawn?: ((frame: Frame) => void) | undefined;
}

/** Time in which most of what `update` does not wait for has come, in milliseconds. */
export const LATER_MS = 300;

/** What a comparison asks of a stage. */
type ComparedStage = Pick<OpenStage, 'frame' | 'another'>;

/**
 * Draws frames in order, reversed, twice in a row, by another worker in a mixed order, and alone on a fresh stage.
 *
 * @param stage draws the frames in order and reversed; the others are opened from it and closed
 * @param frames their indices
 * @returns frames that did not come out as in order, by frame; none when all pictures of a frame are equal to the bit
 * @throws what `stage.frame` throws
 */
export async function compareDrawings(
  stage: ComparedStage,
  frames: readonly number[],
  { alone = 2, signal, onFrame, onDrawn }: CompareOptions = {},
): Promise<DrawingDifference[]> {
  const inOrder = [...new Set(frames)].sort((a, b) => a - b);
  const expected = new Map<number, Frame>();
  const differences: DrawingDifference[] = [];
  const draw = (on: Pick<OpenStage, 'frame'>, index: number): Promise<Frame> => {
    signal?.throwIfAborted();
    onFrame?.(index);
    return on.frame(index);
  };
  const compare = async (on: Pick<OpenStage, 'frame'>, index: number, drawing: Drawing): Promise<void> => {
    const actual = await draw(on, index);
    const reference = expected.get(index) ?? actual;
    const difference = pictureDifference(actual, reference);
    if (difference) differences.push({ frame: index, drawing, expected: reference, actual, ...difference });
  };

  for (const index of inOrder) {
    const frame = await draw(stage, index);
    expected.set(index, frame);
    onDrawn?.(frame);
  }
  for (const index of inOrder.toReversed()) {
    await compare(stage, index, 'reversed');
    // Once is enough to see what drawing does not wait for.
    if (index === inOrder.at(-1)) await delay(LATER_MS, undefined, { signal });
    await compare(stage, index, 'twice');
  }
  const mixed = shuffled(inOrder);
  const others = inOrder.filter((index) => index !== mixed[0]);
  const single = spreadToLast(others, alone - 1).map((index) => [index]);
  for (const order of [mixed, ...single]) {
    await onFresh(stage, order, (fresh, index, i) => compare(fresh, index, i === 0 ? 'alone' : 'shuffled'));
  }
  return differences.sort((a, b) => a.frame - b.frame);
}

/** Goes through frames on a fresh stage, whose check of itself draws no other before the first of them. */
function onFresh(
  stage: ComparedStage,
  order: readonly number[],
  draw: (fresh: OpenStage, index: number, place: number) => Promise<void>,
): Promise<void> {
  return withCleanup(async (defer) => {
    const fresh = await stage.another({ first: order[0] });
    defer(fresh.close);
    for (const [place, index] of order.entries()) await draw(fresh, index, place);
  });
}

/** The last one, and others evenly spread before it: the last has most frames before it that could show in it. */
function spreadToLast(frames: readonly number[], count: number): number[] {
  const picked = Array.from({ length: count }, (_, i) => frames[Math.ceil(((i + 1) * frames.length) / count) - 1]);
  return [...new Set(picked.filter((index) => index !== undefined))];
}
