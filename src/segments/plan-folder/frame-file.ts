import { constants } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { InputError } from '../../errors.ts';
import { formatBytes } from '../../format-bytes.ts';
import { type Packed, TYPED_ARRAYS } from '../../frames/pack.ts';
import { DEFAULT_LIMITS } from '../../limits.ts';
import { readBytes } from './byte-reader.ts';

/** The packed params of a frame of a video. */
export interface PackedFrame {
  /** 0-based index of the frame. */
  index: number;
  params: Packed;
}

export interface DecodeOptions {
  /** What errors call it. @default 'frame params' */
  name?: string;
  /** Most bytes that a frame's params may have; more is an error before any is kept. @default the limit of params */
  maxBytes?: number;
}

/**
 * A frame file is this, then records, then the length 0. A record: the length of its JSON, the JSON (index and packed
 * value), the bytes that go beside that, and the CRC-32 of both. Numbers are unsigned, 32 bits, the lowest byte first.
 */
const START = Buffer.from('plotreel frames 1\n');
/** Small pieces are joined up to here: each costs its reader a turn. */
const PIECE_BYTES = 65_536;

const typedArray = z.strictObject({ type: z.enum(TYPED_ARRAYS), offset: z.int().min(0), length: z.int().min(0) });
const recordSchema = z.strictObject({
  index: z.int().min(0),
  value: z.strictObject({
    json: z.string(),
    jsonBytes: z.int().min(0).optional(),
    tagged: z.boolean(),
    arrays: z.array(typedArray),
    byteLength: z.int().min(0),
    inline: z.string().optional(),
  }),
});

/** Frames as bytes, piece by piece; the same frames are always the same bytes. */
export function encodeFrames(frames: AsyncIterable<PackedFrame> | Iterable<PackedFrame>): AsyncGenerator<Buffer> {
  return joined(piecesOf(frames));
}

/**
 * Frames out of what `encodeFrames` made of them, one at a time.
 *
 * @throws InputError when the bytes are cut off, damaged or not such a file
 */
export async function* decodeFrames(
  bytes: AsyncIterable<Buffer>,
  { name = 'frame params', maxBytes = DEFAULT_LIMITS.paramsBytes }: DecodeOptions = {},
): AsyncGenerator<PackedFrame> {
  const reader = readBytes(bytes);
  let done = 0;
  const fail = (problem: string, cause?: unknown) => new InputError(`The ${name} are ${problem}`, { cause });
  const read = async (length: number, max = maxBytes) => {
    if (length > max)
      throw fail(`damaged: after ${done} of their frames come ${formatBytes(length)}, where ${formatBytes(max)} may`);
    const found = await reader.read(length);
    if (found.byteLength < length) throw fail(`cut off after ${done} of their frames`);
    return found;
  };
  // Quotes count twice in JSON within JSON, and what is said of an array is up to three times as long as its tag in there.
  const maxHead = Math.min(5 * maxBytes + 1000, constants.MAX_STRING_LENGTH);
  try {
    if (!(await reader.read(START.byteLength)).equals(START)) throw fail('of another format');
    for (;;) {
      const length = (await read(4, 4)).readUInt32LE();
      if (length === 0) break;
      const head = await read(length, maxHead);
      const { index, value } = parseHead(head, (cause) => fail(`damaged after ${done} of their frames`, cause));
      const beside = value.inline === undefined ? await read(value.byteLength) : Buffer.of();
      if ((await read(4, 4)).readUInt32LE() !== crc32(beside, crc32(head)))
        throw fail(`damaged: frame ${index} is another`);
      yield { index, params: { value, bytes: beside.byteLength > 0 ? [beside] : [] } };
      done++;
    }
    if ((await reader.read(1)).byteLength > 0)
      throw fail(`damaged: more follows their end after ${done} of their frames`);
  } finally {
    await reader.close();
  }
}

async function* piecesOf(frames: AsyncIterable<PackedFrame> | Iterable<PackedFrame>): AsyncGenerator<Uint8Array> {
  yield START;
  for await (const { index, params } of frames) {
    const head = Buffer.from(JSON.stringify({ index, value: params.value }));
    yield uint32(head.byteLength);
    yield head;
    let checksum = crc32(head);
    for (const part of params.bytes) {
      checksum = crc32(part, checksum);
      yield part;
    }
    yield uint32(checksum);
  }
  yield uint32(0);
}

/** Large pieces as they are, small ones together. */
async function* joined(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let small: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const isLarge = piece.byteLength > PIECE_BYTES;
    if (small.length > 0 && (isLarge || bytes + piece.byteLength > PIECE_BYTES)) {
      yield Buffer.concat(small);
      small = [];
      bytes = 0;
    }
    if (isLarge) {
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    } else {
      small.push(piece);
      bytes += piece.byteLength;
    }
  }
  if (small.length > 0) yield Buffer.concat(small);
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

function parseHead(head: Buffer, explain: (cause: unknown) => Error): z.output<typeof recordSchema> {
  try {
    return recordSchema.parse(JSON.parse(head.toString()));
  } catch (error) {
    throw explain(error);
  }
}
