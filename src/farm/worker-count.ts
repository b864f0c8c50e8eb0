import { readFile } from 'node:fs/promises';
import { availableParallelism, freemem } from 'node:os';

/** A stage with a small figure takes about 230 MB; a page of pictures or surfaces more. */
const STAGE_BYTES = 350 * 1024 * 1024;
/** Starting a stage costs about as much processor time as drawing this many small frames. */
const FRAMES_WORTH_A_STAGE = 20;

/** How many stages a job should have: at most one per core, as many as memory holds, and no more than its frames pay for. */
export async function chooseWorkerCount(frames: number | undefined): Promise<number> {
  const cores = await availableCores();
  const memory = Math.floor(((await availableMemory()) * 0.8) / STAGE_BYTES);
  const work = frames === undefined ? cores : Math.ceil(frames / FRAMES_WORTH_A_STAGE);
  return Math.max(1, Math.min(cores, memory, work));
}

/** Cores that this process may use, cgroup limits (v2, v1) included; a fraction of a core counts as one. */
export async function availableCores(): Promise<number> {
  const [quota, period] = (await readText('/sys/fs/cgroup/cpu.max'))?.split(' ').map(Number) ?? [
    Number(await readText('/sys/fs/cgroup/cpu/cpu.cfs_quota_us')),
    Number(await readText('/sys/fs/cgroup/cpu/cpu.cfs_period_us')),
  ];
  // No limit is 'max' or -1.
  const limit = quota && period && quota > 0 ? Math.ceil(quota / period) : Number.POSITIVE_INFINITY;
  return Math.min(availableParallelism(), limit);
}

/** Bytes that this process may still take, cgroup limits (v2, v1) included. */
export async function availableMemory(): Promise<number> {
  const available = /^MemAvailable:\s+(\d+) kB/m.exec((await readText('/proc/meminfo')) ?? '')?.[1];
  const machine = available === undefined ? freemem() : Number(available) * 1024;
  const groups = [
    { folder: '/sys/fs/cgroup', limit: 'memory.max', usage: 'memory.current' },
    { folder: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', usage: 'memory.usage_in_bytes' },
  ];
  for (const { folder, limit, usage } of groups) {
    const bytes = Number(await readText(`${folder}/${limit}`));
    if (!(bytes > 0)) continue;
    // Cached files count as used, and make room when it is needed.
    const cached = /^(?:total_)?inactive_file (\d+)/m.exec((await readText(`${folder}/memory.stat`)) ?? '')?.[1] ?? 0;
    return Math.min(machine, bytes - Number(await readText(`${folder}/${usage}`)) + Number(cached));
  }
  return machine;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return undefined;
  }
}
