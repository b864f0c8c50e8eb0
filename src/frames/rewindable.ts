/**
 * A source that can be read again from its start, until it is told that this will not be needed. Generators can be read
 * only once: what was pulled is kept meanwhile.
 */
export interface Rewindable<T> {
  /** The next item, undefined at the end. */
  next(): Promise<T | undefined>;
  /** Starts over. */
  rewind(): void;
  /** Nobody will rewind again: nothing more is kept. */
  settle(): void;
  /** Ends the source, as leaving a `for await` loop does; one that is waiting for its own input is not waited for. */
  close(): Promise<void>;
}

export function rewindable<T>(source: AsyncGenerator<T, void>): Rewindable<T> {
  const kept: T[] = [];
  let position = 0;
  let settled = false;
  /** Counts the readings: who asked in one that was given up gets nothing. */
  let reading = 0;
  /** What is being pulled. An attempt that was given up may have asked for it: it is for the next. */
  let pending: Promise<boolean> | undefined;

  const pull = async (): Promise<boolean> => {
    try {
      const { done, value } = await source.next();
      if (!done) kept.push(value);
      return !done;
    } finally {
      pending = undefined;
    }
  };

  return {
    next: async () => {
      const mine = reading;
      while (position >= kept.length) {
        pending ??= pull();
        const more = await pending;
        if (!more || reading !== mine) return undefined;
      }
      const item = kept[position];
      if (settled) kept.splice(0, position + 1);
      position = settled ? 0 : position + 1;
      return item;
    },
    rewind: () => {
      if (settled) throw new Error('A settled source cannot be read again');
      position = 0;
      reading++;
    },
    settle: () => {
      settled = true;
    },
    close: async () => {
      const returned = source.return();
      if (!pending) await returned;
      else returned.catch(() => {});
    },
  };
}
