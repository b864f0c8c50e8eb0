import { installPackages, notInstalled } from './apt.ts';
import type { DownloadedBrowser } from './download-browser.ts';
import { findOnPath } from './executable.ts';
import { type FoundBrowser, PINNED_BUILD } from './find-browser.ts';
import type { FoundFfmpeg } from './find-ffmpeg.ts';
import { type Inventory, lacksLibraries, takeInventory } from './inventory.ts';
import { type Machine, thisMachine } from './machine.ts';
import {
  BROWSER_LIBRARIES,
  BROWSER_PACKAGE,
  FFMPEG_PACKAGE,
  FONT_PACKAGE,
  FONTCONFIG_PACKAGE,
  type PackageNames,
  UNZIP_PACKAGE,
  WEBGL_PACKAGES,
} from './packages.ts';
import { type Ready, report } from './setup-report.ts';

export interface SetupOptions {
  /** Whether system packages may be installed, which is done as root on Debian and Ubuntu only. */
  withDeps: boolean;
  /** Gets each line of what is found and done. */
  log: (line: string) => void;
  signal?: AbortSignal;
}

export interface SetupResult {
  browser: Ready<FoundBrowser>;
  ffmpeg: Ready<FoundFfmpeg>;
  /** What was installed, packages by name; empty when everything was there. */
  installed: string[];
}

/**
 * Sees to it that a browser, ffmpeg and a font are there. What is there is kept; a second call changes nothing and
 * takes 0.2 s.
 *
 * @throws PlotreelError when something is missing in the end, with the command that installs it; BrowserError or
 * EncoderError when one is there and does not start; `signal.reason` on abort
 */
export async function setup(options: SetupOptions, on?: Machine): Promise<SetupResult> {
  const machine = on ?? (await thisMachine());
  const before = await takeInventory(machine);

  const installed: string[] = [];
  const download = before.browser === undefined ? await tryDownload(options, machine) : undefined;
  try {
    if (mayInstallPackages(options, machine)) {
      installed.push(...(await installMissing(before, { ...options, machine, downloaded: download !== undefined })));
    }
    if (download !== undefined) {
      await download.unpack();
      installed.unshift(`chrome-headless-shell ${PINNED_BUILD}`);
    }
  } finally {
    await download?.close();
  }

  const after = installed.length === 0 ? before : await takeInventory(machine);
  return { ...(await report(after, { ...options, machine })), installed };
}

function mayInstallPackages({ withDeps }: SetupOptions, { system, isRoot }: Machine): boolean {
  return withDeps && isRoot && (system === 'debian' || system === 'ubuntu');
}

/** A download that fails is one line in the log: there are other ways. */
async function tryDownload(options: SetupOptions, machine: Machine): Promise<DownloadedBrowser | undefined> {
  const { log, signal } = options;
  if ((await unzipMissing(machine)) && !mayInstallPackages(options, machine)) {
    log('browser: not downloaded, because unpacking it needs `unzip`');
    return undefined;
  }
  try {
    return await machine.downloadBrowser({ log, signal });
  } catch (error) {
    signal?.throwIfAborted();
    log(`browser: the download failed: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** Windows unpacks with what it brings. */
async function unzipMissing({ system, env }: Machine): Promise<boolean> {
  return system !== 'windows' && (await findOnPath(['unzip'], env)) === undefined;
}

/** Installs the packages that are missing, all in one run of apt. */
async function installMissing(
  before: Inventory,
  { machine, downloaded, log, signal }: SetupOptions & { machine: Machine; downloaded: boolean },
): Promise<string[]> {
  const apt = { run: machine.run, env: machine.env, signal };
  const required: PackageNames[] = [];
  if (downloaded && (await unzipMissing(machine))) required.push(UNZIP_PACKAGE);
  if (downloaded || lacksLibraries(before.browser)) required.push(...BROWSER_LIBRARIES);
  else if (before.browser === undefined && machine.system === 'debian') required.push(BROWSER_PACKAGE);
  if (before.ffmpeg === undefined) required.push(FFMPEG_PACKAGE);
  if (before.fonts?.sansSerif === false) required.push(FONT_PACKAGE);
  if (before.fonts?.fontconfig === false) required.push(FONTCONFIG_PACKAGE);

  const missing = {
    required: await notInstalled(required, apt),
    optional: await notInstalled(WEBGL_PACKAGES, apt),
  };
  const count = missing.required.length + missing.optional.length;
  if (count === 0) return [];
  log(`packages: installing ${count} with apt-get`);
  const names = await installPackages(missing, { ...apt, log });
  if (names.length > 0) log(`packages: installed ${names.join(', ')}`);
  return names;
}
