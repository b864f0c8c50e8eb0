import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '../../src/install/run-command.ts';
import type { BuiltImage } from './built-image.ts';
import { mustRun } from './must-run.ts';

export interface ContainerOptions {
  /** Arguments for the image's entry point. */
  args: readonly string[];
  /** Another entry point than the image's. */
  entrypoint?: readonly string[];
  /** Number of the user and the group. @default the image's user */
  user?: number;
  /** A folder of this machine, as /work. */
  work?: string;
  /** Another, as /store. */
  store?: string;
  /** Whether it has the machine's network. @default none */
  network?: boolean;
  /** A seccomp profile. @default none */
  seccomp?: unknown;
  /** Further variables, NAME=value. */
  env?: readonly string[];
  /** Whether it can write to /work, /tmp and /dev/shm only, and never get more rights, as in docker/kubernetes.yaml. */
  locked?: boolean;
}

/** A container that runs. */
export interface Container {
  /** How its process ended, with what it printed. */
  ended: Promise<CommandResult>;
  /** Runs another command in it. */
  exec(...command: string[]): Promise<CommandResult>;
  /** Sends a signal to its process. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Starts a container with runc, as Docker does: its privileges, its mounts, a /dev/shm of 64 MB; by default without a network.
 * It ends when its process ends.
 */
export async function startContainer(image: BuiltImage, options: ContainerOptions): Promise<Container> {
  const id = `plotreel-${randomUUID()}`;
  const bundle = join(image.folder, id);
  await mkdir(bundle);
  await writeFile(join(bundle, 'config.json'), JSON.stringify(runtimeConfig(image, options)));
  const runc = (...args: string[]) => runCommand('runc', ['--root', stateFolder(image.folder), ...args]);
  return {
    ended: runc('run', '--bundle', bundle, id),
    exec: (...command) => runc('exec', id, ...command),
    kill: async (signal) => void (await runc('kill', id, signal)),
  };
}

/** Where runc keeps what it knows of containers. */
const stateFolder = (folder: string) => join(folder, 'runc');

/** Ends all containers of an image's folder. */
export async function endContainers(folder: string): Promise<void> {
  const runc = ['runc', '--root', stateFolder(folder)];
  const ids = (await mustRun([...runc, 'list', '--quiet'])).split('\n').filter((id) => id !== '');
  for (const id of ids) await mustRun([...runc, 'delete', '--force', id]);
}

/** Runs a container to its end. */
export async function runContainer(image: BuiltImage, options: ContainerOptions): Promise<CommandResult> {
  return await (await startContainer(image, options)).ended;
}

/** What Docker lets a container's root do. Other users get none of it, and could get no more. */
const CAPABILITIES = [
  ...['CAP_AUDIT_WRITE', 'CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FOWNER', 'CAP_FSETID', 'CAP_KILL', 'CAP_MKNOD'],
  ...['CAP_NET_BIND_SERVICE', 'CAP_NET_RAW', 'CAP_SETFCAP', 'CAP_SETGID', 'CAP_SETPCAP', 'CAP_SETUID'],
  'CAP_SYS_CHROOT',
];

/** What a container gets, in the words of the OCI's runtime specification. */
function runtimeConfig({ config, root }: BuiltImage, options: ContainerOptions): object {
  const { args, entrypoint = config.Entrypoint, seccomp, env = [], locked = false } = options;
  const user = options.user ?? Number(config.User.split(':')[0]);
  const memory = (megabytes: number, ...more: string[]) => [...more, 'mode=1777', `size=${megabytes}m`];
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid: user, gid: user },
      args: [...entrypoint, ...args],
      env: [...config.Env, ...env],
      cwd: config.WorkingDir,
      capabilities: { bounding: locked ? [] : CAPABILITIES },
      noNewPrivileges: locked,
    },
    root: { path: root, readonly: locked },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
      { destination: '/dev/pts', type: 'devpts', source: 'devpts', options: ['newinstance', 'ptmxmode=0666'] },
      { destination: '/dev/shm', type: 'tmpfs', source: 'shm', options: memory(64, 'nosuid', 'noexec', 'nodev') },
      { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['ro'] },
      ...(locked ? [{ destination: '/tmp', type: 'tmpfs', source: 'tmpfs', options: memory(512) }] : []),
      ...bind('/work', options.work),
      ...bind('/store', options.store),
    ],
    linux: {
      namespaces: ['pid', 'ipc', 'uts', 'mount', ...(options.network ? [] : ['network'])].map((type) => ({ type })),
      maskedPaths: ['/proc/kcore', '/proc/keys', '/proc/sched_debug', '/proc/timer_list', '/sys/firmware'],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
      ...(seccomp === undefined ? {} : { seccomp }),
    },
  };
}

function bind(destination: string, source: string | undefined): object[] {
  return source === undefined ? [] : [{ destination, type: 'bind', source, options: ['bind'] }];
}
