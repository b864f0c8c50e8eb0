import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError, OutputError } from '../errors.ts';

/** What of the output's name shows in the partial file's. */
const MAX_NAME_BYTES = 150;

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
  const path = join(folder, partialName(output));
  return {
    path,
    publish: () =>
      rename(path, output).catch((error: Error) => {
        throw new OutputError(`The finished video could not be given its name: ${error.message}`, { cause: error });
      }),
    discard: () => rm(path, { force: true }),
  };
}

/** A hidden name that nothing else has, for what shall once have the name of `output`. */
export function partialName(output: string): string {
  // The output's own name may be as long as names can be.
  const name = Buffer.from(basename(output)).subarray(0, MAX_NAME_BYTES).toString();
  return `.${name}.${randomUUID()}.part`;
}

/** Makes a folder and those above it. @throws InputError when that cannot be */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new InputError(`The folder of \`output\` cannot be made: ${error.message}`, { cause: error });
  });
}
