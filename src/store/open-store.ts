import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFile } from '../check-output.ts';
import { InputError } from '../errors.ts';
import { openFolderStore } from './folder-store.ts';
import type { Store } from './store.ts';

const SCHEME = /^([a-z][a-z0-9+.-]*):(?=\/)/i;

/**
 * The store at a location: a folder (a path, or a file: URL), which need not be there yet.
 *
 * @throws InputError when that names none
 */
export async function openStore(location: string | URL): Promise<Store> {
  const given = String(location);
  const scheme = SCHEME.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined) return openFolder(given, given);
  if (scheme === 'file') return openFolder(pathOf(given), given);
  throw new InputError(`Expected a folder or s3://bucket/prefix for the plan, got '${given}'`);
}

function openFolder(path: string, given: string): Store {
  if (path === '') throw new InputError("Expected a folder or s3://bucket/prefix for the plan, got ''");
  const folder = resolve(path);
  if (isFile(folder)) throw new InputError(`Expected a folder for the plan, but ${given} is a file`);
  return openFolderStore(folder);
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new InputError(`Expected a folder of this machine for the plan, got '${url}'`, { cause: error });
  }
}
