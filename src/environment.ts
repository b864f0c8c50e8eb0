import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir, release } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { VersionMismatchError } from './errors.ts';
import { browserFlags, type GlBackend } from './farm/browser-flags.ts';
import { browserVersion } from './install/browser-version.ts';
import { ffmpegVersion } from './install/find-ffmpeg.ts';
import { runCommand } from './install/run-command.ts';
import { sha256 } from './segments/bytes/sha256.ts';
import type { Tools } from './tools.ts';
import { version } from './version.ts';

const text = z.string();

/** What of a machine decides pixels and bytes. Segments of one video are made where all of it is the same. */
export const environmentSchema = z.strictObject({
  plotreel: text,
  /** Hash of what runs in the page, plotly.js included. */
  page: text,
  chromium: text,
  /** Hash of the browser's flags. */
  flags: text,
  ffmpeg: text,
  /** Hash of the names and versions of the fonts that are installed. */
  fonts: text,
  /** Operating system and processor: sines and cosines differ in their last bits. */
  platform: text,
});
export type Environment = z.output<typeof environmentSchema>;

/** What differences are called. */
const NAMES: Record<keyof Environment, string> = {
  plotreel: 'plotreel',
  page: "plotreel's page with plotly.js",
  chromium: 'Chromium',
  flags: "Chromium's flags",
  ffmpeg: 'ffmpeg',
  fonts: 'the installed fonts',
  platform: 'the platform',
};

const PAGE_FOLDER = fileURLToPath(new URL('../dist/page/', import.meta.url));

/** Looks at this machine: 0.2 s. @throws BrowserError, EncoderError when browser or ffmpeg do not start */
export async function readEnvironment({ launch, ffmpeg }: Pick<Tools, 'launch' | 'ffmpeg'>): Promise<Environment> {
  const [page, chromium, ffmpegs, fonts] = await Promise.all([
    hashFolder(PAGE_FOLDER),
    browserVersion(launch.executable),
    ffmpegVersion(ffmpeg),
    installedFonts(),
  ]);
  return {
    ...{ plotreel: version, page, fonts, ffmpeg: ffmpegs },
    chromium: launch.headlessShell ? `${chromium} headless shell` : chromium,
    flags: short(hashFlags()),
    platform: `${process.platform} ${process.arch}`,
  };
}

/** One word for all of it, fit for names. */
export function environmentName(environment: Environment): string {
  return short(sha256(JSON.stringify(environmentSchema.parse(environment))));
}

/** What differs, a line each. */
export function* differences(planned: Partial<Environment>, here: Partial<Environment>): Generator<string> {
  for (const field of environmentSchema.keyof().options) {
    const [there, found] = [planned[field], here[field]];
    if (there !== found && there !== undefined && found !== undefined)
      yield `${NAMES[field]}: ${found} instead of ${there}`;
  }
}

/** @param here what is known of this machine @throws VersionMismatchError when something of it is not as planned */
export function requireEnvironment(planned: Environment, here: Partial<Environment>): void {
  const found = [...differences(planned, here)];
  if (found.length > 0) throw new VersionMismatchError(found);
}

/** A dozen digits tell versions apart. */
function short(hash: string): string {
  return hash.slice(0, 12);
}

/** Whether the sandbox is on, and what a page may take, changes no pixel. */
function hashFlags(): string {
  const options = { headlessShell: true, sandbox: true, allowHosts: [], memoryBytes: 0 };
  const backends: GlBackend[] = ['swiftshader', 'mesa', 'gpu'];
  return sha256(JSON.stringify(backends.map((gl) => browserFlags({ ...options, gl }, ''))));
}

/** Hash of the fonts that fontconfig knows, wherever they lie; without it of the files that are there. */
export async function installedFonts(): Promise<string> {
  const format = '%{family}|%{style}|%{fontversion}|%{variable}\n';
  const found = await runCommand('fc-list', ['--format', format], { timeout: 30_000 }).catch(() => undefined);
  const fonts = found?.stdout.split('\n') ?? (await fontFiles());
  return short(sha256([...new Set(fonts)].sort().join('\n')));
}

/** Names and sizes of font files where Linux has them; elsewhere they are the system's, by its version. */
async function fontFiles(): Promise<string[]> {
  if (process.platform !== 'linux') return [release()];
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(homedir(), '.local/share/fonts')];
  const found = folders.map(async (folder) => {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    return Promise.all(names.map(async (name) => `${basename(name)} ${(await stat(join(folder, name))).size}`));
  });
  return (await Promise.all(found)).flat();
}

async function hashFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file.slice(folder.length)}\n`).update(await readFile(file));
  return short(hash.digest('hex'));
}
