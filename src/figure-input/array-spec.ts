import { endianness } from 'node:os';
import { InputError } from '../errors.ts';
import { describeValue } from './describe-value.ts';

const ARRAYS = {
  i1: Int8Array,
  u1: Uint8Array,
  u1c: Uint8ClampedArray,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  i8: BigInt64Array,
  u8: BigUint64Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

const SHORT_NAMES: Readonly<Record<string, string>> = {
  int8: 'i1',
  uint8: 'u1',
  uint8c: 'u1c',
  int16: 'i2',
  uint16: 'u2',
  int32: 'i4',
  uint32: 'u4',
  int64: 'i8',
  uint64: 'u8',
  float32: 'f4',
  float64: 'f8',
};

export interface SpecOptions {
  /** The spec's place in the figure, for messages. */
  name: string;
  /** Is told how many typed arrays it becomes, before it does. @throws InputError when they are too many */
  countRows: (rows: number, name: string) => void;
}

/**
 * The values of a typed array spec: a typed array, or nested arrays of typed arrays for two and three dimensions.
 * 64-bit integers become float64. Understands what plotly.js does, and shapes as lists and NumPy's own names ('<f8',
 * '>i4') besides.
 *
 * @throws InputError when it does not hold what it says
 */
export function decodeArraySpec(
  { dtype, bdata, shape }: Readonly<Record<string, unknown>>,
  { name, countRows }: SpecOptions,
): unknown {
  const type = readType(dtype, `${name}.dtype`);
  const size = type.array.BYTES_PER_ELEMENT;
  const bytes = readBase64(bdata, `${name}.bdata`);
  if (bytes.length % size !== 0) {
    throw new InputError(
      `Expected \`${name}.bdata\` to hold whole values of ${size} bytes (${dtype}), got ${bytes.length} bytes`,
    );
  }
  if (type.swapped) swap(bytes, size);
  const values = new type.array(bytes.buffer, bytes.byteOffset, bytes.length / size);
  const numbers =
    values instanceof BigInt64Array || values instanceof BigUint64Array ? Float64Array.from(values, Number) : values;
  const lengths = readShape(shape, `${name}.shape`) ?? [numbers.length];
  const count = lengths.reduce((product, length) => product * length, 1);
  if (count !== numbers.length) {
    throw new InputError(
      `Expected \`${name}.bdata\` to hold ${count} values (shape ${lengths.join(' × ')}), got ${numbers.length}`,
    );
  }
  if (numbers.length > 0) countRows(count / (lengths.at(-1) ?? 1), name);
  return nest(numbers, lengths);
}

function readType(dtype: unknown, name: string) {
  const [, order, base = ''] = (typeof dtype === 'string' && /^([<>|=]?)(\w+)$/.exec(dtype)) || [];
  const known = Object.entries(ARRAYS).find(([short]) => short === (SHORT_NAMES[base] ?? base));
  if (!known) {
    const names = Object.keys(ARRAYS).join(', ');
    throw new InputError(`Expected \`${name}\` to be one of ${names}, got ${describeValue(dtype)}`);
  }
  const littleEndian = order === '=' ? endianness() === 'LE' : order !== '>';
  return { array: known[1], swapped: littleEndian !== (endianness() === 'LE') };
}

/** The bytes in a buffer of their own, because typed arrays want them aligned. */
function readBase64(text: unknown, name: string): Buffer<ArrayBuffer> {
  if (typeof text !== 'string') throw new InputError(`Expected \`${name}\` to be base64, got ${describeValue(text)}`);
  const content = text.replace(/={1,2}$/, '');
  const wrong = content.search(/[^A-Za-z0-9+/]/);
  if (wrong >= 0) {
    throw new InputError(`Expected \`${name}\` to be base64, got '${content[wrong]}' as its character ${wrong + 1}`);
  }
  if (content.length % 4 === 1) {
    throw new InputError(`Expected \`${name}\` to be base64, but it is cut: ${text.length} characters`);
  }
  const bytes = Buffer.alloc(Math.floor((content.length * 3) / 4));
  bytes.write(content, 'base64');
  return bytes;
}

function swap(bytes: Buffer, size: number): void {
  if (size === 2) bytes.swap16();
  if (size === 4) bytes.swap32();
  if (size === 8) bytes.swap64();
}

/** Lengths of the dimensions: `"3, 4"`, `[3, 4]`, `12`. */
function readShape(shape: unknown, name: string): number[] | undefined {
  if (shape === undefined || shape === null) return undefined;
  const lengths = shapeParts(shape).map(Number);
  if (lengths.length === 0 || !lengths.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new InputError(`Expected \`${name}\` to be whole numbers such as "3, 4", got ${describeValue(shape)}`);
  }
  // As plotly.js, which draws nothing of more dimensions.
  if (lengths.length > 3) throw new InputError(`Expected \`${name}\` to have 1 to 3 dimensions, got ${lengths.length}`);
  return lengths;
}

/** Numbers, and texts that may be some; nothing when the shape is none. */
function shapeParts(shape: unknown): (string | number)[] {
  const isPart = (part: unknown) => typeof part === 'string' || typeof part === 'number';
  if (Array.isArray(shape)) return shape.every(isPart) ? shape : [];
  if (!isPart(shape)) return [];
  return String(shape)
    .split(',')
    .filter((part) => part.trim() !== '');
}

type TypedArray = Extract<InstanceType<(typeof ARRAYS)[keyof typeof ARRAYS]>, { readonly BYTES_PER_ELEMENT: number }>;

/** Rows, and rows of rows, as views on the same bytes. */
function nest(values: TypedArray, [rows = 0, ...rest]: readonly number[]): unknown {
  if (rest.length === 0) return values;
  // However many rows there are, they are empty: "1000000000, 0" is written in a few bytes.
  if (values.length === 0) return [];
  const size = values.length / rows;
  return Array.from({ length: rows }, (_, i) => nest(values.subarray(i * size, (i + 1) * size), rest));
}
