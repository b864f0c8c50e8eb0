import { browserVersion } from './browser-version.ts';
import type { FoundBrowser } from './find-browser.ts';
import { type FoundFfmpeg, ffmpegVersion } from './find-ffmpeg.ts';
import { type Fonts, findFonts } from './fonts.ts';
import type { Machine } from './machine.ts';

/** Something found, and whether it starts: its version, or why not. */
export type Checked<Found> = { found: Found } & ({ version: string } | { problem: unknown });

/** What a machine has of the things that rendering needs. */
export interface Inventory {
  browser: Checked<FoundBrowser> | undefined;
  ffmpeg: Checked<FoundFfmpeg> | undefined;
  /** Undefined on macOS and Windows, which bring theirs. */
  fonts: Fonts | undefined;
}

/**
 * Looks for browser, ffmpeg and fonts, and starts what it finds: 0.1 s.
 *
 * @throws BrowserError, EncoderError when an environment variable names something that cannot be run
 */
export async function takeInventory(machine: Machine): Promise<Inventory> {
  const linux = machine.system !== 'macos' && machine.system !== 'windows';
  const [browser, ffmpeg, fonts] = await Promise.all([
    machine.findBrowser().then((found) => found && check(found, browserVersion)),
    machine.findFfmpeg().then((found) => found && check(found, ffmpegVersion)),
    linux ? findFonts(machine.run) : undefined,
  ]);
  return { browser, ffmpeg, fonts };
}

/** Whether the browser is there and only lacks shared libraries, as a downloaded one does on a bare system. */
export function lacksLibraries(browser: Inventory['browser']): boolean {
  return browser !== undefined && 'problem' in browser && /loading shared libraries/.test(String(browser.problem));
}

async function check<Found extends { path: string }>(
  found: Found,
  version: (path: string) => Promise<string>,
): Promise<Checked<Found>> {
  return await version(found.path).then(
    (version) => ({ found, version }),
    (problem: unknown) => ({ found, problem }),
  );
}
