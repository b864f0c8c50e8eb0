import { openPartialFile } from './partial-file.ts';
import { writeLines } from './write-lines.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes a file beside its name, then gives it its name, in place of what has it: whoever is killed meanwhile leaves no half
 * of one. Its folder is made.
 *
 * @throws InputError when the folder cannot be made; DiskFullError; Node's errors for the rest
 */
export async function writePublished(
  path: string,
  content: Uint8Array | AsyncIterable<string>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const file = await openPartialFile(path);
  try {
    if (content instanceof Uint8Array) await writeWhole(file.path, content, { ...(signal && { signal }) });
    else await writeLines(file.path, content);
    await file.publish();
  } finally {
    await file.discard();
  }
}
