/**
 * A source that can be read again from its start, until it is told that this will not be needed. Generators can be read
 * only once: what was pulled is kept meanwhile.
 */
export interface Rewindable<T> {
  /** The next item, undefined at the end. One call at a time. */
  next(): Promise<T | undefined>;
  /** Starts over. */
  rewind(): void;
  /** Nobody will rewind again: nothing more is kept. */
  settle(): void;
  /** Ends the source, as leaving a `for await` loop does. May be called twice. */
  close(): Promise<void>;
}

export function rewindable<T>(source: AsyncGenerator<T, void>): Rewindable<T> {
  const kept: T[] = [];
  let position = 0;
  let settled = false;

  return {
    next: async () => {
      if (position < kept.length) return kept[position++];
      const { done, value } = await source.next();
      if (done) return undefined;
      if (settled) {
        kept.length = 0;
        position = 0;
      } else {
        kept.push(value);
        position++;
      }
      return value;
    },
    rewind: () => {
      if (settled) throw new Error('A settled source cannot be read again');
      position = 0;
    },
    settle: () => {
      settled = true;
    },
    close: async () => {
      await source.return();
    },
  };
}
