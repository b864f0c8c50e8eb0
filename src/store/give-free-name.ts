import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from '../caught.ts';
import { OWNER, OWNER_NAME, stateOf } from '../disk/owner.ts';
import { shownName } from '../disk/part-name.ts';
import { writeWhole } from '../disk/write-whole.ts';

/** What file systems without hard links say: FAT, some of FUSE, SMB. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
const CLAIM_LOOK_MS = 50;

export interface NameOptions {
  /** Gives a file a second name. */
  link: (from: string, to: string) => Promise<void>;
  /** Milliseconds that a claim holds. Under it are two calls of the file system, which a network may hold up. @default 30000 */
  claimMs?: number;
}

/**
 * Gives a file in the same folder its name if nothing has it. The file keeps its own name too, or loses it.
 *
 * Of all who try, on however many machines, one gets true, and what it gave the name stays: the file system's own
 * promise for `link`, NFS included. Where there are no hard links it rests on a claim, see `renameIfFree`.
 *
 * @throws Node's errors
 */
export async function giveFreeName(
  file: string,
  name: string,
  { link, claimMs = 30_000 }: NameOptions,
): Promise<boolean> {
  try {
    await link(file, name);
    return true;
  } catch (error) {
    // NFS sends a request again when the answer was lost, and then finds the name taken by the first one (open(2)).
    if (await isSameFile(file, name)) return true;
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (typeof code === 'string' && NO_LINKS.has(code)) return renameIfFree(file, name, claimMs);
    throw error;
  }
}

/**
 * Looks and renames under a claim: a hidden file that one can make. A claim is taken over when its process is dead, or
 * has had it for too long. What this cannot promise: a process that is held up for longer than that between its look
 * and its rename, and two that take over one claim in the same instant, may put their file in the place of the first.
 * That is whole too.
 */
async function renameIfFree(file: string, name: string, claimMs: number): Promise<boolean> {
  const claim = join(dirname(name), `.${shownName(basename(name))}.claim`);
  const content = `${OWNER} ${randomBytes(8).toString('hex')}`;
  await makeClaim(claim, { content, claimMs });
  try {
    if (await exists(name)) return false;
    await rename(file, name);
    return true;
  } finally {
    if ((await readClaim(claim)) === content) await rm(claim, { force: true });
  }
}

async function makeClaim(claim: string, { content, claimMs }: { content: string; claimMs: number }): Promise<void> {
  let other: string | undefined;
  let since = performance.now();
  for (;;) {
    try {
      return await writeWhole(claim, content, { flag: 'wx' });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const found = await readClaim(claim);
    if (found !== other) {
      other = found;
      since = performance.now();
    }
    const owner = found?.split(' ')[0] ?? '';
    const isDead = OWNER_NAME.test(owner) && stateOf(owner) === 'dead';
    if (isDead || performance.now() - since > claimMs) await rm(claim, { force: true });
    else await delay(CLAIM_LOOK_MS);
  }
}

function readClaim(claim: string): Promise<string | undefined> {
  return readFile(claim, 'utf8').catch(() => undefined);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => stat(path, { bigint: true }).catch(() => undefined)));
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
}
