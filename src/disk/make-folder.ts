import { mkdir } from 'node:fs/promises';
import { InputError } from '../errors.ts';

/** Makes a folder and those above it. @returns the uppermost that was made. @throws InputError when that cannot be */
export async function makeFolder(folder: string): Promise<string | undefined> {
  return mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new InputError(`The folder ${folder} cannot be made: ${error.message}`, { cause: error });
  });
}
