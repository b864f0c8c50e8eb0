import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { MEMORY_FOLDER, makeTempFolder, removeTempFolder } from '../disk/temp-folder.ts';
import { isDiskFull } from '../disk/write-whole.ts';
import { DiskFullError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';

/** A browser's profile, with the files that frames leave the page through. */
export interface ProfileFolder {
  path: string;
  remove(): Promise<void>;
}

/**
 * Makes a profile that only this user can read.
 *
 * @param exchangeBytes what it must hold beside Chromium's own
 * @throws DiskFullError when there is no room for it
 */
export async function makeProfile(exchangeBytes: number): Promise<ProfileFolder> {
  const parent = await profileParent(exchangeBytes);
  try {
    const path = await makeTempFolder(parent);
    return { path, remove: () => removeTempFolder(path) };
  } catch (error) {
    if (isDiskFull(error)) throw noRoom(parent, { needed: LEAST_BYTES + exchangeBytes, cause: error });
    throw error;
  }
}

/** Chromium's own profile, and slack. */
const PROFILE_BYTES = 64 * 1024 * 1024;

/** Chromium starts with 1.1 MB; its shared memory lies there too, of which a page of 1280×720 takes some frames. */
const LEAST_BYTES = 6 * 1024 * 1024;

/** Memory rather than disk where it has room: in containers /dev/shm is often 64 MB. */
async function profileParent(exchangeBytes: number): Promise<string> {
  const memory = await freeBytes(MEMORY_FOLDER);
  if (memory !== undefined && memory > 4 * (PROFILE_BYTES + exchangeBytes)) return MEMORY_FOLDER;
  const disk = await freeBytes(tmpdir());
  const needed = LEAST_BYTES + exchangeBytes;
  if (disk === undefined || disk >= needed) return tmpdir();
  if (memory !== undefined && memory >= needed) return MEMORY_FOLDER;
  throw noRoom(tmpdir(), { needed, free: disk });
}

function noRoom(place: string, { needed, free, cause }: { needed: number; free?: number; cause?: unknown }) {
  const left = free === undefined ? '' : `, ${formatBytes(free)} are free`;
  return new DiskFullError(
    place,
    `each browser needs ${formatBytes(needed)} there for its profile${left}; TMPDIR names another folder`,
    { neededBytes: needed, cause },
  );
}

/** undefined: there is no such folder. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
