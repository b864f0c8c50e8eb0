import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER, OWNER_PATTERN } from './owner.ts';
import { keepAtExit, removeAtExit } from './removed-at-exit.ts';

/** Names of the folders that are made here; the groups are the owner's. */
export const TEMP_FOLDER_NAME = new RegExp(`^plotreel-${OWNER_PATTERN}-\\w{6}$`);

/** A folder of memory rather than disk, on Linux. */
export const MEMORY_FOLDER = '/dev/shm';

/** Where temporary folders are made. */
export function tempParents(): string[] {
  return [MEMORY_FOLDER, tmpdir()];
}

/**
 * Makes a temporary folder that only this user can read. Its name is short: Chromium makes sockets in its profile, whose
 * paths hold 107 bytes.
 */
export async function makeTempFolder(parent: string): Promise<string> {
  const path = await mkdtemp(join(parent, `plotreel-${OWNER}-`));
  removeAtExit(path);
  return path;
}

/** Removes it. May be called twice. */
export async function removeTempFolder(path: string): Promise<void> {
  // A browser that was just killed may still write.
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  keepAtExit(path);
}
