import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Browser, computeExecutablePath } from '@puppeteer/browsers';
import { describe, expect, it } from 'vitest';
import { BrowserError } from '../../src/errors.ts';
import { type BrowserPlaces, browserPlaces } from '../../src/install/browser-places.ts';
import { findBrowser, PINNED_BUILD, requireBrowser } from '../../src/install/find-browser.ts';
import { tempFolder, writeScript } from './temp-folder.ts';

/** The real names, and no places but PATH: this machine's own browsers are not seen. */
const ON_PATH: BrowserPlaces[] = browserPlaces(process.platform, {}).map((places) => ({ ...places, files: [] }));

// More than one command: not taken for a launcher of another file.
const BROWSER = 'echo one\necho two';

describe('findBrowser()', () => {
  it.each([
    { names: ['chromium', 'chromium-headless-shell'], expected: 'chromium-headless-shell', kind: 'headless-shell' },
    { names: ['google-chrome', 'chrome-headless-shell'], expected: 'chrome-headless-shell', kind: 'headless-shell' },
    { names: ['google-chrome', 'chromium'], expected: 'chromium', kind: 'chrome' },
    { names: ['google-chrome-stable', 'something-else'], expected: 'google-chrome-stable', kind: 'chrome' },
  ])('takes $expected of $names on PATH', async ({ names, expected, kind }) => {
    const folder = await tempFolder();
    for (const name of names) await writeScript(join(folder, name), BROWSER);
    const found = await findBrowser({ env: { PATH: `/nowhere:${folder}` }, places: ON_PATH });
    expect(found).toEqual({ path: join(folder, expected), kind, source: 'system' });
  });

  it('prefers a headless shell late on PATH to Chromium early on it', async () => {
    const folder = await tempFolder();
    await writeScript(join(folder, 'early/chromium'), BROWSER);
    const shell = await writeScript(join(folder, 'late/chromium-headless-shell'), BROWSER);
    const found = await findBrowser({ env: { PATH: `${folder}/early:${folder}/late` }, places: ON_PATH });
    expect(found?.path).toBe(shell);
  });

  it('looks in the usual places after PATH', async () => {
    const folder = await tempFolder();
    const file = await writeScript(join(folder, 'opt/chrome'), BROWSER);
    const places: BrowserPlaces[] = [{ kind: 'chrome', names: ['chrome'], files: ['/nowhere/chrome', file] }];
    expect(await findBrowser({ env: { PATH: '' }, places })).toEqual({ path: file, kind: 'chrome', source: 'system' });
  });

  it('passes over folders, files that cannot be run, and relative entries of PATH', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'a/chromium'), { recursive: true });
    await writeScript(join(folder, 'b/chromium'), BROWSER, 0o644);
    await writeScript(join(folder, 'c/chromium'), BROWSER);
    const entry = relative(process.cwd(), join(folder, 'c'));
    const env = { PATH: `:.:${entry}:${folder}/a:${folder}/b`, PLOTREEL_CACHE: folder };
    expect(await findBrowser({ env, places: ON_PATH })).toBeUndefined();
  });

  it('passes over the script by which Ubuntu stands in for a snap', async () => {
    const folder = await tempFolder();
    await writeScript(join(folder, 'a/chromium'), 'if ! [ -x /snap/bin/chromium ]; then\n  exit 1\nfi');
    const chrome = await writeScript(join(folder, 'b/google-chrome'), BROWSER);
    const found = await findBrowser({ env: { PATH: `${folder}/a:${folder}/b` }, places: ON_PATH });
    expect(found?.path).toBe(chrome);
  });

  it.each(['', 'exec '])('takes the file that a launcher script starts with "%s"', async (exec) => {
    const folder = await tempFolder();
    const real = await writeScript(join(folder, 'lib/chromium'), BROWSER);
    await writeScript(join(folder, 'bin/chromium-headless-shell'), `# Debian\n\n${exec}${real} "$@"`);
    const found = await findBrowser({ env: { PATH: `${folder}/bin` }, places: ON_PATH });
    expect(found).toEqual({ path: real, kind: 'headless-shell', source: 'system' });
  });

  it('takes PLOTREEL_BROWSER before an installed browser', async () => {
    const folder = await tempFolder();
    await writeScript(join(folder, 'bin/chromium-headless-shell'), BROWSER);
    const mine = await writeScript(join(folder, 'my-browser'), BROWSER);
    const env = { PATH: `${folder}/bin`, PLOTREEL_BROWSER: mine };
    expect(await findBrowser({ env, places: ON_PATH })).toEqual({ path: mine, kind: 'chrome', source: 'environment' });
  });

  it('takes the option before PLOTREEL_BROWSER', async () => {
    const folder = await tempFolder();
    const mine = await writeScript(join(folder, 'chrome-headless-shell'), BROWSER);
    const found = await findBrowser({ explicit: mine, env: { PLOTREEL_BROWSER: '/nowhere' } });
    expect(found).toEqual({ path: mine, kind: 'headless-shell', source: 'option' });
  });

  it('takes an empty PLOTREEL_BROWSER for none', async () => {
    const folder = await tempFolder();
    const env = { PATH: '', PLOTREEL_BROWSER: '', PLOTREEL_CACHE: folder };
    expect(await findBrowser({ env, places: ON_PATH })).toBeUndefined();
  });

  it('takes the downloaded build last', async () => {
    const folder = await tempFolder();
    const path = computeExecutablePath({
      cacheDir: join(folder, 'browsers'),
      browser: Browser.CHROMEHEADLESSSHELL,
      buildId: PINNED_BUILD,
    });
    await writeScript(path, BROWSER);
    const env = { PATH: join(folder, 'bin'), PLOTREEL_CACHE: folder };
    expect(await findBrowser({ env, places: ON_PATH })).toEqual({ path, kind: 'headless-shell', source: 'puppeteer' });

    const chromium = await writeScript(join(folder, 'bin/chromium'), BROWSER);
    expect((await findBrowser({ env, places: ON_PATH }))?.path).toBe(chromium);
  });

  it.each([
    { what: 'a missing file', file: 'missing', problem: 'no such file' },
    { what: 'a folder', file: '.', problem: 'not a file' },
    { what: 'a file that cannot be run', file: 'plain', problem: 'not executable' },
  ])('refuses $what, named by option or environment', async ({ file, problem }) => {
    const folder = await tempFolder();
    await writeScript(join(folder, 'plain'), BROWSER, 0o644);
    const path = join(folder, file);
    const expected = `to be an executable file, got \`${path}\` (${problem})`;
    await expect(findBrowser({ explicit: path })).rejects.toThrow(new BrowserError(`Expected \`browser\` ${expected}`));
    await expect(findBrowser({ env: { PLOTREEL_BROWSER: path } })).rejects.toThrow(
      new BrowserError(`Expected \`PLOTREEL_BROWSER\` ${expected}`),
    );
  });
});

describe('requireBrowser()', () => {
  it('says which command installs one', async () => {
    const folder = await tempFolder();
    const required = requireBrowser({ env: { PATH: '', PLOTREEL_CACHE: folder }, places: ON_PATH });
    await expect(required).rejects.toBeInstanceOf(BrowserError);
    await expect(required).rejects.toThrow('Run `npx plotreel setup --with-deps`');
  });
});

describe('browserPlaces()', () => {
  it.each([
    { platform: 'linux', env: {}, file: '/opt/google/chrome/chrome' },
    { platform: 'darwin', env: {}, file: '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' },
    {
      platform: 'darwin',
      env: { HOME: '/Users/a' },
      file: '/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium',
    },
    {
      platform: 'win32',
      env: { PROGRAMFILES: 'C:\\Program Files' },
      file: 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    },
  ] as const)('knows $file on $platform', ({ platform, env, file }) => {
    const files = browserPlaces(platform, env).flatMap((places) => places.files);
    expect(files).toContain(file);
  });
});
