import { readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer-core';

export type ProcessKind = 'browser' | 'renderer' | 'GPU';

/** The processes of a browser on which pictures depend. */
export interface StageProcesses {
  /** Adds those that have come since. */
  find(): Promise<void>;
  /** What one of them was that runs no more, undefined when all do. */
  ended(): ProcessKind | undefined;
  /** Memory that they take, what they share with other browsers left out, in bytes; 0 where it cannot be read. */
  memory(): number;
}

/** Finds the processes that a browser has now. The others, for the network say, Chromium replaces by itself. */
export async function trackProcesses(browser: Browser): Promise<StageProcesses> {
  const session = await browser.target().createCDPSession();
  const kinds = new Map<number, ProcessKind>();
  const find = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo) if (isKind(type)) kinds.set(id, type);
  };
  await find();
  return {
    find,
    ended: () => [...kinds].find(([pid]) => !isAlive(pid))?.[1],
    memory: () => [...kinds.keys()].reduce((sum, pid) => sum + privateBytes(pid), 0),
  };
}

function isKind(type: string): type is ProcessKind {
  return type === 'browser' || type === 'renderer' || type === 'GPU';
}

function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return /^State:\s+[^ZX]/m.test(readStatus(pid));
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a process holds beside mapped files, which all browsers share. */
function privateBytes(pid: number): number {
  const status = readStatus(pid);
  return [/^RssAnon:\s+(\d+) kB/m, /^RssShmem:\s+(\d+) kB/m]
    .map((field) => Number(field.exec(status)?.[1] ?? 0) * 1024)
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** What Linux says of a process, in some 20 microseconds; empty when it is gone. */
function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
