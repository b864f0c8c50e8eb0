import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DiskFullError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';
import { isDiskFull } from './write-whole.ts';

/** Writes a text as it comes, for what is too long to be held; nothing when there is no room for it. @throws DiskFullError; Node's errors for the rest; what `pieces` throws */
export async function writeLines(path: string, pieces: AsyncIterable<string>): Promise<void> {
  let bytes = 0;
  async function* counted(): AsyncGenerator<string, void> {
    for await (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  }
  try {
    await writeFile(path, counted());
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    await rm(path, { force: true });
    const need = `a file of more than ${formatBytes(bytes)} is to be written there`;
    throw new DiskFullError(dirname(path), need, { neededBytes: bytes, cause: error });
  }
}
