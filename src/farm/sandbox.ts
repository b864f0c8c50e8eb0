import { BrowserError } from '../errors.ts';
import { runCommand } from '../install/run-command.ts';

/** The code of the warning that Chromium runs without its sandbox. */
export const NO_SANDBOX = 'PLOTREEL_NO_SANDBOX';

/** `required`: no browser without it. `auto`: where it can be had, else a warning. */
const WANTED = ['required', 'auto'] as const;

let warned = false;

/**
 * Whether Chromium's sandbox is on: always, unless this is root, to whom Chromium refuses it, or PLOTREEL_SANDBOX is
 * `auto` and this system lacks what it needs. The first time it is off, a warning says so.
 *
 * @throws BrowserError when PLOTREEL_SANDBOX requires what root cannot have, or says something else
 */
export async function useSandbox(wanted = process.env.PLOTREEL_SANDBOX): Promise<boolean> {
  if (wanted !== undefined && !WANTED.some((word) => word === wanted)) {
    throw new BrowserError(`Expected PLOTREEL_SANDBOX to be ${WANTED.join(' or ')}, got \`${wanted}\``);
  }
  if (process.getuid?.() === 0) {
    if (wanted === 'required') {
      throw new BrowserError(
        'PLOTREEL_SANDBOX is required, but Chromium refuses its sandbox to root: use another user',
      );
    }
    warn('this is root; see docs/security.md');
    return false;
  }
  if (wanted !== 'auto' || (await hasUserNamespaces())) return true;
  warn('user namespaces are kept from it here; in a container pass --security-opt seccomp=docker/seccomp.json');
  return false;
}

function warn(reason: string): void {
  if (!warned) process.emitWarning(`Chromium runs without its sandbox because ${reason}`, { code: NO_SANDBOX });
  warned = true;
}

/** Takes them as Chromium does, in some milliseconds. Where it cannot be tried Chromium will tell. */
async function hasUserNamespaces(): Promise<boolean> {
  const options = ['--user', '--map-root-user', '--pid', '--net', '--fork', 'true'];
  const result = await runCommand('unshare', options, { timeout: 10_000 }).catch(() => undefined);
  return result === undefined || result.code === 0;
}

/** As Chromium puts it when it cannot make its sandbox. */
const UNUSABLE =
  /No usable sandbox|setuid_sandbox_host|sandbox.*(not permitted|EPERM)|Failed to move to new namespace|sys_chroot/i;

/** What keeps the sandbox from ordinary users, and how it is allowed. */
export const SANDBOX_ADVICE = [
  "Chromium's sandbox needs user namespaces, which are kept from ordinary users here. In a container: pass",
  "`--security-opt seccomp=docker/seccomp.json`, plotreel's profile, which allows them. On Ubuntu: an AppArmor profile for",
  'this executable, or `sysctl kernel.apparmor_restrict_unprivileged_userns=0`. See docs/security.md',
].join('\n');

/** Why a browser did not start, with what to do when it is for lack of a sandbox. */
export function withSandboxAdvice(reason: string): string {
  return UNUSABLE.test(reason) ? `${reason}\n${SANDBOX_ADVICE}` : reason;
}
