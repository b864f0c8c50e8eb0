/** Takes bytes that come in pieces of any size in such as are asked for. */
export interface ByteReader {
  /** So many bytes, fewer when there are no more. */
  read(length: number): Promise<Buffer>;
  /** The next bytes as they came, so many at most; none when there are no more. */
  next(most: number): Promise<Buffer>;
  /** Ends what the pieces come from. */
  close(): Promise<void>;
}

/** Reads pieces as they are needed: no more than one of them is kept. */
export function readBytes(pieces: AsyncIterable<Buffer>): ByteReader {
  const iterator = pieces[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.of();

  const next = async (most: number): Promise<Buffer> => {
    while (rest.byteLength === 0) {
      const piece = await iterator.next();
      if (piece.done) return rest;
      rest = piece.value;
    }
    const taken = rest.subarray(0, most);
    rest = rest.subarray(most);
    return taken;
  };

  return {
    next,
    read: async (length) => {
      if (rest.byteLength >= length) return next(length);
      const target = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const part = await next(length - filled);
        if (part.byteLength === 0) return target.subarray(0, filled);
        filled += part.copy(target, filled);
      }
      return target;
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}
