import { type PackedValue, TAG, type TypedArrayName } from '../src/protocol.ts';
import { fromBase64 } from './base64.ts';

const constructors: Record<TypedArrayName, new (buffer: ArrayBuffer, offset: number, length: number) => unknown> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/** The value that Node packed. @param readBytes gives the arrays' bytes where they are not inline */
export async function unpack(
  packed: PackedValue,
  readBytes: (length: number) => Promise<ArrayBuffer>,
): Promise<unknown> {
  // Parsing with a reviver is several times slower than without.
  if (!packed.tagged) return JSON.parse(packed.json);
  const bytes = packed.inline === undefined ? await readBytes(packed.byteLength) : fromBase64(packed.inline).buffer;
  const arrays = packed.arrays.map(({ type, offset, length }) => new constructors[type](bytes, offset, length));
  return JSON.parse(packed.json, (_, value: unknown) => {
    if (!isTagged(value)) return value;
    const [kind, content] = value[TAG];
    return kind === 'array' ? arrays[Number(content)] : kind === 'date' ? new Date(content) : Number(content);
  });
}

function isTagged(value: unknown): value is { [TAG]: ['array' | 'date' | 'number', number | string] } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, TAG);
}
