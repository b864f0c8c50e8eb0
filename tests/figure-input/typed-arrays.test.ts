import { describe, expect, test } from 'vitest';
import { decodeTypedArrays } from '../../src/figure-input/typed-arrays.ts';
import { pack } from '../../src/frames/pack.ts';

/** Six values that the type can hold, and their little-endian bytes. */
const KINDS = {
  i1: Int8Array.of(-128, -1, 0, 1, 2, 127),
  int8: Int8Array.of(-128, -1, 0, 1, 2, 127),
  u1: Uint8Array.of(0, 1, 2, 3, 128, 255),
  uint8: Uint8Array.of(0, 1, 2, 3, 128, 255),
  u1c: Uint8ClampedArray.of(0, 1, 2, 3, 128, 255),
  uint8c: Uint8ClampedArray.of(0, 1, 2, 3, 128, 255),
  i2: Int16Array.of(-32_768, -1, 0, 1, 2, 32_767),
  int16: Int16Array.of(-32_768, -1, 0, 1, 2, 32_767),
  u2: Uint16Array.of(0, 1, 2, 3, 256, 65_535),
  uint16: Uint16Array.of(0, 1, 2, 3, 256, 65_535),
  i4: Int32Array.of(-(2 ** 31), -1, 0, 1, 2, 2 ** 31 - 1),
  int32: Int32Array.of(-(2 ** 31), -1, 0, 1, 2, 2 ** 31 - 1),
  u4: Uint32Array.of(0, 1, 2, 3, 65_536, 2 ** 32 - 1),
  uint32: Uint32Array.of(0, 1, 2, 3, 65_536, 2 ** 32 - 1),
  f4: Float32Array.of(-1.5, 0, 0.1, Number.NaN, Infinity, 1e-30),
  float32: Float32Array.of(-1.5, 0, 0.1, Number.NaN, Infinity, 1e-30),
  f8: Float64Array.of(-1.5, -0, 0.1, Number.NaN, -Infinity, 1e-300),
  float64: Float64Array.of(-1.5, -0, 0.1, Number.NaN, -Infinity, 1e-300),
};

function base64(array: ArrayBufferView): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');
}

const bigEndian = Buffer.alloc(6);
for (const [i, value] of [1, 256, 513].entries()) bigEndian.writeUInt16BE(value, 2 * i);

describe.each(Object.entries(KINDS))('decodeTypedArrays() reads %s', (dtype, values) => {
  const bdata = base64(values);

  test('of one dimension', () => {
    expect(decodeTypedArrays({ dtype, bdata })).toEqual(values);
    expect(decodeTypedArrays({ dtype, bdata, shape: '6' })).toEqual(values);
    expect(decodeTypedArrays({ dtype, bdata, shape: 6 })).toEqual(values);
    expect(decodeTypedArrays({ dtype: `<${dtype}`, bdata, shape: [6] })).toEqual(values);
  });

  test('of two dimensions', () => {
    const rows = [values.slice(0, 3), values.slice(3)];
    expect(decodeTypedArrays({ dtype, bdata, shape: '2, 3' })).toEqual(rows);
    expect(decodeTypedArrays({ dtype, bdata, shape: [2, 3] })).toEqual(rows);
  });

  test('of three dimensions', () => {
    const planes = [0, 1, 2].map((i) => [0, 1].map((j) => values.slice(2 * i + j, 2 * i + j + 1)));
    expect(decodeTypedArrays({ dtype, bdata, shape: '3, 2, 1' })).toEqual(planes);
  });
});

