import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BrowserError } from '../../src/errors.ts';
import { browserVersion } from '../../src/install/browser-version.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { tempFolder, writeScript } from './temp-folder.ts';

describe('browserVersion()', () => {
  it('reads the version of the real browser', async () => {
    const { path } = await requireBrowser();
    expect(await browserVersion(path)).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  it.each([
    { body: 'echo "Google Chrome for Testing 156.0.8078.79 "', version: '156.0.8078.79' },
    { body: 'echo "Chromium 156.0.8078.79 built on Debian GNU/Linux 12"', version: '156.0.8078.79' },
  ])('finds $version in what $body prints', async ({ body, version }) => {
    const path = await writeScript(join(await tempFolder(), 'browser'), body);
    expect(await browserVersion(path)).toBe(version);
  });

  it.each([
    { what: 'fails', body: 'echo "libnss3.so: cannot open shared object file" >&2; exit 127', says: 'libnss3.so' },
    { what: 'is something else', body: 'echo "GNU bash, version 5.2"', says: 'GNU bash' },
    { what: 'kills itself', body: 'kill -9 $$', says: 'SIGKILL' },
  ])('says what a file said that $what', async ({ body, says }) => {
    const path = await writeScript(join(await tempFolder(), 'browser'), body);
    await expect(browserVersion(path)).rejects.toBeInstanceOf(BrowserError);
    await expect(browserVersion(path)).rejects.toThrow(says);
  });

  it('gives the browser nothing of the environment but what it gets when it draws', async () => {
    vi.stubEnv('SECRET_TOKEN', 'secret');
    onTestFinished(() => void vi.unstubAllEnvs());
    const folder = await tempFolder();
    const path = await writeScript(join(folder, 'browser'), `env > ${folder}/env; echo "Chromium 156.0.8078.79"`);
    await browserVersion(path);
    const names = (await readFile(join(folder, 'env'), 'utf8')).split('\n').map((line) => line.split('=')[0]);
    expect(names).toContain('PATH');
    expect(names).not.toContain('SECRET_TOKEN');
  });
});
