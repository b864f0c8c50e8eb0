import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDiskFull } from '../disk/write-whole.ts';
import { BrowserError, DiskFullError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';
import type { ExchangeRequest } from '../protocol.ts';

/** Node's end of the files that a stage and Node both have open: a frame file and a params file per slot. */
export interface Exchange {
  /** Reads the frame in a slot. @param target exactly as long as the frame */
  readFrame(slot: number, target: Buffer): Promise<void>;
  /** Writes params into a slot, before the frame is asked for. @throws DiskFullError */
  writeParams(slot: number, parts: Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the exchange. The page makes the files in its private file system (OPFS) and writes a marker into each;
 * Chromium keeps them under the profile folder with names of its own, so they are found by their marker.
 *
 * @param openInPage makes the page open its end
 */
export async function openExchange(
  profile: string,
  slots: number,
  openInPage: (request: ExchangeRequest) => Promise<unknown>,
): Promise<Exchange> {
  const marker = randomUUID();
  const folder = dirname(profile);
  await openInPage({ slots, marker, folder });
  const paths = await findMarked(join(profile, 'Default', 'File System'), marker);
  const handles = new Map<string, FileHandle>();
  try {
    for (let slot = 0; slot < slots; slot++) {
      for (const [kind, flags] of [
        ['frame', 'r'],
        ['params', 'r+'],
      ] as const) {
        const path = paths.get(`${kind}-${slot}`);
        if (!path) throw new BrowserError(`The page's ${kind} file was not found in the profile folder`);
        handles.set(`${kind}-${slot}`, await open(path, flags));
      }
    }
  } catch (error) {
    await closeAll(handles);
    throw error;
  }
  const handle = (kind: 'frame' | 'params', slot: number) => {
    const found = handles.get(`${kind}-${slot}`);
    if (!found) throw new RangeError(`No slot ${slot}`);
    return found;
  };
  return {
    readFrame: async (slot, target) => {
      let filled = 0;
      while (filled < target.length) {
        const { bytesRead } = await handle('frame', slot).read(target, filled, target.length - filled, filled);
        if (bytesRead === 0) throw new BrowserError(`A frame has ${filled} bytes instead of ${target.length}`);
        filled += bytesRead;
      }
    },
    writeParams: async (slot, parts) => {
      const total = parts.reduce((sum, part) => sum + part.byteLength, 0);
      // What is written in part shows that there is no room for the rest.
      const bytesWritten = await handle('params', slot)
        .writev(parts, 0)
        .then((written) => written.bytesWritten)
        .catch((error: unknown) => {
          if (isDiskFull(error)) return 0;
          throw error;
        });
      if (bytesWritten === total) return;
      const need = `what is sent to a page takes ${formatBytes(total)} there; TMPDIR names another folder`;
      throw new DiskFullError(folder, need, { neededBytes: total });
    },
    close: () => closeAll(handles),
  };
}

async function closeAll(handles: Map<string, FileHandle>): Promise<void> {
  const open = [...handles.values()];
  handles.clear();
  await Promise.all(open.map((handle) => handle.close()));
}

/** The start of a file, empty for one that Chromium has renamed meanwhile. */
async function readStart(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function findMarked(folder: string, marker: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const start = await readStart(path);
    if (!start.startsWith(`${marker}:`)) continue;
    found.set(start.slice(marker.length + 1, start.indexOf(';')), path);
  }
  return found;
}
