import { messageOf } from '../caught.ts';
import { InputError, LimitError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';
import { DEFAULT_LIMITS, type Limits } from '../options/limits.ts';
import type { FrameSource } from '../options/options.ts';
import { IndexedParams } from './indexed.ts';
import { type Packed, pack, packedBytes, samePacked } from './pack.ts';

/** A frame of the source: where it belongs and what it shows. */
export interface NumberedFrame {
  /** 0-based; frames appear in the video in the order of their indices. */
  index: number;
  /** null: the scene's own params. */
  params: Packed | null;
  /** The frame before in the source has the index before and the same params: its picture stands for this one. */
  repeats: boolean;
}

export interface FrameSelection {
  /** Number of frames to take; fewer is an error. */
  count: number | undefined;
  /** First and last index, both included. */
  range: readonly [first: number, last: number] | undefined;
}

/**
 * Numbers and packs the params of a source, one by one as they are asked for.
 *
 * @throws InputError for a duplicate or negative index, params that cannot be sent (naming the frame), and a source
 * that ends before `count`
 * @throws LimitError for more frames than a video may have, and params that are too large
 */
export async function* numberFrames(
  source: FrameSource,
  { count, range }: FrameSelection,
  { frames: maxFrames, paramsBytes }: Pick<Limits, 'frames' | 'paramsBytes'> = DEFAULT_LIMITS,
): AsyncGenerator<NumberedFrame> {
  const seen = new IndexSet();
  let position = 0;
  let taken = 0;
  let last: NumberedFrame | undefined;
  if (count === 0) return;
  for await (const item of source) {
    const index = item instanceof IndexedParams ? item.index : position;
    checkIndex(index, position, seen);
    seen.add(index);
    position++;
    if (inRange(index, range)) {
      if (++taken > maxFrames) {
        throw new LimitError('frames', `The frame source has more than ${maxFrames} frames`, { max: maxFrames });
      }
      const params = packParams(item instanceof IndexedParams ? item.params : item, { index, paramsBytes });
      const repeats = last?.params != null && last.index === index - 1 && samePacked(last.params, params);
      last = { index, params, repeats };
      yield last;
    }
    if (position === count) return;
    // In order and past the range: nothing more can come.
    if (range && seen.isContiguous && index >= range[1]) return;
  }
  if (count !== undefined)
    throw new InputError(`The frame source ended after ${position} of ${count} frames (frameCount)`);
}

function inRange(index: number, range: FrameSelection['range']): boolean {
  return range === undefined || (index >= range[0] && index <= range[1]);
}

function checkIndex(index: number, position: number, seen: IndexSet): void {
  if (!Number.isInteger(index) || index < 0) {
    throw new InputError(
      `Expected the index of item ${position} of the frame source to be an integer, 0 or above, got ${index}`,
    );
  }
  if (seen.has(index)) throw new InputError(`The frame source has frame ${index} twice (item ${position})`);
}

interface ParamsOptions {
  index: number;
  /** They may have no more. */
  paramsBytes: number;
}

/** @throws InputError, LimitError that name the frame */
export function packParams(params: unknown, { index, paramsBytes }: ParamsOptions): Packed {
  const packed = tryPack(params, index);
  const bytes = packedBytes(packed);
  if (bytes <= paramsBytes) return packed;
  const message = `Frame ${index}: the params have ${formatBytes(bytes)}, more than ${formatBytes(paramsBytes)}`;
  throw new LimitError('paramsBytes', message, { max: paramsBytes });
}

function tryPack(params: unknown, index: number): Packed {
  try {
    return pack(params ?? null, 'params');
  } catch (error) {
    const reason = messageOf(error);
    throw new InputError(`Frame ${index}: ${reason}`, { cause: error });
  }
}

/** Indices seen so far; those from 0 up without a gap take no memory. */
class IndexSet {
  #contiguous = 0;
  readonly #beyond = new Set<number>();

  get isContiguous(): boolean {
    return this.#beyond.size === 0;
  }

  has(index: number): boolean {
    return index < this.#contiguous || this.#beyond.has(index);
  }

  add(index: number): void {
    this.#beyond.add(index);
    while (this.#beyond.delete(this.#contiguous)) this.#contiguous++;
  }
}
