import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { PUPPETEER_REVISIONS } from 'puppeteer-core/internal/revisions.js';
import { BrowserError } from '../errors.ts';
import { type BrowserKind, type BrowserPlaces, browserPlaces } from './browser-places.ts';
import { browsersFolder } from './cache-folder.ts';
import { allOnPath, executableProblem, isExecutable } from './executable.ts';
import { resolveLauncher } from './launcher-script.ts';

export interface FoundBrowser {
  /** Absolute path of the executable. */
  path: string;
  kind: BrowserKind;
  /** What led to it: the caller's option, PLOTREEL_BROWSER, an installed browser, or the one that `setup` downloaded. */
  source: 'option' | 'environment' | 'system' | 'puppeteer';
}

export interface FindBrowserOptions {
  /** The user's option `browser`: path of an executable. */
  explicit?: string | undefined;
  /** Read for PLOTREEL_BROWSER, PLOTREEL_CACHE and PATH. @default process.env */
  env?: NodeJS.ProcessEnv;
  /** Where installed browsers may lie. @default those of this platform */
  places?: readonly BrowserPlaces[];
}

/** Build of chrome-headless-shell that puppeteer-core was tested with, and that `setup` downloads. */
export const PINNED_BUILD = PUPPETEER_REVISIONS['chrome-headless-shell'];

/**
 * Finds the browser to use, without launching anything: the option, PLOTREEL_BROWSER, an installed headless shell, an
 * installed Chromium or Chrome, the build that `setup` downloaded.
 *
 * @throws BrowserError when the option or PLOTREEL_BROWSER names something that cannot be run
 */
export async function findBrowser(options: FindBrowserOptions = {}): Promise<FoundBrowser | undefined> {
  const { explicit, env = process.env, places = browserPlaces(process.platform, env) } = options;
  if (explicit !== undefined) return await namedBrowser(explicit, { name: 'browser', source: 'option' });
  if (env.PLOTREEL_BROWSER) {
    return await namedBrowser(env.PLOTREEL_BROWSER, { name: 'PLOTREEL_BROWSER', source: 'environment' });
  }
  return (await systemBrowser(places, env)) ?? (await pinnedBrowser(env));
}

/**
 * The same, for callers that cannot do without.
 *
 * @throws BrowserError when there is none, with the command that installs one
 */
export async function requireBrowser(options: FindBrowserOptions = {}): Promise<FoundBrowser> {
  const found = await findBrowser(options);
  if (found !== undefined) return found;
  throw new BrowserError(
    `Found no Chromium or Chrome: none on PATH, in the usual places or in ${browsersFolder(options.env)}.\n` +
      'Run `npx plotreel setup --with-deps`, or name one with the option `browser` or with PLOTREEL_BROWSER.',
  );
}

async function namedBrowser(
  value: string,
  { name, source }: { name: string; source: 'option' | 'environment' },
): Promise<FoundBrowser> {
  const path = resolve(value);
  const problem = await executableProblem(path);
  if (problem !== undefined) {
    throw new BrowserError(`Expected \`${name}\` to be an executable file, got \`${value}\` (${problem})`);
  }
  return { path, kind: /headless[-_]shell/i.test(basename(path)) ? 'headless-shell' : 'chrome', source };
}

async function systemBrowser(
  places: readonly BrowserPlaces[],
  env: NodeJS.ProcessEnv,
): Promise<FoundBrowser | undefined> {
  for (const { kind, names, files } of places) {
    for await (const command of candidates(names, files, env)) {
      const path = await resolveLauncher(command);
      if (path !== undefined) return { path, kind, source: 'system' };
    }
  }
  return undefined;
}

async function* candidates(
  names: readonly string[],
  files: readonly string[],
  env: NodeJS.ProcessEnv,
): AsyncGenerator<string> {
  yield* allOnPath(names, env);
  for (const file of files) if (await isExecutable(file)) yield file;
}

async function pinnedBrowser(env: NodeJS.ProcessEnv): Promise<FoundBrowser | undefined> {
  const cacheDir = browsersFolder(env);
  if (!existsSync(cacheDir)) return undefined;
  // Only where something was downloaded: loading this package takes 50 ms.
  const { Browser, computeExecutablePath, detectBrowserPlatform } = await import('@puppeteer/browsers');
  if (detectBrowserPlatform() === undefined) return undefined; // no download exists for it, and the next line throws
  const path = computeExecutablePath({ cacheDir, browser: Browser.CHROMEHEADLESSSHELL, buildId: PINNED_BUILD });
  return (await isExecutable(path)) ? { path, kind: 'headless-shell', source: 'puppeteer' } : undefined;
}
