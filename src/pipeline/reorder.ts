import type { Spool } from './spool.ts';

/** A frame that waits for its turn: its pixels, or the word that those of the frame before stand for it too. */
export type OrderedFrame = { repeated: true } | { repeated: false; pixels: Buffer; release: () => void };

export interface ReorderOptions {
  /** Index of the first frame, when it is known that none comes before it and there are no gaps. */
  first: number;
  /** Frames held in memory; further ones whose place is not known yet go to the spool. */
  capacity: number;
  spool: Spool;
  /** Called when a frame stops taking up memory before it was given out. */
  onSpooled: () => void;
  signal: AbortSignal;
}

/** Takes frames as they come and gives them out in the order of their indices. */
export interface Reorder {
  put(index: number, frame: OrderedFrame): Promise<void>;
  /** No more frames come: gaps close up. */
  end(): void;
  /** The frames in order; `inRoom` tells whether the frame still has its place in memory. */
  frames(): AsyncGenerator<{ frame: OrderedFrame; inRoom: boolean }>;
}

type Held = { frame: OrderedFrame; spooled: false } | { spooled: true };

/**
 * A frame's place is known once all frames before it have come, or the source has ended. In-order sources never wait
 * for more than what is being drawn; sparse or shuffled ones may, and what exceeds `capacity` meanwhile, the frames
 * furthest ahead first, is spooled to disk.
 */
export function createReorder({ first, capacity, spool, onSpooled, signal }: ReorderOptions): Reorder {
  const held = new Map<number, Held>();
  let next = first;
  let inMemory = 0;
  let ended = false;
  let wake = Promise.withResolvers<void>();
  wake.promise.catch(() => {});
  signal.addEventListener('abort', () => wake.reject(signal.reason));

  const notify = () => {
    wake.resolve();
    if (signal.aborted) return;
    wake = Promise.withResolvers<void>();
    wake.promise.catch(() => {});
  };

  const spoolFurthest = async () => {
    let furthest = -1;
    for (const [index, entry] of held) if (!entry.spooled && index > furthest) furthest = index;
    const entry = held.get(furthest);
    if (!entry || entry.spooled || entry.frame.repeated || furthest === next) return;
    const { pixels, release } = entry.frame;
    held.set(furthest, { spooled: true });
    inMemory--;
    await spool.write(furthest, pixels);
    release();
    onSpooled();
  };

  const takeNext = async (): Promise<{ frame: OrderedFrame; inRoom: boolean } | undefined> => {
    const index = ended && !held.has(next) ? Math.min(...held.keys()) : next;
    const entry = held.get(index);
    if (!entry) return undefined;
    held.delete(index);
    next = index + 1;
    if (entry.spooled)
      return { frame: { repeated: false, pixels: await spool.read(index), release: () => {} }, inRoom: false };
    inMemory--;
    return { frame: entry.frame, inRoom: true };
  };

  return {
    put: async (index, frame) => {
      held.set(index, { frame, spooled: false });
      inMemory++;
      if (index === next) notify();
      else if (inMemory > capacity) await spoolFurthest();
    },
    end: () => {
      ended = true;
      notify();
    },
    frames: async function* () {
      while (true) {
        const waiting = wake.promise;
        const frame = await takeNext();
        if (frame) yield frame;
        else if (ended && held.size === 0) return;
        else await waiting;
      }
    },
  };
}
