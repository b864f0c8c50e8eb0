import { createReadStream, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeTempFolder, removeTempFolder } from '../../disk/temp-folder.ts';
import { isDiskFull } from '../../disk/write-whole.ts';
import { DiskFullError } from '../../errors.ts';
import type { NumberedFrame } from '../../frames/numbered-frames.ts';
import { orAborted } from '../../or-aborted.ts';
import { gathered } from '../bytes/gathered.ts';
import { sha256Of } from '../bytes/sha256.ts';
import { frameFile, type PackedFrame, recordOf } from '../plan-folder/frame-file.ts';

/** All params of a frame source, on disk, in the order of their indices. */
export interface SpooledFrames {
  /** Number of frames. */
  count: number;
  /** Hash of all of them. */
  hash: string;
  /** Some of them, as a frame file. @param first position of the first */
  file(first: number, count: number): AsyncGenerator<Buffer>;
  /** Removes them. */
  close(): Promise<void>;
}

/**
 * Reads a frame source to its end, so that its frames can be shared out. Memory grows by a few bytes per frame.
 *
 * @throws what the source throws; DiskFullError when there is no room for its params
 */
export async function spoolFrames(source: AsyncIterable<NumberedFrame>, signal: AbortSignal): Promise<SpooledFrames> {
  const folder = await makeTempFolder(tmpdir());
  const close = () => removeTempFolder(folder);
  try {
    const path = join(folder, 'records');
    const places = await writeRecords(source, { path, signal });
    places.sort((a, b) => a.index - b.index);
    const records = async function* (from: number, to: number) {
      for (const { start, end } of runsOf(places.slice(from, to))) {
        yield* createReadStream(path, { start, end: end - 1, highWaterMark: CHUNK_BYTES });
      }
    };
    return {
      count: places.length,
      hash: await sha256Of(records(0, places.length)),
      file: (first, count) => frameFile(records(first, first + count)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Bytes that are read at a time. */
const CHUNK_BYTES = 1 << 18;

/** Where the record of a frame lies in the file. */
interface Place {
  index: number;
  start: number;
  end: number;
}

async function writeRecords(
  source: AsyncIterable<NumberedFrame>,
  { path, signal }: { path: string; signal: AbortSignal },
): Promise<Place[]> {
  const places: Place[] = [];
  const records = async function* () {
    const frames = source[Symbol.asyncIterator]();
    try {
      for (let end = 0; ; ) {
        const { done, value } = await orAborted(frames.next(), signal);
        if (done) return;
        const start = end;
        for (const piece of recordOf(packedFrame(value))) {
          end += piece.byteLength;
          yield piece;
        }
        places.push({ index: value.index, start, end });
      }
    } finally {
      frames.return?.().catch(() => {});
    }
  };
  try {
    await pipeline(gathered(records()), createWriteStream(path, { flags: 'wx' }));
    return places;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    const need = 'the params of all frames are kept there until they are in the plan';
    throw new DiskFullError(tmpdir(), need, { neededBytes: 1, cause: error });
  }
}

function packedFrame({ index, params }: NumberedFrame): PackedFrame {
  if (!params) throw new RangeError("The scene's own frames have no params here");
  return { index, params };
}

/** Neighbours in the file as one piece. */
function runsOf(places: readonly Place[]): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of places) {
    const last = runs.at(-1);
    if (last?.end === start) last.end = end;
    else runs.push({ start, end });
  }
  return runs;
}
