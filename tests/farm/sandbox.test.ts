import { describe, expect, test } from 'vitest';
import { useSandbox, withSandboxAdvice } from '../../src/farm/sandbox.ts';

const isRoot = process.getuid?.() === 0;

describe('useSandbox()', () => {
  test.each(['', 'off', 'Required'])('refuses PLOTREEL_SANDBOX=%j', async (value) => {
    await expect(useSandbox(value)).rejects.toThrow(
      `Expected PLOTREEL_SANDBOX to be required or auto, got \`${value}\``,
    );
  });

  test.runIf(isRoot)('says that root cannot have what is required', async () => {
    await expect(useSandbox('required')).rejects.toThrow('Chromium refuses its sandbox to root');
  });

  test.runIf(isRoot)('is off for root, in every other case', async () => {
    expect([await useSandbox(undefined), await useSandbox('auto')]).toEqual([false, false]);
  });

  test.runIf(!isRoot)('is on for ordinary users', async () => {
    expect([await useSandbox(undefined), await useSandbox('required')]).toEqual([true, true]);
  });
});

describe('withSandboxAdvice()', () => {
  test.each([
    [
      'without user namespaces',
      '[1:1:ERROR:zygote_host_impl_linux.cc:130] No usable sandbox! If this is a Debian system',
    ],
    ['without chroot', 'Check failed: sys_chroot("/proc/self/fdinfo/") == 0'],
    ['without PID namespaces', 'Failed to move to new namespace: PID namespaces supported'],
  ])('names the profile for a browser %s', (_, reason) => {
    expect(withSandboxAdvice(reason)).toContain(`${reason}\nChromium's sandbox needs user namespaces`);
    expect(withSandboxAdvice(reason)).toContain('--security-opt seccomp=docker/seccomp.json');
  });

  test('leaves other reasons alone', () => {
    expect(withSandboxAdvice('error while loading shared libraries')).toBe('error while loading shared libraries');
  });
});
