import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../support/redis.ts';

const DAEMONS = ['munged', 'slurmctld', 'slurmd'];

/** Why no cluster can be had here, undefined when one can. */
export const noSlurm = (() => {
  if (process.getuid?.() !== 0) return 'daemons of Slurm run as root';
  const missing = DAEMONS.filter((name) => !existsSync(`/usr/sbin/${name}`));
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
})();

/** A Slurm of this machine alone: its own daemons on loopback, its own files. */
export interface SlurmCluster {
  /** Runs one of Slurm's commands. @returns what it printed */
  command(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
  /** Ends the daemons. */
  close(): Promise<void>;
}

/** Starts one that believes to have eight cores: two jobs of docker/slurm.sh at once. @param folder for all that it writes @throws Error with the daemons' last words when it does not come up */
export async function startSlurm(folder: string): Promise<SlurmCluster> {
  const [controller, node] = [await freePort(), await freePort()];
  const at = (name: string) => join(folder, name);
  for (const name of ['state', 'spool']) mkdirSync(at(name));
  writeFileSync(at('munge.key'), randomBytes(128), { mode: 0o400 });
  const config = at('slurm.conf');
  const name = hostname().split('.')[0];
  writeFileSync(
    config,
    [
      ...['ClusterName=test', `SlurmctldHost=${name}(127.0.0.1)`, 'SlurmUser=root', 'SlurmdUser=root'],
      ...[`SlurmctldPort=${controller}`, `SlurmdPort=${node}`, `AuthType=auth/munge`],
      ...['CredType=cred/munge', `AuthInfo=socket=${at('munge.socket')}`],
      // No control groups: they are the machine's.
      ...['ProctrackType=proctrack/linuxproc', 'TaskPlugin=task/none', 'JobAcctGatherType=jobacct_gather/none'],
      ...['SelectType=select/cons_tres', 'SelectTypeParameters=CR_Core', 'SlurmdParameters=config_overrides'],
      ...[
        `StateSaveLocation=${at('state')}`,
        `SlurmdSpoolDir=${at('spool')}`,
        'MpiDefault=none',
        'SwitchType=switch/none',
      ],
      ...[`SlurmctldPidFile=${at('slurmctld.pid')}`, `SlurmdPidFile=${at('slurmd.pid')}`],
      ...['ReturnToService=2', 'MailProg=/bin/true', 'SchedulerType=sched/backfill', 'KillWait=1'],
      // Jobs begin as soon as they may.
      'SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1,sched_min_interval=0',
      `NodeName=${name} NodeAddr=127.0.0.1 CPUs=8 RealMemory=${Math.floor(totalmem() / 2 ** 21)} State=UNKNOWN`,
      `PartitionName=all Nodes=${name} Default=YES MaxTime=INFINITE State=UP`,
      '',
    ].join('\n'),
  );
  const env = { ...process.env, SLURM_CONF: config };
  const daemons: ChildProcess[] = [];
  const start = (file: string, args: readonly string[]) => {
    daemons.push(spawn(`/usr/sbin/${file}`, args, { env, stdio: 'ignore' }));
  };
  const command = async (file: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    (await promisify(execFile)(file, args, { env: { ...env, ...more }, timeout: 30_000 })).stdout;
  const close = async () => {
    // slurmd waits for nobody's steps when it is killed; those of jobs that still run end with the test's folder.
    for (const daemon of daemons.reverse()) await ended(daemon);
  };
  const munge = ['--key-file', at('munge.key'), '--socket', at('munge.socket'), '--pid-file', at('munged.pid')];
  start('munged', [
    '--foreground',
    '--force',
    ...munge,
    '--log-file',
    at('munged.log'),
    '--seed-file',
    at('munge.seed'),
  ]);
  start('slurmctld', ['-D', '-f', config, '-L', at('slurmctld.log')]);
  start('slurmd', ['-D', '-f', config, '-N', name ?? '', '-L', at('slurmd.log')]);
  try {
    await untilIdle(() => command('sinfo', ['--noheader', '--format=%T']));
  } catch (error) {
    await close();
    const logs = ['munged', 'slurmctld', 'slurmd'].map((daemon) => tail(at(`${daemon}.log`)));
    throw new Error(`Slurm did not come up: ${error}\n${logs.join('\n')}`);
  }
  return { command, close };
}

async function untilIdle(state: () => Promise<string>): Promise<void> {
  const end = performance.now() + 60_000;
  for (;;) {
    const now = await state().catch(String);
    if (now.trim() === 'idle') return;
    if (performance.now() > end) throw new Error(`its node is ${now}`);
    await delay(100);
  }
}

async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const exit = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  const timer = setTimeout(() => daemon.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(timer);
}

function tail(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-12).join('\n') : `${log}: not there`;
}
