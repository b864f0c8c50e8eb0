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

const EMPTY = new ArrayBuffer(0);

/** The value that Node packed. @param readBytes gives what is not in the message */
export async function unpack(
  packed: PackedValue,
  readBytes: (length: number) => Promise<ArrayBuffer>,
): Promise<unknown> {
  const { tagged, byteLength, jsonBytes, inline } = packed;
  const bytes = inline !== undefined ? fromBase64(inline).buffer : byteLength > 0 ? await readBytes(byteLength) : EMPTY;
  const json = jsonBytes === undefined ? packed.json : decode(new Uint8Array(bytes, byteLength - jsonBytes));
  // Parsing with a reviver is several times slower than without.
  if (!tagged) return JSON.parse(json);
  const arrays = packed.arrays.map(({ type, offset, length }) => new constructors[type](bytes, offset, length));
  return JSON.parse(json, (_, value: unknown) => {
    if (!isTagged(value)) return value;
    const [kind, content] = value[TAG];
    return kind === 'array' ? arrays[Number(content)] : kind === 'date' ? new Date(content) : Number(content);
  });
}

function decode(utf8: Uint8Array): string {
  return new TextDecoder().decode(utf8);
}

function isTagged(value: unknown): value is { [TAG]: ['array' | 'date' | 'number', number | string] } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, TAG);
}
