import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stateOf } from './owner.ts';
import { PART_NAME } from './part-name.ts';
import { TEMP_FOLDER_NAME, tempParents } from './temp-folder.ts';

/** Removes the temporary folders of runs that were killed. Never fails: what cannot be removed stays. */
export async function sweepTempFolders(): Promise<void> {
  await Promise.all([...new Set(tempParents())].map((parent) => sweep(parent, TEMP_FOLDER_NAME)));
}

/** Removes from an output's folder the unfinished files of runs that were killed. Never fails. */
export function sweepParts(folder: string): Promise<void> {
  return sweep(folder, PART_NAME);
}

/** Of names with an owner in them, removes those whose owner is dead. */
async function sweep(folder: string, pattern: RegExp): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, ...owner] = pattern.exec(name) ?? [];
    if (owner.length > 0 && stateOf(owner.join('-')) === 'dead') await remove(join(folder, name));
  }
}

/** Removes what is this user's, following no links. */
async function remove(path: string): Promise<void> {
  try {
    // A link is removed, not followed; another user's files are theirs, also for root. Windows has no numbers of users, and lets nobody remove what is another's.
    if (process.getuid && (await lstat(path)).uid !== process.getuid()) return;
    await rm(path, { recursive: true, force: true });
  } catch {
    // Another run sweeps too, or a process of the dead one is just ending: the next run finds the rest.
  }
}
