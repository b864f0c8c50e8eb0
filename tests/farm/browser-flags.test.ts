import { describe, expect, test } from 'vitest';
import { browserEnvironment, browserFlags } from '../../src/farm/browser-flags.ts';

const options = {
  headlessShell: true,
  gl: 'swiftshader',
  sandbox: true,
  allowHosts: ['tiles.example.org'],
  memoryBytes: 2 ** 32,
} as const;

describe('browserFlags()', () => {
  test.each([true, false])('never weakens the browser, headless shell: %s', (headlessShell) => {
    for (const gl of ['swiftshader', 'mesa', 'gpu'] as const) {
      const flags = browserFlags({ ...options, headlessShell, gl }, '/profile').join('\n');
      expect(flags).not.toMatch(
        /--(disable-web-security|allow-file-access|single-process|no-sandbox|no-zygote|disable-(setuid|gpu|seccomp).*sandbox|ignore-certificate|allow-running-insecure|remote-debugging-(port|address)|disable-site-isolation|disable-features=.*(Isolat|LocalNetwork|Sandbox))/,
      );
    }
  });

  test('gives up the sandbox only where it is told to', () => {
    expect(browserFlags({ ...options, sandbox: false }, '/profile')).toContain('--no-sandbox');
  });

  test('lets names and the proxy through for the allowed hosts, over https, and for nobody else', () => {
    const flags = browserFlags(options, '/profile');
    expect(flags).toContain('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE tiles.example.org');
    expect(flags).toContain('--proxy-bypass-list=<-loopback>;https://tiles.example.org:443');
  });
});

describe('browserEnvironment()', () => {
  test('has nothing but what Chromium needs', () => {
    process.env.PLOTREEL_TEST_SECRET = 'secret';
    try {
      expect(Object.keys(browserEnvironment({ gl: 'mesa', locale: {} }, '/profile'))).not.toContain(
        'PLOTREEL_TEST_SECRET',
      );
    } finally {
      delete process.env.PLOTREEL_TEST_SECRET;
    }
  });
});
