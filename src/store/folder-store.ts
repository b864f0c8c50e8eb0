import { createReadStream } from 'node:fs';
import { link as makeLink, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, messageOf } from '../caught.ts';
import { partName } from '../disk/part-name.ts';
import { keepAtExit, removeAtExit } from '../disk/removed-at-exit.ts';
import { sweepParts } from '../disk/sweep.ts';
import { isDiskFull, writeWhole } from '../disk/write-whole.ts';
import { DiskFullError, PlotreelError, StoreError } from '../errors.ts';
import { giveFreeName, type NameOptions } from './give-free-name.ts';
import type { Store, StoreEntry, StoreFile } from './store.ts';
import { checkStoreName, checkStorePrefix } from './store-name.ts';

/** Pieces of a stream: over a network each of them is a trip. */
const PIECE_BYTES = 1024 * 1024;

/** What passes: a server that does not answer, a file that was replaced under NFS (ESTALE), too many open files. */
const TRANSIENT = new Set([
  ...['EAGAIN', 'EBUSY', 'EHOSTDOWN', 'EHOSTUNREACH', 'EINTR', 'EIO', 'EMFILE', 'ENETDOWN', 'ENETUNREACH', 'ENFILE'],
  ...['ENOLCK', 'ENOMEM', 'ENOTCONN', 'ESHUTDOWN', 'ESTALE', 'ETIMEDOUT'],
]);

interface FolderOptions {
  /** Gives a file a second name, which some file systems cannot. @default Node's */
  link?: NameOptions['link'];
}

/**
 * A store in a folder, which may be shared by machines. It is made when something is written; each folder in it is swept
 * of the unfinished files of dead processes when this process first writes into it.
 *
 * @param root an absolute path
 */
export function openFolderStore(root: string, { link = makeLink }: FolderOptions = {}): Store {
  const sweeps = new Map<string, Promise<void>>();

  const pathOf = (name: string) => {
    checkStoreName(name);
    return join(root, name);
  };

  /** Runs calls of the file system, and says what fails as a store does. */
  const guarded = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeFailure(error, what, root);
    }
  };

  const openPart = async (path: string): Promise<string> => {
    const folder = dirname(path);
    await mkdir(folder, { recursive: true });
    if (!sweeps.has(folder)) sweeps.set(folder, sweepParts(folder));
    await sweeps.get(folder);
    const part = join(folder, partName(path));
    removeAtExit(part);
    return part;
  };

  const closePart = async (part: string) => {
    await rm(part, { force: true });
    keepAtExit(part);
  };

  return {
    location: root,

    read: async (name) => {
      const path = pathOf(name);
      const what = `${name} could not be read`;
      return guarded(what, async () => (await statFile(path, name)) && orAbsent(readFile(path)));
    },

    size: async (name) => {
      const path = pathOf(name);
      return (await guarded(`${name} could not be read`, () => statFile(path, name)))?.size;
    },

    stream: async (name) => {
      const path = pathOf(name);
      const what = `${name} could not be read`;
      // Opened when it is read, so that nothing is left open when it is not.
      const found = await guarded(what, () => statFile(path, name));
      return found && readPieces(path, (error) => storeFailure(error, what, root));
    },

    write: async (name, content, { replace = false } = {}) => {
      const path = pathOf(name);
      return guarded(`${name} could not be written`, async () => {
        const part = await openPart(path);
        try {
          await writeWhole(part, content, { flush: true, place: root });
          if (!replace) return await giveFreeName(part, path, { link });
          await rename(part, path);
          return true;
        } finally {
          await closePart(part);
        }
      });
    },

    create: async (name): Promise<StoreFile> => {
      const path = pathOf(name);
      const what = `${name} could not be written`;
      const part = await guarded(what, () => openPart(path));
      return {
        path: part,
        publish: () =>
          guarded(what, async () => {
            await flush(part);
            const isFirst = await giveFreeName(part, path, { link });
            await closePart(part);
            return isFirst;
          }),
        discard: () => guarded(what, () => closePart(part)),
      };
    },

    list: async (prefix) => {
      checkStorePrefix(prefix);
      const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const found = await guarded(`${start === '' ? 'its files' : start} could not be listed`, () =>
        entriesIn(root, start, prefix),
      );
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    remove: async (name) => {
      const path = pathOf(name);
      await guarded(`${name} could not be removed`, () => rm(path, { force: true }));
    },
  };
}

/** @param folder of the store, '' or with a slash at its end */
async function entriesIn(root: string, folder: string, prefix: string): Promise<StoreEntry[]> {
  const found = (await orAbsent(readdir(join(root, folder), { withFileTypes: true }))) ?? [];
  const nested = found.map(async (entry): Promise<StoreEntry[]> => {
    const name = `${folder}${entry.name}`;
    if (entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) {
      return name.startsWith(prefix) || prefix.startsWith(`${name}/`) ? entriesIn(root, `${name}/`, prefix) : [];
    }
    if (!name.startsWith(prefix)) return [];
    const facts = await orAbsent(stat(join(root, name)));
    return facts?.isFile() ? [{ name, bytes: facts.size }] : [];
  });
  return (await Promise.all(nested)).flat();
}

/** Has what was written reach the disk. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function* readPieces(path: string, explain: (error: unknown) => unknown): AsyncGenerator<Buffer> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) yield piece;
  } catch (error) {
    throw explain(error);
  }
}

/** What is there, undefined when nothing is. What is no file, a pipe say, would be waited for without end. */
async function statFile(path: string, name: string) {
  const found = await orAbsent(stat(path));
  if (found && !found.isFile())
    throw new StoreError(`${path} is no file, which ${name} has to be`, { transient: false });
  return found;
}

/** undefined in place of Node's error that nothing is there. */
function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

function storeFailure(error: unknown, what: string, root: string): unknown {
  if (error instanceof PlotreelError) return error;
  if (isDiskFull(error)) return new DiskFullError(root, what, { neededBytes: 1, cause: error });
  const code = codeOf(error);
  const transient = typeof code === 'string' && TRANSIENT.has(code);
  const advice = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? '; this user needs the right to' : '';
  return new StoreError(`In ${root} ${what}${advice}: ${messageOf(error)}`, { transient, cause: error });
}
