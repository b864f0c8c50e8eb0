import { join } from 'node:path';
import { browserPlaces } from '../../src/install/browser-places.ts';
import { findBrowser } from '../../src/install/find-browser.ts';
import { findFfmpeg } from '../../src/install/find-ffmpeg.ts';
import type { Machine } from '../../src/install/machine.ts';
import type { CommandResult } from '../../src/install/run-command.ts';
import type { System } from '../../src/install/system.ts';
import { tempFolder, writeScript } from './temp-folder.ts';

export interface FakeMachineOptions {
  system?: System;
  isRoot?: boolean;
  /** Packages that are there from the start. */
  installed?: string[];
  /** Packages that apt can install; those installed are among them. */
  available?: string[];
  /** Packages whose installation fails. */
  broken?: string[];
  /** Whether `apt-get update` works. @default true */
  online?: boolean;
  /** What a download of the browser ends in. @default 'fails' */
  download?: 'works' | 'fails' | 'lacks libraries until libnss3';
}

export interface FakeMachine extends Machine {
  /** What was done, in order: the commands that change something, and 'download', 'unpack', 'close'. */
  done: string[];
}

const CHROME = 'echo "Chromium 156.0.8078.79"\nexit 0';

/** The programs that packages bring. */
const PROGRAMS: Record<string, { name: string; body: string }> = {
  'chromium-headless-shell': { name: 'chromium-headless-shell', body: CHROME },
  chromium: { name: 'chromium', body: CHROME },
  ffmpeg: { name: 'ffmpeg', body: 'echo "ffmpeg version 5.1.9-0+deb12u1 Copyright"' },
  unzip: { name: 'unzip', body: 'exit 0' },
};

/** A bare system whose packages are shell scripts in a temporary folder, found by the real functions. */
export async function fakeMachine(options: FakeMachineOptions = {}): Promise<FakeMachine> {
  const { system = 'debian', isRoot = true, broken = [], online = true, download = 'fails' } = options;
  const folder = await tempFolder();
  const bin = join(folder, 'bin');
  const env = { PATH: bin, PLOTREEL_CACHE: join(folder, 'cache') };
  const installed = new Set<string>();
  const done: string[] = [];
  const places = browserPlaces(process.platform, env).map((it) => ({ ...it, files: [] }));

  const add = async (name: string) => {
    installed.add(name);
    const program = PROGRAMS[name];
    if (program) await writeScript(join(bin, program.name), program.body);
    // What a downloaded browser lacks: the loader says so until the library is there.
    if (name === 'libnss3') await writeScript(join(bin, 'libnss3.so'));
  };
  for (const name of options.installed ?? []) await add(name);

  const commands: Record<string, (args: readonly string[]) => Promise<CommandResult>> = {
    'fc-list': async () => ok(installed.has('fonts-liberation') ? 'Liberation Sans\nLiberation Serif\n' : ''),
    'dpkg-query': async (args) => ({
      ...ok(
        args
          .filter((name) => installed.has(name))
          .map((it) => `installed ${it}\n`)
          .join(''),
      ),
      code: 1,
    }),
    'apt-cache': async () => ok(`${(options.available ?? DEBIAN_12).join('\n')}\n`),
    'apt-get': async (args) => {
      const words = args.filter((word, i) => !word.startsWith('-') && args[i - 1] !== '-o');
      done.push(`apt-get ${words.join(' ')}`);
      if (words[0] === 'update') return online ? ok('') : failed('Could not resolve the archive');
      const [, ...names] = words;
      const bad = names.find((name) => broken.includes(name) || !(options.available ?? DEBIAN_12).includes(name));
      if (bad !== undefined) return failed(`E: Unable to locate package ${bad}`);
      for (const name of names) await add(name);
      return ok('');
    },
  };

  return {
    env,
    system,
    isRoot,
    done,
    run: async (file, args) => (await commands[file]?.(args)) ?? Promise.reject(new Error(`no ${file} here`)),
    findBrowser: async () => {
      const found = await findBrowser({ env, places });
      return found ?? (await findBrowser({ env: { ...env, PATH: join(folder, 'downloaded') }, places }));
    },
    findFfmpeg: () => findFfmpeg({ env, loadStatic: () => Promise.reject(new Error('absent')) }),
    downloadBrowser: async ({ signal }) => {
      done.push('download');
      signal?.throwIfAborted();
      if (download === 'fails') throw new Error('getaddrinfo ENOTFOUND storage.googleapis.com');
      const complaint = 'error while loading shared libraries: libnss3.so: cannot open shared object file';
      const body =
        download === 'works' ? CHROME : `[ -x ${bin}/libnss3.so ] || { echo "${complaint}" >&2; exit 127; }\n${CHROME}`;
      return {
        unpack: async () => {
          done.push('unpack');
          await writeScript(join(folder, 'downloaded/chrome-headless-shell'), body);
        },
        close: async () => {
          done.push('close');
        },
      };
    },
  };
}

const ok = (stdout: string): CommandResult => ({ code: 0, stdout, stderr: '' });
const failed = (stderr: string): CommandResult => ({ code: 100, stdout: '', stderr });

/** The part of Debian 12 that setup may ask for. */
export const DEBIAN_12 = [
  ...['chromium-headless-shell', 'chromium', 'ffmpeg', 'unzip', 'fonts-liberation', 'fontconfig', 'libegl1'],
  ...['libgl1-mesa-dri', 'libasound2', 'libatk-bridge2.0-0', 'libatk1.0-0', 'libatspi2.0-0', 'libcairo2', 'libcups2'],
  ...['libdbus-1-3', 'libdrm2', 'libgbm1', 'libglib2.0-0', 'libnspr4', 'libnss3', 'libpango-1.0-0', 'libx11-6'],
  ...['libxcb1', 'libxcomposite1', 'libxdamage1', 'libxext6', 'libxfixes3', 'libxkbcommon0', 'libxrandr2'],
];
