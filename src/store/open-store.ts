import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../errors.ts';
import { isFile } from '../options/check-output.ts';
import { openFolderStore } from './folder-store.ts';
import type { Store } from './store.ts';
import { checkStoreName } from './store-name.ts';

/** Of two letters at least: C:/ is a folder too. */
const SCHEME = /^([a-z][a-z0-9+.-]+):(?=\/)/i;

/**
 * The store at a location: a folder (a path, or a file: URL), which need not be there yet, or
 * s3://bucket/prefix.
 *
 * @throws InputError when that names none
 */
export async function openStore(location: string | URL): Promise<Store> {
  const given = location instanceof URL ? decodeURI(location.href) : location;
  const scheme = SCHEME.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined) return openFolder(given, given);
  if (scheme === 'file') return openFolder(pathOf(location), given);
  if (scheme === 's3') return openBucket(given);
  throw new InputError(`Expected a folder or s3://bucket/prefix for the plan, got '${given}'`);
}

async function openBucket(given: string): Promise<Store> {
  const [, bucket = '', path = ''] = /^[^:]*:\/\/([^/]*)(.*)$/s.exec(given) ?? [];
  const prefix = path.replace(/^\/|\/$/g, '');
  if (bucket === '') throw new InputError(`Expected the name of a bucket after s3://, got '${given}'`);
  if (prefix !== '') checkStoreName(prefix);
  // The AWS SDK, which most do without.
  const { openBucketStore } = await import('./bucket-store.ts');
  return openBucketStore({ bucket, prefix });
}

function openFolder(path: string, given: string): Store {
  if (path === '') throw new InputError("Expected a folder or s3://bucket/prefix for the plan, got ''");
  const folder = resolve(path);
  if (isFile(folder)) throw new InputError(`Expected a folder for the plan, but ${given} is a file`);
  return openFolderStore(folder);
}

function pathOf(url: string | URL): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new InputError(`Expected a folder of this machine for the plan, got '${url}'`, { cause: error });
  }
}
