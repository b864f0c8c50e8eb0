import { constants } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { InputError } from '../../errors.ts';
import { formatBytes } from '../../format-bytes.ts';
import { type Packed, TYPED_ARRAYS } from '../../frames/pack.ts';
import { DEFAULT_LIMITS } from '../../options/limits.ts';
import { readBytes } from '../bytes/byte-reader.ts';
import { gathered } from '../bytes/gathered.ts';

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

/** A frame as the bytes of its record; the same frame is always the same bytes. */
export function recordOf({ index, params }: PackedFrame): Uint8Array[] {
  const head = Buffer.from(JSON.stringify({ index, value: params.value }));
  const checksum = params.bytes.reduce((sum, part) => crc32(part, sum), crc32(head));
  return [uint32(head.byteLength), head, ...params.bytes, uint32(checksum)];
}

/** A frame file, piece by piece. @param records bytes of whole records, in pieces of any size */
export function frameFile(records: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  return gathered(
    (async function* () {
      yield START;
      yield* records;
      yield uint32(0);
    })(),
  );
}

/** Frames as a frame file. */
export function encodeFrames(frames: AsyncIterable<PackedFrame> | Iterable<PackedFrame>): AsyncGenerator<Buffer> {
  return frameFile(recordsOf(frames));
}

async function* recordsOf(frames: AsyncIterable<PackedFrame> | Iterable<PackedFrame>): AsyncGenerator<Uint8Array> {
  for await (const frame of frames) yield* recordOf(frame);
}

/**
 * Frames out of a frame file, one at a time.
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
