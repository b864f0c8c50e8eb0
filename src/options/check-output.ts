import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** File systems take no longer names. */
const MAX_NAME_BYTES = 255;

/** What keeps a picture of this name from being written. @param field the option that names it */
export function* checkPicture(output: string | undefined, field: string): Generator<string> {
  if (output === undefined) return;
  const found = extname(output).toLowerCase();
  if (found !== '.png') yield `Expected \`${field}\` to end in .png, got '${found || output}'`;
  yield* checkFile(output, field);
}

/** What keeps a file of this name from being written. @param field the option that names it */
export function* checkFile(output: string, field: string): Generator<string> {
  if (Buffer.byteLength(basename(output)) > MAX_NAME_BYTES)
    yield `Expected \`${field}\` to have a name of at most ${MAX_NAME_BYTES} bytes`;
  if (isFolder(output)) yield `Expected \`${field}\` to be a file, but ${output} is a folder`;
  // The folder itself is made when the first frame is there; what stands in its way shows now.
  let folder = dirname(output);
  while (!stat(folder) && folder !== dirname(folder)) folder = dirname(folder);
  if (!isFolder(folder)) yield `The folder of \`${field}\` cannot be made: ${folder} is not a folder`;
  else if (!isWritable(folder)) yield `Expected \`${field}\` to be where files can be written, which ${folder} is not`;
}

/** A path without links in its folders, as far as these are there; two that are equal name one file. */
export function realPath(path: string): string {
  const folder = dirname(path);
  if (folder === path) return path;
  try {
    return join(realpathSync(folder), basename(path));
  } catch {
    return join(realPath(folder), basename(path));
  }
}

export function isFolder(path: string): boolean {
  return stat(path)?.isDirectory() ?? false;
}

export function isFile(path: string): boolean {
  return stat(path)?.isFile() ?? false;
}

/** The first bytes of a file as text, '' when there is none. */
export function startOf(path: string, bytes: number): string {
  if (!isFile(path)) return '';
  const buffer = Buffer.alloc(bytes);
  try {
    const file = openSync(path, 'r');
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, bytes, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** undefined also where the file system does not take the name: a folder of it cannot be made either. */
function stat(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
