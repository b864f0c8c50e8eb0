import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../caught.ts';
import { makeFolder } from '../disk/make-folder.ts';
import { partName } from '../disk/part-name.ts';
import { openPartialFile } from '../disk/partial-file.ts';
import { keepAtExit, removeAtExit } from '../disk/removed-at-exit.ts';
import { OutputError } from '../errors.ts';
import { isFolder } from '../options/check-output.ts';
import { isPictureOf, type OutputTarget } from './output-target.ts';

/** An output on its way to its name: a file, or a folder of pictures. */
export interface PartialOutput {
  /** What is written for now. */
  target: OutputTarget;
  /** A path of its own beside it for what is needed meanwhile. */
  beside(name: string): string;
  /** Gives the output its name. @returns what its caller should know */
  publish(): Promise<string[]>;
  /** Removes what was not published. May be called twice. */
  discard(): Promise<void>;
}

/** Makes the output's folder and reserves a place in it. @throws InputError when the folder cannot be made */
export async function openPartialOutput(target: OutputTarget): Promise<PartialOutput> {
  if (target.kind === 'frames') return openPartialFrames(target);
  const { path, publish, discard } = await openPartialFile(target.path);
  return {
    target: { ...target, path },
    beside: (name) => `${path}.${name}`,
    publish: async () => {
      await publish();
      return [];
    },
    discard,
  };
}

/**
 * Pictures are written into a folder of their own. Beside a folder that is not there yet, it gets its name as a whole;
 * inside one that is there, which may be another file system than what is beside it, the pictures are moved out of it one
 * by one, when all of them are complete.
 */
async function openPartialFrames(target: Extract<OutputTarget, { kind: 'frames' }>): Promise<PartialOutput> {
  const inside = isFolder(target.folder);
  const folder = join(inside ? target.folder : dirname(target.folder), partName(target.folder));
  await makeFolder(folder);
  removeAtExit(folder);
  return {
    target: { ...target, folder },
    beside: (name) => `${folder}.${name}`,
    publish: () => (inside ? moveFrames(folder, target) : nameFolder(folder, target)),
    discard: async () => {
      await rm(folder, { recursive: true, force: true });
      keepAtExit(folder);
    },
  };
}

async function nameFolder(from: string, target: Extract<OutputTarget, { kind: 'frames' }>): Promise<string[]> {
  try {
    await rename(from, target.folder);
    return [];
  } catch (error) {
    // A poster may have made the folder meanwhile; another video's pictures are not to be mixed with these.
    const others = await readdir(target.folder).catch(() => undefined);
    if (!others || others.some((other) => isPictureOf(other, target.name))) throw notNamed(error);
    return moveFrames(from, target);
  }
}

async function moveFrames(from: string, { folder, name }: { folder: string; name: string }): Promise<string[]> {
  const pictures = await readdir(from);
  try {
    for (const picture of pictures.sort()) await rename(join(from, picture), join(folder, picture));
  } catch (error) {
    throw notNamed(error);
  }
  const mine = new Set(pictures);
  const others = (await readdir(folder)).filter((other) => !mine.has(other) && isPictureOf(other, name));
  return others.length === 0 ? [] : [`${folder} holds ${others.length} other pictures of the same pattern`];
}

function notNamed(error: unknown): OutputError {
  const message = messageOf(error);
  return new OutputError(`The finished pictures could not be given their names: ${message}`, { cause: error });
}