describe('decodeTypedArrays()', () => {
  test.each([
    ['64-bit integers', { dtype: 'i8', bdata: base64(BigInt64Array.of(-5n, 2n ** 40n)) }, Float64Array.of(-5, 2 ** 40)],
    ['unsigned ones', { dtype: 'uint64', bdata: base64(BigUint64Array.of(5n)) }, Float64Array.of(5)],
    ['big-endian ones', { dtype: '>u2', bdata: bigEndian.toString('base64') }, Uint16Array.of(1, 256, 513)],
    ['single bytes as NumPy names them', { dtype: '|u1', bdata: 'AQI=' }, Uint8Array.of(1, 2)],
    ['base64 without padding', { dtype: 'u1', bdata: 'AQI' }, Uint8Array.of(1, 2)],
    ['nothing', { dtype: 'f8', bdata: '' }, new Float64Array()],
    ['no rows', { dtype: 'f8', bdata: '', shape: '0, 4' }, []],
    ['more empty rows than fit into memory', { dtype: 'f8', bdata: '', shape: '1000000000, 0' }, []],
    ['the shape of a tuple of one', { dtype: 'u1', bdata: 'AQI=', shape: '2,' }, Uint8Array.of(1, 2)],
  ])('reads %s', (_, spec, expected) => {
    expect(decodeTypedArrays(spec)).toEqual(expected);
  });

  test('finds arrays at any depth and shares what has none', () => {
    const spec = { dtype: 'u1', bdata: 'AQI=' };
    const figure = {
      data: [{ x: spec, marker: { color: spec } }, { x: [1, 2] }],
      layout: { title: { text: 'A' } },
      frames: [{ data: [{ x: spec }] }],
    };
    const before = structuredClone(figure);
    const decoded = decodeTypedArrays(figure);
    const values = Uint8Array.of(1, 2);
    expect(decoded).toEqual({
      data: [{ x: values, marker: { color: values } }, { x: [1, 2] }],
      layout: { title: { text: 'A' } },
      frames: [{ data: [{ x: values }] }],
    });
    expect(figure).toEqual(before);
    expect(decoded).toHaveProperty('layout', figure.layout);
    expect(Object(decoded).layout).toBe(figure.layout);
    expect(Object(decoded).data[1]).toBe(figure.data[1]);
  });

  test('leaves other objects, dates and typed arrays as they are', () => {
    const figure = { data: [{ x: Float64Array.of(Number.NaN), meta: { dtype: 'f8', when: new Date(0) } }] };
    expect(decodeTypedArrays(figure)).toBe(figure);
  });

  test('drops keys that would name a prototype, or keep an object from being read as a text', () => {
    const figure: unknown = JSON.parse(
      '{"data":[{"__proto__":{"polluted":true},"toString":0,"valueOf":0,"$plotreel":["array",0],"x":[1]}]}',
    );
    const decoded = decodeTypedArrays(figure);
    expect(decoded).toEqual({ data: [{ x: [1] }] });
    expect(Object.hasOwn(Object(decoded).data[0], '__proto__')).toBe(false);
    expect({}).not.toHaveProperty('polluted');
  });

  test.each([
    ['{"a":1,"constructor":{"prototype":{"polluted":1}}}', { a: 1 }],
    ['{"a":1,"marker.constructor.prototype.polluted":1}', { a: 1 }],
    ['{"a":1,"annotations[0].__proto__.polluted":1}', { a: 1 }],
    ['{"a":1,"prototype":[1]}', { a: 1 }],
    // A column of that name, as motor racing has.
    ['{"customdata":[{"constructor":"Ferrari"}]}', { customdata: [{ constructor: 'Ferrari' }] }],
  ])('drops what leads to a prototype, and nothing else: %s', (text, expected) => {
    expect(decodeTypedArrays(JSON.parse(text))).toEqual(expected);
  });

  test('makes rows that are packed whole for the page', () => {
    const values = Float64Array.of(1, 2, 3, 4, 5, 6);
    const { value, bytes } = pack(decodeTypedArrays({ dtype: 'f8', bdata: base64(values), shape: '3, 2' }), 'props');
    expect(value.arrays).toEqual([0, 1, 2].map((i) => ({ type: 'Float64Array', offset: 16 * i, length: 2 })));
    expect(bytes).toEqual([]);
    expect(value.inline).toBe(base64(values));
  });

  test.each([
    [
      { dtype: 'c16', bdata: 'AQI=' },
      "Expected `data[0].z.dtype` to be one of i1, u1, u1c, i2, u2, i4, u4, i8, u8, f4, f8, got 'c16'",
    ],
    [
      { dtype: 8, bdata: 'AQI=' },
      'Expected `data[0].z.dtype` to be one of i1, u1, u1c, i2, u2, i4, u4, i8, u8, f4, f8, got `8` (number)',
    ],
    [{ dtype: 'u1', bdata: 'AQ%=' }, "Expected `data[0].z.bdata` to be base64, got '%' as its character 3"],
    [{ dtype: 'u1', bdata: 'AQI\n=' }, "Expected `data[0].z.bdata` to be base64, got '\n' as its character 4"],
    [{ dtype: 'u1', bdata: 'AQIDB' }, 'Expected `data[0].z.bdata` to be base64, but it is cut: 5 characters'],
    [{ dtype: 'u1', bdata: [1, 2] }, 'Expected `data[0].z.bdata` to be base64, got a list of 2'],
    [{ dtype: 'f8', bdata: 'AQI=' }, 'Expected `data[0].z.bdata` to hold whole values of 8 bytes (f8), got 2 bytes'],
    [{ dtype: 'u1', bdata: 'AQI=', shape: '2, 2' }, 'Expected `data[0].z.bdata` to hold 4 values (shape 2 × 2), got 2'],
    [{ dtype: 'u1', bdata: 'AQI=', shape: '3' }, 'Expected `data[0].z.bdata` to hold 3 values (shape 3), got 2'],
    [
      { dtype: 'u1', bdata: 'AQI=', shape: '1, 1, 1, 2' },
      'Expected `data[0].z.shape` to have 1 to 3 dimensions, got 4',
    ],
    [
      { dtype: 'u1', bdata: 'AQI=', shape: 'two' },
      'Expected `data[0].z.shape` to be whole numbers such as "3, 4", got \'two\'',
    ],
    [
      { dtype: 'u1', bdata: 'AQI=', shape: '-1, -2' },
      'Expected `data[0].z.shape` to be whole numbers such as "3, 4", got \'-1, -2\'',
    ],
    [
      { dtype: 'u1', bdata: 'AQI=', shape: [2, { toString: 0 }] },
      'Expected `data[0].z.shape` to be whole numbers such as "3, 4", got a list of 2',
    ],
    [
      { dtype: 'u1', bdata: 'AQI=', shape: {} },
      'Expected `data[0].z.shape` to be whole numbers such as "3, 4", got an empty object',
    ],
  ])('refuses %j', (spec, message) => {
    expect(() => decodeTypedArrays({ data: [{ z: spec }] })).toThrow(message);
  });

  test('lists all that is wrong', () => {
    const wrong = { dtype: 'f8', bdata: 'AQI=' };
    expect(() => decodeTypedArrays({ data: [{ x: wrong, y: wrong }] })).toThrow(
      expect.objectContaining({
        problems: [expect.stringContaining('data[0].x'), expect.stringContaining('data[0].y')],
      }),
    );
  });

  test('lists the first of many', () => {
    const wrong = Array(1000).fill({ dtype: 'f8', bdata: 'AQI=' });
    expect(() => decodeTypedArrays({ data: wrong })).toThrow(/(^.*data\[\d+\].*\n){20}… and 980 more$/m);
  });

  test('names a figure that is none but a list', () => {
    expect(() => decodeTypedArrays({ dtype: 'u1', bdata: '!' })).toThrow('`figure.bdata`');
  });

  test('shortens the names of keys', () => {
    const figure = { data: [{ ['k'.repeat(1000)]: { dtype: 'f8', bdata: 'AQI=' } }] };
    expect(() => decodeTypedArrays(figure)).toThrow(`\`data[0].${'k'.repeat(60)}….bdata\``);
  });

  test('refuses an object that holds itself', () => {
    const trace: Record<string, unknown> = {};
    trace.self = trace;
    expect(() => decodeTypedArrays({ data: [trace] })).toThrow('.self… nests without end');
  });

  test('refuses more rows than fit into memory, which a few bytes can ask for', () => {
    const rows = (count: number) => ({
      dtype: 'u1',
      bdata: Buffer.alloc(count).toString('base64'),
      shape: `${count}, 1`,
    });
    const [most, some] = [rows(1_000_000), rows(600_000)];
    expect(decodeTypedArrays({ data: [{ z: most }] })).toHaveProperty('data[0].z.length', 1_000_000);
    const expected = "Expected a figure's typed arrays to have at most 1000000 rows, got";
    expect(() => decodeTypedArrays({ data: [{ z: rows(1_000_001) }] })).toThrow(`${expected} 1000001 in \`data[0].z\``);
    expect(() => decodeTypedArrays({ data: [{ z: some }, { y: { dtype: 'u1', bdata: 'AQI=' }, z: some }] })).toThrow(
      `${expected} 600000 in \`data[1].z\` after 600001 before it`,
    );
  });
});
