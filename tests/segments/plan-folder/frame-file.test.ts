import { describe, expect, it } from 'vitest';
import { unpack } from '../../../page/unpack.ts';
import { InputError } from '../../../src/errors.ts';
import { pack } from '../../../src/frames/pack.ts';
import {
  type DecodeOptions,
  decodeFrames,
  encodeFrames,
  type PackedFrame,
} from '../../../src/segments/plan-folder/frame-file.ts';

const values: unknown[] = [
  { phase: 1, quotes: '"\\'.repeat(1000) },
  null,
  { at: new Date(0), none: Number.NaN },
  Float64Array.of(1, 2, 3),
  { odd: Int8Array.of(1, 2, 3), x: new Float64Array(5000).fill(0.5), y: [new Uint16Array(3), new BigInt64Array(9000)] },
  { long: ['π'.repeat(1_000_001)], x: Float32Array.of(1) },
  { large: new Float64Array(2_000_000).fill(7) },
];
const framesOf = (list: readonly unknown[]): PackedFrame[] =>
  list.map((value, i) => ({ index: 10 + 3 * i, params: pack(value, 'params') }));

async function encode(list: readonly unknown[]): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(encodeFrames(framesOf(list))));
}

/** Bytes in pieces of one size, as they may come from a disk or a network. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size);
}

function decode(bytes: Buffer, { size = 65_536, ...options }: DecodeOptions & { size?: number } = {}) {
  return Array.fromAsync(decodeFrames(inPieces(bytes, size), options));
}

/** The value that the page gets. */
function received({ params: { value, bytes } }: PackedFrame): Promise<unknown> {
  return unpack(value, async (length) => {
    const file = Buffer.concat(bytes);
    expect(file.byteLength).toBe(length);
    return Uint8Array.from(file).buffer;
  });
}

describe('decodeFrames()', () => {
  it.each([{ size: 7 }, { size: 65_536 }, { size: 2 ** 30 }])(
    'gives the page what encodeFrames() was given, out of pieces of $size bytes',
    async ({ size }) => {
      const list = size === 7 ? values.slice(0, 5) : values;
      const frames = await decode(await encode(list), { size });
      expect(frames.map(({ index }) => index)).toEqual(list.map((_, i) => 10 + 3 * i));
      expect(frames.map(({ params }) => params.value)).toEqual(framesOf(list).map(({ params }) => params.value));
      for (const [i, frame] of frames.entries()) expect(await received(frame)).toEqual(list[i]);
    },
  );

  it('gives no frames where there are none', async () => {
    expect(await decode(await encode([]))).toEqual([]);
  });

  it('takes no more than it needs for a frame, and ends its source when it is left', async () => {
    const bytes = await encode([new Uint8Array(100_000), new Uint8Array(100_000)]);
    let taken = 0;
    let ended = false;
    const source = async function* () {
      try {
        for await (const piece of inPieces(bytes, 1000)) {
          taken += piece.byteLength;
          yield piece;
        }
      } finally {
        ended = true;
      }
    };
    for await (const { index } of decodeFrames(source())) {
      expect(index).toBe(10);
      break;
    }
    expect(taken).toBeGreaterThan(100_000);
    expect(taken).toBeLessThan(102_000);
    expect(ended).toBe(true);
  });

  it('says after how many frames the bytes are cut off, wherever that is', async () => {
    const bytes = await encode([{ a: 1 }, new Float64Array(3000), 'c']);
    const [first, second] = await Promise.all([encode([{ a: 1 }]), encode([{ a: 1 }, new Float64Array(3000)])]);
    for (let length = 0; length < bytes.byteLength; length += length > 500 && length < 24_000 ? 997 : 1) {
      const error: unknown = await decode(bytes.subarray(0, length)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InputError);
      // Less the 4 bytes of the end.
      const whole = [first, second].filter((part) => length >= part.byteLength - 4).length;
      if (length >= 18)
        expect(String(error)).toBe(`InputError: The frame params are cut off after ${whole} of their frames`);
      else expect(String(error)).toBe('InputError: The frame params are of another format');
    }
  });

  it('finds each byte that is another', async () => {
    const bytes = await encode([{ a: '"\u2028' }, new Uint8Array(16_400)]);
    for (let i = 0; i < bytes.byteLength; i += i > 400 && i < 16_500 ? 251 : 1) {
      for (const bit of [1, 128]) {
        const damaged = Buffer.from(bytes);
        damaged[i] = (damaged[i] ?? 0) ^ bit;
        await expect(decode(damaged)).rejects.toThrow(InputError);
      }
    }
  });

  it('finds what follows the end', async () => {
    const bytes = Buffer.concat([await encode(['a']), Buffer.of(0)]);
    await expect(decode(bytes, { name: 'props' })).rejects.toEqual(
      new InputError('The props are damaged: more follows their end after 1 of their frames'),
    );
  });

  it.each([
    { what: 'the JSON', head: 0xffff_ffff, message: /after 0 of their frames come 4.3 GB, where 536.9 MB may/ },
    { what: 'the JSON, of a low limit', head: 6001, maxBytes: 1000, message: /come 6 kB, where 6 kB may/ },
    {
      what: 'the arrays',
      head: JSON.stringify({ index: 0, value: { json: '', tagged: false, arrays: [], byteLength: 2 ** 40 } }),
      message: /after 0 of their frames come 1,099.5 GB, where 512 MB may/,
    },
  ])('takes no wild length for $what', async ({ head, message, maxBytes }) => {
    const text = Buffer.from(typeof head === 'string' ? head : '');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(typeof head === 'number' ? head : text.byteLength);
    const bytes = Buffer.concat([Buffer.from('plotreel frames 1\n'), length, text]);
    await expect(decode(bytes, { maxBytes })).rejects.toThrow(message);
  });

  it('takes what the limit lets pack: quotes count once', async () => {
    const list = ['"'.repeat(300), Array.from({ length: 40 }, () => new Uint8Array(0))];
    const maxBytes = Math.max(...framesOf(list).map(({ params }) => Buffer.byteLength(params.value.json)));
    expect(await decode(await encode(list), { maxBytes })).toHaveLength(2);
  });
});

describe('encodeFrames()', () => {
  it('makes the same bytes of the same frames, and large pieces of small frames', async () => {
    expect((await encode(values)).equals(await encode(values))).toBe(true);
    const pieces = await Array.fromAsync(encodeFrames(framesOf(Array.from({ length: 1000 }, (_, i) => ({ i })))));
    expect(pieces.length).toBeLessThan(4);
  });

  it('passes on what its source throws', async () => {
    const source = async function* (): AsyncGenerator<PackedFrame> {
      yield* framesOf(['a']);
      throw new Error('why');
    };
    await expect(Array.fromAsync(encodeFrames(source()))).rejects.toThrow('why');
  });
});
