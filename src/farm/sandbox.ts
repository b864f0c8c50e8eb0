/** The code of the warning that Chromium runs without its sandbox. */
export const NO_SANDBOX = 'PLOTREEL_NO_SANDBOX';

let warned = false;

/** Whether Chromium's sandbox can be on: as root Chromium refuses to start with it. The first time it cannot, a warning says so. */
export function canSandbox(): boolean {
  if (process.getuid?.() !== 0) return true;
  if (!warned) {
    process.emitWarning('Chromium runs without its sandbox because this is root; see docs/security.md', {
      code: NO_SANDBOX,
    });
  }
  warned = true;
  return false;
}

/** As Chromium puts it when it cannot make its sandbox. */
const UNUSABLE =
  /No usable sandbox|setuid_sandbox_host|sandbox.*(not permitted|EPERM)|Failed to move to new namespace/i;

/** Why a browser did not start, with what to do when it is for lack of a sandbox. */
export function withSandboxAdvice(reason: string): string {
  if (!UNUSABLE.test(reason)) return reason;
  return [
    reason,
    "Chromium's sandbox needs user namespaces, which this system keeps from ordinary users. In a container: allow them in",
    'its seccomp profile. On Ubuntu: an AppArmor profile for this executable, or',
    '`sysctl kernel.apparmor_restrict_unprivileged_userns=0`. See docs/security.md',
  ].join('\n');
}
