import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, messageOf } from '../caught.ts';
import type { OutputTarget } from '../encoder/output-target.ts';
import { DiskFullError, OutputError } from '../errors.ts';
import { isFolder } from '../options/check-output.ts';
import { makeFolder } from './make-folder.ts';
import { OWNER, OWNER_NAME, pidOf, stateOf } from './owner.ts';
import { shownName } from './part-name.ts';
import { keepAtExit, removeAtExit } from './removed-at-exit.ts';
import { writeWhole } from './write-whole.ts';

/** The right to write some outputs, which one render has at a time. */
export interface OutputLock {
  /** Asks whether it was not taken over. @throws OutputError when it was, or when that cannot be known */
  assertHeld(): Promise<void>;
  /** Gives the outputs free, and removes what folders were made for them and are empty. May be called twice. */
  release(): Promise<void>;
}

/** What is locked: a video, a pattern of pictures, or a picture. */
export type Lockable = OutputTarget | { kind: 'file'; path: string };

/**
 * Locks outputs, in folders that are made where they are not there: each by a hidden file beside it that names its owner.
 *
 * A lock holds while its owner is known to run. That of a dead process is taken over, and so is that of another host:
 * whether its owner still runs cannot be known, and a lock must not outlive a container that was killed. Should it run,
 * it finds its lock gone before it gives anything its name, and fails then. So of two renders one wins whole.
 *
 * @throws OutputError when a render that runs has one of them; InputError when a folder cannot be made
 */
export async function lockOutputs(outputs: readonly Lockable[]): Promise<OutputLock> {
  const content = `${OWNER} ${randomBytes(8).toString('hex')}`;
  const made: string[] = [];
  const locks: string[] = [];
  const release = async () => {
    for (const lock of locks.splice(0)) {
      // One that cannot be read stays: later runs find its owner dead.
      if ((await readLock(lock).catch(() => undefined)) === content) await rm(lock, { force: true });
      keepAtExit(lock);
    }
    for (const folder of made.splice(0).reverse()) await rmdir(folder).catch(() => {});
  };
  try {
    // In the same order for all: of renders that share several outputs one gets them all.
    const places = outputs.map(placeOf).sort((a, b) => (a.lock < b.lock ? -1 : 1));
    for (const { output, lock, besides } of places) {
      made.push(...(await makeFolders(dirname(lock))));
      if (besides !== undefined) refuseLiving(await readLock(besides), output);
      await take(lock, output, content);
      locks.push(lock);
      removeAtExit(lock, content);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return {
    assertHeld: async () => {
      for (const lock of locks) {
        const found = await readLock(lock);
        if (found === content) continue;
        // Somebody cleaned the folder: that is no other render.
        if (found === undefined && (await takeMissing(lock, content))) continue;
        keepAtExit(lock);
        throw new OutputError(`Another render has taken over the output: ${lock} is no longer this one's`);
      }
    },
    release,
  };
}

/** The lock of an output, and another one that a render may have taken when the output's folder was not there yet. */
function placeOf(output: Lockable): { output: string; lock: string; besides?: string } {
  if (output.kind === 'file')
    return { output: output.path, lock: lockPath(dirname(output.path), basename(output.path)) };
  const { folder } = output;
  // The width of the number does not tell pictures apart.
  const name = output.name.replace(/%\d*d/, '%d');
  const outside = lockPath(dirname(folder), `${basename(folder)}/${name}`);
  const lock = isFolder(folder) ? { lock: lockPath(folder, name), besides: outside } : { lock: outside };
  return { output: join(folder, output.name), ...lock };
}

/** With what is added to it while it is removed. */
const LOCK_NAME = /^\..*\.[0-9a-f]{8}\.lock(\.[0-9a-f]{12})?$/s;

function lockPath(folder: string, name: string): string {
  // Names that some file systems take for one.
  const key = createHash('sha256').update(name.normalize().toLowerCase()).digest('hex').slice(0, 8);
  return join(folder, `.${shownName(name.replaceAll('/', '_'))}.${key}.lock`);
}

/** Another process may take or release it at the same time; so often in a row it does not. */
const ATTEMPTS = 20;

async function take(lock: string, output: string, content: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return await writeWhole(lock, content, { flag: 'wx' });
    } catch (error) {
      if (error instanceof DiskFullError) throw error;
      if (codeOf(error) !== 'EEXIST')
        throw new OutputError(`${output} cannot be written: ${messageOf(error)}`, { cause: error });
    }
    const found = await readLock(lock);
    if (found === undefined) continue;
    refuseLiving(found, output);
    await removeDead(lock, found);
  }
  throw new OutputError(`${output} cannot be locked: ${lock} does not go away`);
}

/** Takes a lock that is gone. @returns false when another render has it by now @throws OutputError, DiskFullError */
async function takeMissing(lock: string, content: string): Promise<boolean> {
  try {
    await writeWhole(lock, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (error instanceof DiskFullError) throw error;
    throw new OutputError(`The lock ${lock} is gone and cannot be made again: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws OutputError when this is the lock of a process that runs */
function refuseLiving(content: string | undefined, output: string): void {
  if (content === JUST_MADE) throw new OutputError(`Another render has just begun to write ${output}`);
  const [owner = ''] = content?.split(' ') ?? [];
  if (!OWNER_NAME.test(owner) || stateOf(owner) !== 'alive') return;
  const who = owner === OWNER ? 'Another render of this process' : `Process ${pidOf(owner)}`;
  throw new OutputError(`${who} is writing ${output}: wait until it has ended, or choose another output`);
}

/** Removes from a folder the locks of runs that were killed. Never fails. */
export async function sweepLocks(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => LOCK_NAME.test(name))) {
    const content = await readLock(join(folder, name)).catch(() => undefined);
    const [owner = ''] = content?.split(' ') ?? [];
    if (content === undefined || !OWNER_NAME.test(owner) || stateOf(owner) !== 'dead') continue;
    await removeDead(join(folder, name), content).catch(() => {});
  }
}

/** Removes a lock of which the content is known; one that has come in between is put back. */
async function removeDead(lock: string, content: string): Promise<void> {
  if (content === NO_LOCK) return;
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  if ((await readLock(aside).catch(() => undefined)) === content) await rm(aside, { force: true });
  else await rename(aside, lock);
}

/** A lock without content, whose owner is about to write it. */
const JUST_MADE = 'just made';
/** Milliseconds in which its owner has written it, or was killed. */
const WRITTEN_WITHIN_MS = 5000;

/** Something else that has its name. */
const NO_LOCK = 'no lock';

/** The content of a lock, undefined when there is none. @throws OutputError when it cannot be read */
async function readLock(lock: string): Promise<string | undefined> {
  try {
    const found = await lstat(lock);
    if (!found.isFile()) return NO_LOCK;
    if (found.size === 0 && Date.now() - found.mtimeMs < WRITTEN_WITHIN_MS) return JUST_MADE;
    return await readFile(lock, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new OutputError(`The lock ${lock} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Makes a folder and those above it. @returns those that were made, the uppermost first. @throws InputError when that cannot be */
async function makeFolders(folder: string): Promise<string[]> {
  const uppermost = await makeFolder(folder);
  if (uppermost === undefined) return [];
  const made = [folder];
  while (made[0] !== uppermost) made.unshift(dirname(made[0] ?? uppermost));
  return made;
}
