import { findOnPath } from '../../src/install/executable.ts';
import { runCommand } from '../../src/install/run-command.ts';

/** Commands that are needed, and Debian's packages that bring them. */
const COMMANDS = { buildah: 'buildah', debootstrap: 'debootstrap', runc: 'runc', 'apt-get': 'apt', npm: 'npm' };

/** What this machine lacks for building images and running them, a line each. Takes some milliseconds. */
export async function missingHere(): Promise<string[]> {
  if (process.platform !== 'linux') return ['Linux'];
  const found = await Promise.all(
    Object.entries(COMMANDS).map(async ([command, bringer]) =>
      (await findOnPath([command], process.env)) === undefined ? [`${command}: apt-get install ${bringer}`] : [],
    ),
  );
  const missing = found.flat();
  if (process.getuid?.() !== 0) missing.push('root: files of other users are made, and file systems mounted');
  else if (!(await canMount())) missing.push('mounting file systems, which this container is not allowed');
  return missing;
}

async function canMount(): Promise<boolean> {
  const args = ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'];
  return (await runCommand('unshare', args).catch(() => undefined))?.code === 0;
}
