import { readFile } from 'node:fs/promises';
import { availableParallelism, freemem } from 'node:os';
import { join } from 'node:path';

/** What the machine lets this process have. */
export interface Resources {
  /** Whole cores, at least 1. */
  cores: number;
  /** Bytes that may still be taken. */
  memory: number;
}

/** @param root where /proc and /sys are */
export async function readResources(root = '/'): Promise<Resources> {
  const [cores, memory] = await Promise.all([availableCores(root), availableMemory(root)]);
  return { cores, memory };
}

/** Cores that this process may use, control groups included; a fraction of a core counts as one. */
async function availableCores(root: string): Promise<number> {
  let cores = availableParallelism();
  for (const { version, folder } of await groupFolders(root, 'cpu')) {
    const [quota, period] =
      version === 2
        ? ((await readText(join(folder, 'cpu.max'))) ?? '').split(' ').map(Number)
        : [await readNumber(join(folder, 'cpu.cfs_quota_us')), await readNumber(join(folder, 'cpu.cfs_period_us'))];
    // No limit is 'max' or -1.
    if (quota && period && quota > 0) cores = Math.min(cores, Math.ceil(quota / period));
  }
  return cores;
}

/** Bytes that this process may still take, control groups included. */
async function availableMemory(root: string): Promise<number> {
  const free = /^MemAvailable:\s+(\d+) kB/m.exec((await readText(join(root, 'proc/meminfo'))) ?? '')?.[1];
  let available = free === undefined ? freemem() : Number(free) * 1024;
  for (const { version, folder } of await groupFolders(root, 'memory')) {
    const read = (name: string) => readNumber(join(folder, name));
    const limit =
      version === 2
        ? // Above `high` the kernel lets the group's processes wait.
          Math.min((await read('memory.max')) ?? Infinity, (await read('memory.high')) ?? Infinity)
        : ((await read('memory.limit_in_bytes')) ?? Infinity);
    if (limit === Infinity) continue;
    const used = (await read(version === 2 ? 'memory.current' : 'memory.usage_in_bytes')) ?? 0;
    // Cached files count as used, and make room when it is needed. In version 1 the total has the groups below in it.
    const stat = (await readText(join(folder, 'memory.stat'))) ?? '';
    const cached = /^total_inactive_file (\d+)/m.exec(stat)?.[1] ?? /^inactive_file (\d+)/m.exec(stat)?.[1] ?? 0;
    available = Math.min(available, limit - used + Number(cached));
  }
  return Math.max(0, available);
}

interface GroupFolder {
  version: 1 | 2;
  folder: string;
}

/**
 * Folders of the process's control group and of all above it: each may have a limit of its own. In a container the path
 * may be that of the machine, of which only the last is mounted; folders that are not there have nothing to read.
 */
async function groupFolders(root: string, controller: 'cpu' | 'memory'): Promise<GroupFolder[]> {
  const lines = ((await readText(join(root, 'proc/self/cgroup'))) ?? '').split('\n');
  const mounts = join(root, 'sys/fs/cgroup');
  // '0::/user.slice/a.service' in version 2, '4:cpu,cpuacct:/docker/1f2e' in version 1.
  return ['0::/', ...lines].flatMap((line): GroupFolder[] => {
    const [, number, controllers = '', path = ''] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    const isUnified = number === '0' && controllers === '';
    if (!isUnified && !controllers.split(',').includes(controller)) return [];
    const mount = isUnified ? mounts : join(mounts, controller);
    const names = path.split('/').filter((name) => name !== '' && name !== '..');
    return [mount, ...names.map((_, i) => join(mount, ...names.slice(0, i + 1)))].map((folder) => ({
      version: isUnified ? 2 : 1,
      folder,
    }));
  });
}

async function readNumber(path: string): Promise<number | undefined> {
  const number = Number(await readText(path));
  return Number.isNaN(number) ? undefined : number;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return undefined;
  }
}
