import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser's profile, with the files that frames leave the page through. */
export interface ProfileFolder {
  path: string;
  remove(): Promise<void>;
}

/** Makes a profile that only this user can read. @param exchangeBytes what it must hold beside Chromium's own */
export async function makeProfile(exchangeBytes: number): Promise<ProfileFolder> {
  const path = await mkdtemp(join(await profileParent(exchangeBytes), `plotreel-${process.pid}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }) };
}

/** Chromium's own profile, and slack. */
const PROFILE_BYTES = 64 * 1024 * 1024;

/** Memory rather than disk where it has room: in containers /dev/shm is often 64 MB. */
async function profileParent(exchangeBytes: number): Promise<string> {
  try {
    const { bavail, bsize } = await statfs('/dev/shm');
    if (bavail * bsize > 4 * (PROFILE_BYTES + exchangeBytes)) return '/dev/shm';
  } catch {
    // Not Linux.
  }
  return tmpdir();
}
