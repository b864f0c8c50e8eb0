import { describe, expect, it } from 'vitest';
import { unpack } from '../../page/unpack.ts';
import { InputError } from '../../src/errors.ts';
import { type Packed, pack, packedBytes, samePacked } from '../../src/frames/pack.ts';

/** Above this many bytes the arrays travel in a file. */
const INLINE_BYTES = 16_384;

/** What the page makes of a value that Node packed. */
function received({ value, bytes }: Packed): Promise<unknown> {
  return unpack(value, async (length) => {
    const file = Buffer.concat(bytes);
    expect(file.byteLength).toBe(length);
    return file.buffer.slice(file.byteOffset, file.byteOffset + length);
  });
}

const sent = async (value: unknown) => received(pack(value, 'params'));

describe('pack() and unpack()', () => {
  it.each([
    null,
    true,
    0,
    -1.5,
    1e300,
    '',
    'π \u{1F600} "quoted" \\ \u2028',
    [],
    {},
    [1, [2, [3]]],
    { a: { b: { c: [{ d: null }] } } },
    { 'a key': 1, '': 2, __proto: 3 },
    [1, 'two', null, true, { three: 3 }],
  ])('carry %j as plain JSON', async (value) => {
    const packed = pack(value, 'params');
    expect(packed.value).toMatchObject({ json: JSON.stringify(value), tagged: false, arrays: [], byteLength: 0 });
    expect(packed.bytes).toEqual([]);
    expect(await received(packed)).toEqual(value);
  });

  it.each([
    { name: 'Int8Array', array: Int8Array.of(-128, 0, 127) },
    { name: 'Uint8Array', array: Uint8Array.of(0, 1, 255) },
    { name: 'Uint8ClampedArray', array: Uint8ClampedArray.of(0, 1, 255) },
    { name: 'Int16Array', array: Int16Array.of(-32_768, 0, 32_767) },
    { name: 'Uint16Array', array: Uint16Array.of(0, 1, 65_535) },
    { name: 'Int32Array', array: Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1) },
    { name: 'Uint32Array', array: Uint32Array.of(0, 1, 2 ** 32 - 1) },
    { name: 'Float32Array', array: Float32Array.of(-0, Math.fround(0.1), Number.NaN, Number.NEGATIVE_INFINITY) },
    { name: 'Float64Array', array: Float64Array.of(-0, 0.1, Number.NaN, Number.POSITIVE_INFINITY, 5e-324) },
    { name: 'BigInt64Array', array: BigInt64Array.of(-(2n ** 63n), 0n, 2n ** 63n - 1n) },
    { name: 'BigUint64Array', array: BigUint64Array.of(0n, 1n, 2n ** 64n - 1n) },
  ])('carry a $name, inline and through a file', async ({ name, array }) => {
    const small = pack(array, 'params');
    expect(small.bytes).toEqual([]);
    expect(await received(small)).toEqual(array);

    const large = pack({ array, rest: new Uint8Array(INLINE_BYTES) }, 'params');
    expect(large.value.inline).toBeUndefined();
    expect(await received(large)).toEqual({ array, rest: new Uint8Array(INLINE_BYTES) });
    expect(large.value.arrays[0]).toEqual({ type: name, offset: 0, length: array.length });
  });

  it('carry arrays of all lengths at offsets that are multiples of 8', async () => {
    const arrays = Array.from({ length: 18 }, (_, i) => Uint8Array.from({ length: i }, (_, k) => i * 10 + k));
    const value = { arrays, numbers: Float64Array.of(1.5, 2.5) };
    const packed = pack(value, 'params');
    expect(packed.value.arrays.filter(({ offset }) => offset % 8 !== 0)).toEqual([]);
    expect(await received(packed)).toEqual(value);
  });

  it('carry a part of a buffer, and only that', async () => {
    const part = new Float64Array(Float64Array.from({ length: 100 }, (_, i) => i).buffer, 8, 3);
    const packed = pack(part, 'params');
    expect(packed.value.byteLength).toBe(24);
    expect(await received(packed)).toEqual(Float64Array.of(1, 2, 3));
  });

  it('carry views on odd offsets and on shared memory', async () => {
    const odd = new Uint8Array(Uint8Array.of(9, 1, 2, 3).buffer, 1, 3);
    const shared = new Float64Array(new SharedArrayBuffer(16));
    shared.set([1.5, 2.5]);
    expect(await sent([odd, shared])).toEqual([Uint8Array.of(1, 2, 3), Float64Array.of(1.5, 2.5)]);
  });

  it('carry a Buffer as a Uint8Array', async () => {
    expect(await sent(Buffer.from('abc'))).toEqual(Uint8Array.of(97, 98, 99));
  });

  it.each([
    { bytes: INLINE_BYTES, inline: true },
    { bytes: INLINE_BYTES + 8, inline: false },
  ])('$bytes bytes go inline: $inline', ({ bytes, inline }) => {
    const packed = pack(new Uint8Array(bytes), 'params');
    expect(packed.value.inline !== undefined).toBe(inline);
    expect(Buffer.concat(packed.bytes).byteLength).toBe(inline ? 0 : bytes);
    expect(packed.value.byteLength).toBe(bytes);
  });

  it.each([
    { what: 'numbers', value: { list: new Array(500_001).fill(1) } },
    {
      what: 'tagged values and arrays',
      value: { list: new Array(50_000).fill(Number.NaN), x: Int8Array.of(1, 2, 3) },
    },
    { what: 'characters of several bytes', value: ['π'.repeat(1_000_001), '\ud800'] },
  ])('carry long JSON in the file, where no message is too long: $what', async ({ value }) => {
    const packed = pack(value, 'params');
    expect(packed.value.json).toBe('');
    expect(packed.value.inline).toBeUndefined();
    expect(packedBytes(packed)).toBe(Buffer.concat(packed.bytes).byteLength);
    expect(await received(packed)).toEqual(value);
  });

  it('carry NaN and the infinities at any depth', async () => {
    const value = { a: Number.NaN, b: [Number.POSITIVE_INFINITY, { c: Number.NEGATIVE_INFINITY }, 1] };
    expect(await sent(value)).toEqual(value);
    expect(await sent(Number.NaN)).toBeNaN();
  });

  it('carry -0 as JSON does: as 0', async () => {
    expect(Object.is(await sent(-0), 0)).toBe(true);
    expect(await sent([-0, 1])).toEqual([0, 1]);
  });

  it('carry Dates', async () => {
    const value = { from: new Date('2024-02-29T12:00:00.123Z'), list: [new Date(0), new Date(-1)] };
    expect(await sent(value)).toEqual(value);
  });

  it('carry an invalid Date as one, or refuse it', async () => {
    const outcome = await sent({ at: new Date(Number.NaN) }).catch((error: unknown) => error);
    if (outcome instanceof InputError) expect(outcome.message).toContain('params.at');
    else expect(outcome).toEqual({ at: new Date(Number.NaN) });
  });

  it('leave out undefined in objects and make it null in arrays, as JSON does', async () => {
    expect(await sent({ a: undefined, b: [1, undefined, 3] })).toEqual({ b: [1, null, 3] });
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
    expect(await sent([1, , 3])).toEqual([1, null, 3]);
    expect(await sent([undefined, Number.NaN])).toEqual([null, Number.NaN]);
  });

  it('carry objects without a prototype, and the key __proto__', async () => {
    const value = Object.assign(Object.create(null), { a: 1 });
    expect(await sent(value)).toEqual({ a: 1 });
    const odd: unknown = JSON.parse('{"__proto__": [1], "x": {"__proto__": null}}');
    expect(JSON.stringify(await sent(odd))).toBe(JSON.stringify(odd));
  });

  it('carry an object that is held twice', async () => {
    const x = Float64Array.of(1, 2);
    const trace = { x, y: [1, 2] };
    expect(await sent({ first: trace, second: trace, list: [trace, trace] })).toEqual({
      first: trace,
      second: trace,
      list: [trace, trace],
    });
  });

  it.each([
    { $plotreel: ['date', 0], x: Number.NaN },
    { $plotreel: ['number', 'Infinity'], x: new Date(0) },
    { $plotreel: null, x: Number.NaN },
    { $plotreel: 'mine' },
  ])('carry the key that tags are made of, or refuse it: %j', async (value) => {
    const outcome = await (async () => sent(value))().catch((error: unknown) => error);
    if (outcome instanceof InputError) expect(outcome.message).toContain('params');
    else expect(outcome).toEqual(value);
  });
});

