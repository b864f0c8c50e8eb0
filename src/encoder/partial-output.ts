import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OutputError } from '../errors.ts';
import type { OutputTarget } from './output-target.ts';
import { makeFolder, openPartialFile } from './partial-file.ts';

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
 * Pictures are written into a folder of their own. One that is not there yet, or is empty, is put in place as a whole;
 * into another the pictures are moved one by one, when all of them are complete.
 */
async function openPartialFrames(target: Extract<OutputTarget, { kind: 'frames' }>): Promise<PartialOutput> {
  const parent = dirname(target.folder);
  await makeFolder(parent);
  const folder = join(parent, `.${basename(target.folder)}.${randomUUID()}.part`);
  await mkdir(folder);
  return {
    target: { ...target, folder },
    beside: (name) => `${folder}.${name}`,
    publish: () => publishFrames(folder, target),
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

async function publishFrames(from: string, { folder, name }: { folder: string; name: string }): Promise<string[]> {
  const pictures = await readdir(from);
  try {
    await rename(from, folder);
    return [];
  } catch (error) {
    if (!OCCUPIED.includes(codeOf(error))) throw notNamed(error);
  }
  try {
    for (const picture of pictures.sort()) await rename(join(from, picture), join(folder, picture));
  } catch (error) {
    throw notNamed(error);
  }
  const mine = new Set(pictures);
  const others = (await readdir(folder)).filter((other) => !mine.has(other) && matches(other, name));
  return others.length === 0 ? [] : [`${folder} holds ${others.length} other pictures of the same pattern`];
}

/** What systems say when a folder with something in it has the name. */
const OCCUPIED = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY'];

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function notNamed(error: unknown): OutputError {
  const message = error instanceof Error ? error.message : String(error);
  return new OutputError(`The finished pictures could not be given their names: ${message}`, { cause: error });
}

function matches(name: string, pattern: string): boolean {
  const [start = '', end = ''] = pattern.split(/%\d*d/);
  return (
    name.startsWith(start) && name.endsWith(end) && /^\d+$/.test(name.slice(start.length, name.length - end.length))
  );
}
