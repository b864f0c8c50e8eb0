import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OutputError } from '../errors.ts';
import { makeFolder } from './make-folder.ts';
import { partName } from './part-name.ts';
import { keepAtExit, removeAtExit } from './removed-at-exit.ts';

/** A file on its way to its name. */
export interface PartialFile {
  /** Where it is written: beside its final name. */
  path: string;
  /** Gives it its name, in place of what has it. */
  publish(): Promise<void>;
  /** Removes it, when it was not published. May be called twice. */
  discard(): Promise<void>;
}

/** Makes the output's folder and reserves a name in it. @throws InputError when the folder cannot be made */
export async function openPartialFile(output: string): Promise<PartialFile> {
  const folder = dirname(output);
  await makeFolder(folder);
  const path = join(folder, partName(output));
  removeAtExit(path);
  return {
    path,
    publish: () =>
      rename(path, output).catch((error: Error) => {
        throw new OutputError(`The finished file could not be given its name: ${error.message}`, { cause: error });
      }),
    discard: async () => {
      await rm(path, { force: true });
      keepAtExit(path);
    },
  };
}