describe('pack()', () => {
  const cycle: { list: unknown[] } = { list: [] };
  cycle.list.push({ back: cycle });
  class Point {}

  it.each([
    { what: 'undefined', value: undefined, message: 'params is undefined, which cannot be sent to the page' },
    { what: 'a function', value: { f: () => {} }, message: 'params.f is a function, which cannot be sent to the page' },
    {
      what: 'a symbol',
      value: { list: [0, { s: Symbol('s') }] },
      message: 'params.list[1].s is a symbol, which cannot be sent to the page',
    },
    { what: 'a BigInt', value: [[1n]], message: 'params[0][0] is a BigInt, which cannot be sent to the page' },
    {
      what: 'a Map',
      value: { m: new Map() },
      message: 'params.m is a Map; send plain objects, arrays and typed arrays',
    },
    {
      what: 'a class instance',
      value: [new Point()],
      message: 'params[0] is a Point; send plain objects, arrays and typed arrays',
    },
    {
      what: 'an ArrayBuffer',
      value: { b: new ArrayBuffer(8) },
      message: 'params.b is a ArrayBuffer; send plain objects, arrays and typed arrays',
    },
    {
      what: 'a DataView',
      value: { view: new DataView(new ArrayBuffer(8)) },
      message: 'params.view is a view that has no counterpart in the page; send a typed array',
    },
    {
      what: 'a cycle',
      value: cycle,
      message: 'params.list[0].back refers back to an object that holds it (a cycle)',
    },
  ])('refuses $what, naming its place', ({ value, message }) => {
    expect(() => pack(value, 'params')).toThrow(new InputError(message));
  });

  it('refuses more JSON than a text can hold, and says what to do', () => {
    const texts = new Array(11).fill('a'.repeat(50_000_000));
    expect(() => pack({ texts }, 'params')).toThrow(
      new InputError('params has more JSON than a text can hold; send numbers as typed arrays'),
    );
  });

  it('names the root as it is told to', () => {
    expect(() => pack({ f: () => {} }, 'props')).toThrow('props.f is a function');
  });

  it.each([
    { bytes: INLINE_BYTES, what: 'inline' },
    { bytes: INLINE_BYTES + 8, what: 'through a file' },
  ])('takes an array as it is at the call ($what): its owner may fill it anew', async ({ bytes }) => {
    const array = new Uint8Array(bytes).fill(1);
    const packed = pack(array, 'params');
    array.fill(2);
    expect(await received(packed)).toEqual(new Uint8Array(bytes).fill(1));
  });
});

