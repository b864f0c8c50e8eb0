import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTempFolder, removeTempFolder } from '../../disk/temp-folder.ts';
import { isDiskFull } from '../../disk/write-whole.ts';
import { DiskFullError } from '../../errors.ts';
import type { NumberedFrame } from '../../frames/numbered-frames.ts';
import { orAborted } from '../../or-aborted.ts';
import { decodeFrames, encodeFrames, type PackedFrame } from '../plan-folder/frame-file.ts';
import { hashed } from '../plan-folder/sha256.ts';

/** All params of a frame source, on disk, in the order of their indices. */
export interface SpooledFrames {
  /** Number of frames. */
  count: number;
  /** Hash of all of them. */
  hash: string;
  /** Some of them. @param first position of the first */
  frames(first: number, count: number): AsyncGenerator<PackedFrame>;
  /** Removes them. */
  close(): Promise<void>;
}

/**
 * Reads a frame source to its end, so that its frames can be shared out. Memory grows by a few bytes per frame.
 *
 * @throws what the source throws; DiskFullError when there is no room for its params
 */
export async function spoolFrames(
  source: AsyncIterable<NumberedFrame>,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<SpooledFrames> {
  const folder = await makeTempFolder(tmpdir());
  const close = () => removeTempFolder(folder);
  try {
    const path = join(folder, 'frames');
    const places = await writeAll(source, path, signal);
    places.sort((a, b) => a.index - b.index);
    const raw = async function* () {
      for (const { start, end } of runsOf(places)) yield* createReadStream(path, { start, end: end - 1 });
    };
    const frames = async function* (first: number, count: number) {
      const file = await open(path);
      try {
        for (const { start, end } of places.slice(first, first + count)) {
          const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
          yield* decodeFrames(one(buffer), { maxBytes });
        }
      } finally {
        await file.close();
      }
    };
    let hash = '';
    const all = hashed(raw(), (found) => {
      hash = found;
    });
    for await (const _ of all) signal.throwIfAborted();
    return { count: places.length, hash, frames, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where a frame lies in the file. */
interface Place {
  index: number;
  start: number;
  end: number;
}

async function writeAll(source: AsyncIterable<NumberedFrame>, path: string, signal: AbortSignal): Promise<Place[]> {
  const places: Place[] = [];
  const file = await open(path, 'wx');
  const frames = source[Symbol.asyncIterator]();
  const explain = (error: unknown): never => {
    if (!isDiskFull(error)) throw error;
    const need = 'the params of all frames are kept there until they are in the plan';
    throw new DiskFullError(tmpdir(), need, { neededBytes: 1, cause: error });
  };
  try {
    for (let end = 0; ; ) {
      const { done, value } = await orAborted(frames.next(), signal);
      if (done) return places;
      const start = end;
      for await (const chunk of encodeFrames([packedFrame(value)])) {
        await file.writeFile(chunk).catch(explain);
        end += chunk.length;
      }
      places.push({ index: value.index, start, end });
    }
  } finally {
    await file.close();
    frames.return?.().catch(() => {});
  }
}

function packedFrame({ index, params }: NumberedFrame): PackedFrame {
  if (!params) throw new RangeError("The scene's own frames have no params here");
  return { index, params };
}

async function* one(buffer: Buffer) {
  yield buffer;
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
