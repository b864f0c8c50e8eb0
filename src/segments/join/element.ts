import { OutputError } from '../../errors.ts';
import type { ByteStream } from './byte-stream.ts';

/** The start of an element of Matroska (RFC 8794): its content follows. */
export interface Element {
  id: number;
  /** The bytes read so far: the identifier and the length. */
  head: Buffer;
  /** Bytes of the content. */
  length: number;
}

/**
 * Reads the start of the next element.
 *
 * @param left bytes that are left of what the element is in
 * @throws OutputError when there is none, or it is longer than what it is in
 */
export async function readElement(bytes: ByteStream, left = Number.POSITIVE_INFINITY): Promise<Element> {
  const id = await readNumber(bytes);
  const size = await readNumber(bytes);
  const head = Buffer.concat([id, size]);
  const length = numberIn(size);
  if (id.length > 4 || length === undefined || head.length + length > left) {
    throw new OutputError(`${bytes.name} is broken: an element of a wrong length`);
  }
  return { id: id.readUIntBE(0, id.length), head, length };
}

/** A number that says by its leading zeros how many bytes it has. */
async function readNumber(bytes: ByteStream): Promise<Buffer> {
  const first = await bytes.need(1);
  const more = Math.clz32(first[0] ?? 0) - 24;
  if (more > 7) throw new OutputError(`${bytes.name} is broken: a number without a length`);
  return more === 0 ? first : Buffer.concat([first, await bytes.need(more)]);
}

/** Without the bit that ends the zeros; undefined when it says that it is not known, or is too large to be true. */
function numberIn(number: Buffer): number | undefined {
  const value = BigInt.asUintN(7 * number.length, BigInt(`0x${number.toString('hex')}`));
  const unknown = (1n << BigInt(7 * number.length)) - 1n;
  return value === unknown || value > Number.MAX_SAFE_INTEGER ? undefined : Number(value);
}
