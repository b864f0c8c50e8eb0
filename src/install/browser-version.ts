import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { BrowserError } from '../errors.ts';
import { browserEnvironment, ownLocale } from '../farm/browser-flags.ts';
import { lastLines, runCommand } from './run-command.ts';

/** A browser that prints its version does so in 0.05 s; the first start from a cold disk takes seconds. */
const TIMEOUT_MS = 30_000;

const VERSION = /\d+\.\d+\.\d+\.\d+/;

/**
 * Version of a Chromium or Chrome, such as `156.0.8078.79`, as it prints it: so it is also known to start.
 *
 * @throws BrowserError when it does not start, with what it said, or is no Chromium
 */
export async function browserVersion(path: string): Promise<string> {
  if (process.platform === 'win32') return await windowsVersion(path);
  // With what it gets when it draws, and nothing more.
  const env = browserEnvironment({ gl: 'swiftshader', locale: ownLocale() }, tmpdir());
  const result = await runCommand(path, ['--version'], { env, timeout: TIMEOUT_MS }).catch((error: unknown) => {
    throw new BrowserError(`The browser ${path} does not start: ${String(error)}`, { cause: error });
  });
  if (result.code !== 0) {
    throw new BrowserError(`The browser ${path} does not start (exit code ${result.code}):\n${lastLines(result)}`);
  }
  const version = VERSION.exec(result.stdout)?.[0];
  if (version === undefined) {
    throw new BrowserError(`${path} is not Chromium or Chrome: \`--version\` printed\n${lastLines(result)}`);
  }
  return version;
}

/** On Windows `chrome.exe --version` opens a window and prints nothing; but an installed one lies beside its version. */
async function windowsVersion(path: string): Promise<string> {
  const names = [path, ...(await readdir(dirname(path)))];
  const version = names.map((name) => VERSION.exec(name)?.[0]).find((match) => match !== undefined);
  if (version === undefined) throw new BrowserError(`Found no version of the browser ${path} in its folder`);
  return version;
}
