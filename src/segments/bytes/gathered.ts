/** Pieces are gathered up to so many bytes: each costs whoever takes it a turn, or a write. */
const PIECE_BYTES = 1 << 18;

/** The same bytes in fewer pieces: large ones as they are, small ones together. */
export async function* gathered(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  let small: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    const isLarge = piece.byteLength >= PIECE_BYTES;
    if (small.length > 0 && (isLarge || length + piece.byteLength > PIECE_BYTES)) {
      yield Buffer.concat(small);
      small = [];
      length = 0;
    }
    if (isLarge) {
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    } else {
      small.push(piece);
      length += piece.byteLength;
    }
  }
  if (length > 0) yield Buffer.concat(small);
}
