import type { Packed } from '../frames/pack.ts';
import type { PackedValue } from '../protocol.ts';

/** A packed value with all its bytes in the message: a preview has no files beside it. */
export function inlined({ value, bytes }: Packed): PackedValue {
  if (bytes.length === 0) return value;
  return { ...value, inline: Buffer.concat(bytes).toString('base64') };
}
