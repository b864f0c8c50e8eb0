import { readdir, readFile } from 'node:fs/promises';
import { setInterval } from 'node:timers/promises';

const INTERVAL_MS = 200;

export interface MemoryWatch {
  /** The most seen so far in bytes, null where it cannot be known. */
  stop(): Promise<number | null>;
}

/**
 * Watches the memory of a process and all its descendants, five times a second: the sum of their proportional set
 * sizes (PSS), in which a page shared by n processes counts 1/n for each. Linux only.
 *
 * With a dozen of Chromium's processes a look takes 30 to 50 ms of processor time: never watch a run that is timed.
 */
export function watchMemory(root: number): MemoryWatch {
  const stop = new AbortController();
  let peak: number | null = 0;

  const watching = (async () => {
    for await (const _ of setInterval(INTERVAL_MS, undefined, { signal: stop.signal })) {
      const now = await treeMemory(root);
      peak = now === null || peak === null ? null : Math.max(peak, now);
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });

  return {
    stop: async () => {
      stop.abort();
      await watching;
      return peak || null;
    },
  };
}

/** Bytes of a process and its descendants together, null where they cannot be read. */
async function treeMemory(root: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  let sum = 0;
  for (const pid of await processTree(root)) {
    try {
      const kilobytes = /^Pss:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
      sum += Number(kilobytes ?? 0) * 1024;
    } catch (error) {
      if (!isGone(error)) return null; // Chromium's sandbox forbids it to other users than root.
    }
  }
  return sum;
}

async function processTree(root: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = await parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const withDescendants = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(withDescendants)];
  return withDescendants(root);
}

async function parentOf(pid: number): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // pid (name) state ppid …; the name may hold blanks and parentheses.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ESRCH';
}
