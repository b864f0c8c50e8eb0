import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResources } from '../../src/farm/resources.ts';
import { tempFolder } from '../install/temp-folder.ts';

const MEMINFO = 'MemTotal:  32000000 kB\nMemFree:  1000 kB\nMemAvailable:   8000000 kB\n';
const MACHINE = 8_192_000_000;

/** A folder with these files in place of /proc and /sys. */
async function root(files: Record<string, string>): Promise<string> {
  const folder = await tempFolder();
  for (const [path, content] of Object.entries({ 'proc/meminfo': MEMINFO, ...files })) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${content}\n`);
  }
  return folder;
}

const SELF = 'proc/self/cgroup';
const GROUPS = 'sys/fs/cgroup';

describe('readResources()', () => {
  it('knows this machine', async () => {
    const { cores, memory } = await readResources();
    expect(Number.isInteger(cores)).toBe(true);
    expect(cores).toBeGreaterThanOrEqual(1);
    expect(cores).toBeLessThanOrEqual(availableParallelism());
    // Less than 10 MB left would have ended this test: the unit would be wrong.
    expect(memory).toBeGreaterThan(10_000_000);
    expect(memory).toBeLessThanOrEqual(totalmem());
  });

  it.each<{ what: string; files: Record<string, string>; memory: number }>([
    { what: 'without control groups', files: {}, memory: MACHINE },
    {
      what: 'in a container (version 2)',
      files: { [SELF]: '0::/', [`${GROUPS}/memory.max`]: '3000', [`${GROUPS}/memory.current`]: '1000' },
      memory: 2000,
    },
    {
      what: 'counting files in the cache as free',
      files: {
        [SELF]: '0::/',
        [`${GROUPS}/memory.max`]: '3000',
        [`${GROUPS}/memory.current`]: '1000',
        [`${GROUPS}/memory.stat`]: 'anon 1\ninactive_file 400\nactive_file 2',
      },
      memory: 2400,
    },
    {
      what: "in the process's own group",
      files: {
        [SELF]: '0::/user.slice/render.service',
        [`${GROUPS}/user.slice/memory.max`]: 'max',
        [`${GROUPS}/user.slice/render.service/memory.max`]: '5000',
        [`${GROUPS}/user.slice/render.service/memory.current`]: '1000',
      },
      memory: 4000,
    },
    {
      what: 'in a group above it',
      files: {
        [SELF]: '0::/user.slice/render.service',
        [`${GROUPS}/user.slice/memory.max`]: '2000',
        [`${GROUPS}/user.slice/memory.current`]: '500',
        [`${GROUPS}/user.slice/render.service/memory.max`]: '5000',
        [`${GROUPS}/user.slice/render.service/memory.current`]: '400',
      },
      memory: 1500,
    },
    {
      what: 'up to where the group is slowed down',
      files: {
        [SELF]: '0::/a',
        [`${GROUPS}/a/memory.max`]: 'max',
        [`${GROUPS}/a/memory.high`]: '700',
        [`${GROUPS}/a/memory.current`]: '600',
      },
      memory: 100,
    },
    {
      what: 'of a group that is over its limit',
      files: { [SELF]: '0::/', [`${GROUPS}/memory.max`]: '1000', [`${GROUPS}/memory.current`]: '2000' },
      memory: 0,
    },
    {
      what: 'in a group of version 1, and those above it',
      files: {
        [SELF]: '9:name=systemd:/x\n4:memory:/docker/1f2e\n0::/',
        [`${GROUPS}/memory/memory.limit_in_bytes`]: '9223372036854771712',
        [`${GROUPS}/memory/docker/1f2e/memory.limit_in_bytes`]: '3000',
        [`${GROUPS}/memory/docker/1f2e/memory.usage_in_bytes`]: '2000',
        [`${GROUPS}/memory/docker/1f2e/memory.stat`]: 'inactive_file 100\ntotal_inactive_file 300',
      },
      memory: 1300,
    },
    {
      what: "in a container of version 1, which has the machine's path",
      files: {
        [SELF]: '4:memory:/docker/1f2e',
        [`${GROUPS}/memory/memory.limit_in_bytes`]: '3000',
        [`${GROUPS}/memory/memory.usage_in_bytes`]: '2000',
      },
      memory: 1000,
    },
  ])('tells the memory $what', async ({ files, memory }) => {
    expect((await readResources(await root(files))).memory).toBe(memory);
  });

  it.each<{ what: string; files: Record<string, string> }>([
    { what: 'in a container (version 2)', files: { [SELF]: '0::/', [`${GROUPS}/cpu.max`]: '50000 100000' } },
    {
      what: 'in a group above its own',
      files: {
        [SELF]: '0::/a/b',
        [`${GROUPS}/a/cpu.max`]: '100000 100000',
        [`${GROUPS}/a/b/cpu.max`]: 'max 100000',
      },
    },
    {
      what: 'in a group of version 1',
      files: {
        [SELF]: '1:cpu,cpuacct:/a',
        [`${GROUPS}/cpu/cpu.cfs_quota_us`]: '-1',
        [`${GROUPS}/cpu/cpu.cfs_period_us`]: '100000',
        [`${GROUPS}/cpu/a/cpu.cfs_quota_us`]: '60000',
        [`${GROUPS}/cpu/a/cpu.cfs_period_us`]: '100000',
      },
    },
  ])('tells the cores $what: one', async ({ files }) => {
    expect((await readResources(await root(files))).cores).toBe(1);
  });

  it('takes no limit for none', async () => {
    const files = { [SELF]: '0::/', [`${GROUPS}/cpu.max`]: 'max 100000', [`${GROUPS}/memory.max`]: 'max' };
    expect(await readResources(await root(files))).toEqual({ cores: availableParallelism(), memory: MACHINE });
  });
});
