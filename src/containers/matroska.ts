import { OutputError } from '../errors.ts';
import type { ByteFile } from './byte-file.ts';

/** @throws OutputError when the segment, which holds all frames, is not all there or was never closed (RFC 8794, 9559) */
export async function requireWholeSegment(file: ByteFile): Promise<void> {
  const header = await readElement(file, 0);
  const segment = await readElement(file, header.end ?? file.size);
  if (segment.end !== file.size) throw new OutputError(`${file.path} is cut off`);
}

/** Where an element ends, undefined when it does not say. */
async function readElement(file: ByteFile, at: number): Promise<{ end: number | undefined }> {
  const sizeAt = at + vintLength(await file.read(at, 1));
  const length = vintLength(await file.read(sizeAt, 1));
  const bytes = await file.read(sizeAt, length);
  // The bit that ends the count of bytes is no part of the number.
  let size = BigInt((bytes[0] ?? 0) & ((1 << (8 - length)) - 1));
  for (const byte of bytes.subarray(1)) size = (size << 8n) | BigInt(byte);
  const unknown = (1n << BigInt(7 * length)) - 1n;
  return { end: size === unknown ? undefined : sizeAt + length + Number(size) };
}

/** Bytes of a number that says by its leading zeros how many it has. */
function vintLength([first = 0]: Buffer): number {
  return Math.clz32(first) - 23;
}
