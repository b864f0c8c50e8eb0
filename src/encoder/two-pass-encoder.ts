import { rm } from 'node:fs/promises';
import { type Encoder, openEncoder } from './encoder.ts';

export interface TwoPassOptions {
  /** ffmpeg executable. */
  executable: string;
  /** Arguments that keep the frames on disk. */
  keepArgs: string[];
  /** Arguments that encode what was kept. */
  encodeArgs: string[];
  /** What is kept; removed by `close()`. */
  files: string[];
  signal: AbortSignal;
}

/**
 * Keeps frames on disk as they come and encodes them when all are there: for what must know them all before the first is
 * encoded. Memory does not grow with their number.
 *
 * @throws EncoderError from its methods when ffmpeg fails
 */
export function openTwoPassEncoder({ executable, keepArgs, encodeArgs, files, signal }: TwoPassOptions): Encoder {
  const first = openEncoder({ executable, args: keepArgs, signal });
  let second: Encoder | undefined;
  return {
    write: first.write,
    finish: async () => {
      await first.finish();
      second = openEncoder({ executable, args: encodeArgs, signal });
      await second.finish();
    },
    close: async () => {
      await first.close();
      await second?.close();
      await Promise.all(files.map((file) => rm(file, { force: true })));
    },
  };
}
