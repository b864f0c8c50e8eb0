import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { keepAtExit, removeAtExit } from '../disk/removed-at-exit.ts';
import { type Encoder, openEncoder } from './encoder.ts';

export interface TwoPassOptions {
  /** ffmpeg executable. */
  executable: string;
  /** Arguments that keep the frames on disk. */
  keepArgs: string[];
  /** Arguments that encode what was kept, which comes on stdin. */
  encodeArgs: string[];
  /** Where the frames are kept. */
  frames: string;
  /** What is kept; removed by `close()`. */
  files: string[];
  signal: AbortSignal;
}

/** Bytes that are read of the kept frames at a time. */
const CHUNK_BYTES = 1 << 20;

/**
 * Keeps frames on disk as they come and encodes them when all are there: for what must know them all before the first is
 * encoded. Memory does not grow with their number.
 *
 * @throws EncoderError from its methods when ffmpeg fails
 */
export function openTwoPassEncoder(options: TwoPassOptions): Encoder {
  const { executable, keepArgs, encodeArgs, frames, files, signal } = options;
  for (const file of files) removeAtExit(file);
  const first = openEncoder({ executable, args: keepArgs, signal });
  let second: Encoder | undefined;
  return {
    write: first.write,
    finish: async () => {
      await first.finish();
      second = openEncoder({ executable, args: encodeArgs, signal });
      // By way of this process, not from the file: ffmpeg ends when this process is killed.
      for await (const chunk of createReadStream(frames, { highWaterMark: CHUNK_BYTES })) await second.write(chunk);
      await second.finish();
    },
    close: async () => {
      await first.close();
      await second?.close();
      await Promise.all(files.map((file) => rm(file, { force: true })));
      for (const file of files) keepAtExit(file);
    },
  };
}
