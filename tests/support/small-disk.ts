import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Why no small disk can be had here, undefined when one can. */
export const noSmallDisk = (() => {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', tmpdir()], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `file systems cannot be mounted here: ${String(error).split('\n')[0]}`;
  }
})();

/** A folder with room for so many kB, gone when the test is over. */
export function smallDisk(kilobytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'test-plotreel-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** A command line that runs another one with its own small /dev/shm and TMPDIR; of 0 kB: the machine's. */
export function withSmallTemp(command: readonly string[], kilobytes: { shm: number; tmp: number }): string[] {
  const mount = (size: number, folder: string) =>
    size === 0 ? '' : `mount -t tmpfs -o size=${size}k tmpfs ${folder}; `;
  const tmp = kilobytes.tmp === 0 ? '' : `mkdir -p /mnt; ${mount(kilobytes.tmp, '/mnt')}export TMPDIR=/mnt; `;
  const script = `set -e; ${mount(kilobytes.shm, '/dev/shm')}${tmp}exec "$@"`;
  return ['unshare', '-m', 'sh', '-c', script, 'sh', ...command];
}
