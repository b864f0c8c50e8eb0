import { dirname } from 'node:path';
import { isFolder } from '../options/check-output.ts';
import { type Lockable, lockOutputs, type OutputLock, sweepLocks } from './output-lock.ts';
import { sweepParts, sweepTempFolders } from './sweep.ts';

/**
 * Begins a render: locks its outputs, and removes what runs that were killed have left in their folders and in those for
 * temporary files.
 *
 * @throws OutputError when another render is writing one of them; InputError when a folder cannot be made
 */
export async function claimOutputs(outputs: readonly Lockable[]): Promise<OutputLock> {
  const lock = await lockOutputs(outputs);
  // Pictures are gathered beside their folder, or in it where it is there.
  const folders = outputs.flatMap((output) =>
    output.kind === 'file'
      ? [dirname(output.path)]
      : [dirname(output.folder), ...(isFolder(output.folder) ? [output.folder] : [])],
  );
  const sweeps = [...new Set(folders)].flatMap((folder) => [sweepParts(folder), sweepLocks(folder)]);
  await Promise.all([sweepTempFolders(), ...sweeps]);
  return lock;
}
