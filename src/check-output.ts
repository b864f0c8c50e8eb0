import { statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';

/** File systems take no longer names. */
const MAX_NAME_BYTES = 255;

/** What keeps a file of this name and extension from being written. */
export function* checkOutput(output: string | undefined, extension: string): Generator<string> {
  if (output === undefined) return;
  const found = extname(output).toLowerCase();
  if (found !== extension) yield `Expected \`output\` to end in ${extension}, got '${found || output}'`;
  if (Buffer.byteLength(basename(output)) > MAX_NAME_BYTES)
    yield `Expected \`output\` to have a name of at most ${MAX_NAME_BYTES} bytes`;
  if (stat(output)?.isDirectory()) yield `Expected \`output\` to be a file, but ${output} is a folder`;
  // The folder itself is made when the first frame is there; what stands in its way shows now.
  let folder = dirname(output);
  while (!stat(folder) && folder !== dirname(folder)) folder = dirname(folder);
  if (!stat(folder)?.isDirectory()) yield `The folder of \`output\` cannot be made: ${folder} is not a folder`;
}

/** undefined also where the file system does not take the name: a folder of it cannot be made either. */
function stat(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
