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
  /** A frame was pulled from the source: it will be put. */
  expect(index: number): void;
  put(index: number, frame: OrderedFrame): Promise<void>;
  /** No more frames come: gaps close up. */
  end(): void;
  /** The frames in order; `inRoom` tells whether the frame still has its place in memory. */
  frames(): AsyncGenerator<{ frame: OrderedFrame; inRoom: boolean }>;
}

/** `inRoom`: the frame still has its place in memory. */
interface Held {
  frame: OrderedFrame | 'spooled';
  inRoom: boolean;
}

/**
 * A frame's place is known once all frames before it have come, or the source has ended. While the frame that is next
 * has not even been pulled, which happens with sparse and shuffled sources only, what exceeds `capacity` is spooled to
 * disk, the frames furthest ahead first: the source must be read on to come to it.
 */
export function createReorder({ first, capacity, spool, onSpooled, signal }: ReorderOptions): Reorder {
  const held = new Map<number, Held>();
  /** Pulled, not given out yet. */
  const expected = new Set<number>();
  let next = first;
  let inMemory = 0;
  let ended = false;
  let wake = Promise.withResolvers<void>();
  wake.promise.catch(() => {});
  if (signal.aborted) wake.reject(signal.reason);
  else signal.addEventListener('abort', () => wake.reject(signal.reason), { once: true });

  const notify = () => {
    wake.resolve();
    if (signal.aborted) return;
    wake = Promise.withResolvers<void>();
    wake.promise.catch(() => {});
  };

  const spoolFurthest = async () => {
    let furthest = -1;
    for (const [index, { inRoom }] of held) if (inRoom && index > furthest) furthest = index;
    const frame = held.get(furthest)?.frame;
    if (frame === undefined || frame === 'spooled') return;
    inMemory--;
    if (frame.repeated) {
      held.set(furthest, { frame, inRoom: false });
    } else {
      held.set(furthest, { frame: 'spooled', inRoom: false });
      await spool.write(furthest, frame.pixels);
      frame.release();
    }
    onSpooled();
  };

  /** Indices of what is held when the source has ended, the next one last. */
  let rest: number[] | undefined;
  const nextHeld = () => {
    rest ??= [...held.keys()].sort((a, b) => b - a);
    while (rest.length > 0 && !held.has(rest.at(-1) ?? -1)) rest.pop();
    return rest.at(-1) ?? -1;
  };

  /** Makes room for the frame that is next, when it has not been pulled. */
  const makeRoom = async () => {
    while (!ended && !expected.has(next) && inMemory > capacity) await spoolFurthest();
  };

  const takeNext = async (): Promise<{ frame: OrderedFrame; inRoom: boolean } | undefined> => {
    const index = ended && !held.has(next) ? nextHeld() : next;
    const entry = held.get(index);
    if (!entry) return undefined;
    held.delete(index);
    expected.delete(index);
    next = index + 1;
    const { frame, inRoom } = entry;
    if (frame === 'spooled')
      return { frame: { repeated: false, pixels: await spool.read(index), release: () => {} }, inRoom };
    if (inRoom) inMemory--;
    return { frame, inRoom };
  };

  return {
    expect: (index) => {
      expected.add(index);
    },
    put: async (index, frame) => {
      held.set(index, { frame, inRoom: true });
      inMemory++;
      if (index === next) notify();
      else await makeRoom();
    },
    end: () => {
      ended = true;
      notify();
    },
    frames: async function* () {
      while (true) {
        const waiting = wake.promise;
        await makeRoom();
        const frame = await takeNext();
        if (frame) yield frame;
        else if (ended && held.size === 0) return;
        else await waiting;
      }
    },
  };
}
