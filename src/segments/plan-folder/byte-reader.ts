/** Takes bytes that come in pieces of any size in such as are asked for. */
export interface ByteReader {
  /** So many bytes, fewer when there are no more. */
  read(length: number): Promise<Buffer>;
  /** Ends what the pieces come from. */
  close(): Promise<void>;
}

/** Reads pieces as they are needed: no more than one of them is kept. */
export function readBytes(pieces: AsyncIterable<Buffer>): ByteReader {
  const iterator = pieces[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.of();

  return {
    read: async (length) => {
      const target = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        if (rest.byteLength === 0) {
          const next = await iterator.next();
          if (next.done) return target.subarray(0, filled);
          rest = next.value;
        }
        const copied = rest.copy(target, filled);
        filled += copied;
        rest = rest.subarray(copied);
      }
      return target;
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}
