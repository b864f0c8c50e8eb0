import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '../caught.ts';

/** What three groups of a regular expression find in an owner's name: process, its start, its host. */
export const OWNER_PATTERN = '(\\d+)-([0-9a-z]+)-([0-9a-f]{12})';

/** An owner's name and nothing else. */
export const OWNER_NAME = new RegExp(`^${OWNER_PATTERN}$`);

/**
 * Name of this process among all that there ever were, fit for file names: whatever it leaves on disk bears it, so that
 * a later run can tell what is left of a dead process from what a living one uses.
 */
export const OWNER = `${process.pid}-${startOf('self') ?? '0'}-${hostId()}`;

/** 'elsewhere': of another host, about whose processes nothing is known. */
export type OwnerState = 'alive' | 'dead' | 'elsewhere';

/** Whether the process of an owner's name still runs. @throws RangeError when that is no owner's name */
export function stateOf(owner: string): OwnerState {
  const [, pid, start, host] = OWNER_NAME.exec(owner) ?? [];
  if (pid === undefined) throw new RangeError(`${owner} names no owner`);
  if (host !== hostId()) return 'elsewhere';
  const running = startOf(pid);
  if (running !== undefined) return running === start ? 'alive' : 'dead';
  return isRunning(Number(pid)) ? 'alive' : 'dead';
}

/** Number of the process in an owner's name. */
export function pidOf(owner: string): string {
  return owner.slice(0, owner.indexOf('-'));
}

/**
 * When a process started; 'ended' for one of which only the exit code is left. undefined when it does not run, and on
 * systems without /proc: processes are told apart by their number alone there.
 */
function startOf(pid: string): string | undefined {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name in parentheses may hold anything. Fields 3 (state) and 22 (start in clock ticks) of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  if (start === undefined) return undefined;
  return state === 'Z' || state === 'X' ? 'ended' : Number(start).toString(36);
}

/**
 * Where process numbers are counted: containers share files with each other and count their own processes, and machines
 * made of one image differ in nothing but that each was started for itself. So after a restart a machine is another one.
 */
function hostId(): string {
  const namespace = read(() => readlinkSync('/proc/self/ns/pid'));
  const machine = read(() => readFileSync('/etc/machine-id', 'utf8'));
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  return createHash('sha256').update(`${hostname()}\n${machine}\n${boot}\n${namespace}`).digest('hex').slice(0, 12);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    return codeOf(error) === 'EPERM';
  }
}

function read(file: () => string): string {
  try {
    return file();
  } catch {
    return '';
  }
}