describe('packedBytes()', () => {
  it.each([
    { what: 'JSON in UTF-8', value: 'π', bytes: 4 },
    { what: 'inline arrays', value: new Uint8Array(8), bytes: 8 + '{"$plotreel":["array",0]}'.length },
    { what: 'large arrays', value: new Uint8Array(80_000), bytes: 80_000 + '{"$plotreel":["array",0]}'.length },
  ])('counts $what', ({ value, bytes }) => {
    expect(packedBytes(pack(value, 'params'))).toBe(bytes);
  });
});

describe('samePacked()', () => {
  const large = (fill: number) => new Float64Array(INLINE_BYTES / 8 + 1).fill(fill);
  const long = (character: string) => character.repeat(1_000_001);

  it.each([
    { what: 'equal JSON', a: { phase: 1 }, b: { phase: 1 }, same: true },
    { what: 'other JSON', a: { phase: 1 }, b: { phase: 2 }, same: false },
    { what: 'keys in another order', a: { a: 1, b: 2 }, b: { b: 2, a: 1 }, same: false },
    { what: 'NaN', a: [Number.NaN], b: [Number.NaN], same: true },
    { what: 'equal inline arrays', a: Float64Array.of(1, 2), b: Float64Array.of(1, 2), same: true },
    { what: 'other inline arrays', a: Float64Array.of(1, 2), b: Float64Array.of(1, 3), same: false },
    { what: 'equal bytes of another type', a: new Int8Array(8), b: new Uint8Array(8), same: false },
    { what: 'equal padded bytes of another length', a: new Uint8Array(1), b: new Uint8Array(2), same: false },
    { what: 'equal large arrays', a: { y: large(1) }, b: { y: large(1) }, same: true },
    { what: 'other large arrays', a: { y: large(1) }, b: { y: large(2) }, same: false },
    { what: 'two large arrays, one other', a: [large(1), large(2)], b: [large(1), large(3)], same: false },
    { what: 'large and inline', a: large(0), b: new Float64Array(2), same: false },
    { what: 'equal long JSON', a: long('a'), b: long('a'), same: true },
    { what: 'other long JSON', a: long('a'), b: long('b'), same: false },
    { what: 'long JSON and short', a: long('a'), b: '', same: false },
  ])('$what: $same', ({ a, b, same }) => {
    expect(samePacked(pack(a, 'params'), pack(b, 'params'))).toBe(same);
    expect(samePacked(pack(b, 'params'), pack(a, 'params'))).toBe(same);
  });
});

it('pack() refuses more than is written at once, before it copies anything', () => {
  const tooLarge = new Uint8Array(2 ** 31);
  expect(() => pack({ points: tooLarge }, 'props')).toThrow(
    new InputError('`props` has more than 2.1 GB, the most that a page gets at once'),
  );
});
