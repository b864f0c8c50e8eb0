import { InputError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';
import { MAX_WRITE_BYTES } from '../options/limits.ts';
import { type PackedArray, type PackedValue, TAG, type TypedArrayName } from '../protocol.ts';

/** A packed value and the bytes that go beside it. */
export interface Packed {
  value: PackedValue;
  /** Copies of the arrays, padded to multiples of 8, and the JSON when it is long; empty when all is in the message. */
  bytes: Uint8Array[];
}

/** Up to here base64 in the message costs less than the trip through a file. */
const INLINE_BYTES = 16_384;
/**
 * Longer JSON goes through the file too. Chromium ends at a message of 100 MB, in which quotes count several times; and
 * where 50 MB take it 7 s out of a message, they take 1 s out of a file.
 */
const MESSAGE_CHARACTERS = 1_000_000;
const ALIGNMENT = 8;

export const TYPED_ARRAYS: readonly TypedArrayName[] = [
  'Uint8Array',
  'Float64Array',
  'Float32Array',
  'Int32Array',
  'Int16Array',
  'Int8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
];

/**
 * Packs a value for the page: JSON values, Dates, NaN, ±Infinity and typed arrays at any depth.
 *
 * @throws InputError when there is something else in it (a function, a Map, a cycle …), naming its place
 */
export function pack(root: unknown, rootName: string): Packed {
  const arrays: PackedArray[] = [];
  const bytes: Uint8Array[] = [];
  const path = new Set<object>();
  let byteLength = 0;
  let tagged = false;

  const tag = (kind: string, content: number | string) => {
    tagged = true;
    return { [TAG]: [kind, content] };
  };

  const visit = (value: unknown, name: string): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : tag('number', String(value));
    if (typeof value !== 'object')
      throw new InputError(`${name} is ${describe(value)}, which cannot be sent to the page`);
    if (value instanceof Date) {
      if (Number.isNaN(value.getTime())) throw new InputError(`${name} is an invalid Date`);
      return tag('date', value.getTime());
    }
    if (ArrayBuffer.isView(value)) {
      const type = typedArrayName(value);
      if (type === undefined)
        throw new InputError(`${name} is a view that has no counterpart in the page; send a typed array`);
      const view = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      requireWritable(byteLength + view.byteLength, rootName);
      const length = 'length' in value && typeof value.length === 'number' ? value.length : 0;
      arrays.push({ type, offset: byteLength, length });
      // A copy: sources may fill the same array again for the next frame.
      bytes.push(Uint8Array.from(view));
      const padding = (ALIGNMENT - (view.byteLength % ALIGNMENT)) % ALIGNMENT;
      if (padding > 0) bytes.push(new Uint8Array(padding));
      byteLength += view.byteLength + padding;
      return tag('array', arrays.length - 1);
    }
    if (path.has(value)) throw new InputError(`${name} refers back to an object that holds it (a cycle)`);
    path.add(value);
    const copy = Array.isArray(value) ? visitArray(value, name) : visitObject(value, name);
    path.delete(value);
    return copy;
  };

  const visitArray = (array: unknown[], name: string) => {
    // Arrays of finite numbers, the usual case, go as they are.
    if (array.every(Number.isFinite)) return array;
    return Array.from(array, (item, i) => visit(item ?? null, `${name}[${i}]`));
  };

  const visitObject = (object: object, name: string) => {
    const prototype = Object.getPrototypeOf(object);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new InputError(`${name} is a ${object.constructor.name}; send plain objects, arrays and typed arrays`);
    }
    if (Object.hasOwn(object, TAG)) throw new InputError(`${name} has the key ${TAG}, which plotreel keeps for itself`);
    const entries = Object.entries(object).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, visit(item, `${name}.${key}`)]));
  };

  const json = stringify(visit(root, rootName), rootName);
  if (json.length > MESSAGE_CHARACTERS) {
    const text = Buffer.from(json);
    const total = byteLength + text.byteLength;
    requireWritable(total, rootName);
    const value = { json: '', jsonBytes: text.byteLength, tagged, arrays, byteLength: total };
    return { value, bytes: [...bytes, text] };
  }
  const value: PackedValue = { json, tagged, arrays, byteLength };
  if (byteLength === 0 || byteLength > INLINE_BYTES) return { value, bytes };
  return { value: { ...value, inline: Buffer.concat(bytes).toString('base64') }, bytes: [] };
}

/** What is not written at once is taken for a full disk. */
function requireWritable(bytes: number, name: string): void {
  if (bytes <= MAX_WRITE_BYTES) return;
  throw new InputError(`\`${name}\` has more than ${formatBytes(MAX_WRITE_BYTES)}, the most that a page gets at once`);
}

function stringify(value: unknown, name: string): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // JavaScript's longest text has 537 million characters.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(`${name} has more JSON than a text can hold; send numbers as typed arrays`, { cause: error });
  }
}

/** Bytes that a packed value takes up on its way to the page. */
export function packedBytes({ value: { json, byteLength } }: Packed): number {
  return byteLength + Buffer.byteLength(json);
}

/** Whether two packed values are the same. */
export function samePacked(a: Packed, b: Packed): boolean {
  return (
    a.value.json === b.value.json &&
    a.value.jsonBytes === b.value.jsonBytes &&
    a.value.inline === b.value.inline &&
    a.value.arrays.length === b.value.arrays.length &&
    a.value.arrays.every(
      (array, i) => array.type === b.value.arrays[i]?.type && array.length === b.value.arrays[i].length,
    ) &&
    a.bytes.every((part, i) => Buffer.compare(part, b.bytes[i] ?? new Uint8Array()) === 0)
  );
}

function typedArrayName(view: ArrayBufferView): TypedArrayName | undefined {
  return TYPED_ARRAYS.find((name) => Object.prototype.toString.call(view) === `[object ${name}]`);
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  return typeof value === 'bigint' ? 'a BigInt' : `a ${typeof value}`;
}
