import { type FileHandle, open } from 'node:fs/promises';
import { OutputError } from '../errors.ts';

/** A file that is read here and there, a little at a time. */
export interface ByteFile {
  path: string;
  /** Length in bytes. */
  size: number;
  /** Bytes at a place. @throws OutputError when the file ends before */
  read(at: number, length: number): Promise<Buffer>;
}

const WINDOW_BYTES = 1 << 18;

/** Opens a file for `work`, and closes it. Reading forward costs one read of the disk for many small ones. */
export async function withByteFile<T>(path: string, work: (file: ByteFile) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    return await work({ path, size, read: windowedRead(handle, path, size) });
  } finally {
    await handle.close();
  }
}

function windowedRead(handle: FileHandle, path: string, size: number): ByteFile['read'] {
  let start = 0;
  let window = Buffer.alloc(0);
  return async (at, length) => {
    if (at + length > size) throw new OutputError(`${path} is cut off`);
    if (at < start || at + length > start + window.length) {
      const next = Buffer.alloc(Math.min(Math.max(length, WINDOW_BYTES), size - at));
      await handle.read(next, 0, next.length, at);
      [start, window] = [at, next];
    }
    return window.subarray(at - start, at - start + length);
  };
}
