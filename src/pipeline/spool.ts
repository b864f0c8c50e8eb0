import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { makeTempFolder, removeTempFolder } from '../disk/temp-folder.ts';
import { writeWhole } from '../disk/write-whole.ts';
import { formatBytes } from '../format-bytes.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Frames on disk, losslessly compressed, until their turn comes. */
export interface Spool {
  /** @throws DiskFullError */
  write(index: number, pixels: Buffer): Promise<void>;
  /** Reads a frame back and removes it. Waits until it has been written. */
  read(index: number): Promise<Buffer>;
  /** Removes the folder with all that is in it. May be called twice. */
  close(): Promise<void>;
}

/** A spool in the system's temporary folder; nothing is made there before the first frame. */
export function createSpool(): Spool {
  let folder: Promise<string> | undefined;
  let closed = false;
  const writing = new Map<number, Promise<void>>();
  let bytesWritten = 0;
  const pathOf = async (index: number) => {
    folder ??= makeTempFolder(tmpdir());
    return join(await folder, `${index}.zst`);
  };
  const writeFrame = async (index: number, pixels: Buffer) => {
    const compressed = await compress(pixels);
    await writeWhole(await pathOf(index), compressed, {
      place: tmpdir(),
      need: (bytes) =>
        `frames that come before their turn wait there, ${formatBytes(bytesWritten)} so far, the next takes ` +
        `${formatBytes(bytes)}; give \`frames\` in their order, or name another folder with TMPDIR`,
    });
    bytesWritten += compressed.length;
  };
  return {
    write: (index, pixels) => {
      if (closed) return Promise.resolve();
      const written = writeFrame(index, pixels);
      writing.set(index, written);
      return written;
    },
    read: async (index) => {
      await writing.get(index);
      writing.delete(index);
      const path = await pathOf(index);
      const pixels = await decompress(await readFile(path));
      await rm(path);
      return pixels;
    },
    close: async () => {
      // Frames that are still being drawn have no use any more.
      closed = true;
      await Promise.allSettled(writing.values());
      const made = await folder?.catch(() => undefined);
      if (made !== undefined) await removeTempFolder(made);
    },
  };
}
