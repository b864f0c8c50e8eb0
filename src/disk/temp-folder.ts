import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER, OWNER_PATTERN } from './owner.ts';

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
export function makeTempFolder(parent: string): Promise<string> {
  return mkdtemp(join(parent, `plotreel-${OWNER}-`));
}
