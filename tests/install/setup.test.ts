import { describe, expect, it } from 'vitest';
import { BrowserError, PlotreelError } from '../../src/errors.ts';
import { PINNED_BUILD } from '../../src/install/find-browser.ts';
import { type Machine, thisMachine } from '../../src/install/machine.ts';
import { setup } from '../../src/install/setup.ts';
import { DEBIAN_12, type FakeMachineOptions, fakeMachine } from './fake-machine.ts';

const COMPLETE = ['chromium-headless-shell', 'ffmpeg', 'fonts-liberation', 'libegl1', 'libgl1-mesa-dri', 'unzip'];
const LIBRARIES = DEBIAN_12.slice(DEBIAN_12.indexOf('libasound2')).join(' ');

async function run(machine: Machine, { withDeps = true, signal }: { withDeps?: boolean; signal?: AbortSignal } = {}) {
  const lines: string[] = [];
  const result = await setup({ withDeps, log: (line) => lines.push(line), ...(signal && { signal }) }, machine);
  return { ...result, lines };
}

describe('setup() with all there', () => {
  it.each([true, false])('changes nothing and says what it found, withDeps %s', async (withDeps) => {
    const machine = await fakeMachine({ installed: COMPLETE });
    const { installed, lines, browser, ffmpeg } = await run(machine, { withDeps });
    expect(machine.done).toEqual([]);
    expect(installed).toEqual([]);
    expect(browser).toMatchObject({ version: '156.0.8078.79', kind: 'headless-shell' });
    expect(ffmpeg).toMatchObject({ version: '5.1.9-0+deb12u1', source: 'path' });
    expect(lines).toEqual([
      `browser: ${browser.path} (headless-shell 156.0.8078.79)`,
      `ffmpeg: ${ffmpeg.path} (5.1.9-0+deb12u1)`,
      'fonts: 2 families',
      expect.stringContaining('fonts-noto-cjk'),
    ]);
  });

  it('changes nothing on this machine', async () => {
    const refuse = () => Promise.reject(new Error('a test downloads nothing'));
    const { installed, lines } = await run({ ...(await thisMachine()), downloadBrowser: refuse }, { withDeps: false });
    expect(installed).toEqual([]);
    expect(lines[0]).toMatch(/^browser: \/.* \((headless-shell|chrome) \d+\.\d+\.\d+\.\d+\)$/);
    expect(lines[1]).toMatch(/^ffmpeg: \/.* \(\S+\)$/);
  });
});

describe('setup() on a bare Debian, as root, with --with-deps', () => {
  it('takes the packages in one run of apt when the download fails, and nothing the second time', async () => {
    const machine = await fakeMachine();
    const { installed, lines, browser } = await run(machine);
    const names = 'chromium-headless-shell ffmpeg fonts-liberation libegl1 libgl1-mesa-dri';
    expect(machine.done).toEqual(['download', 'apt-get update', `apt-get install ${names}`]);
    expect(installed).toEqual(names.split(' '));
    expect(browser).toMatchObject({ source: 'system', kind: 'headless-shell' });
    expect(lines.slice(0, 3)).toEqual([
      'browser: the download failed: getaddrinfo ENOTFOUND storage.googleapis.com',
      'packages: installing 5 with apt-get',
      `packages: installed ${names.replaceAll(' ', ', ')}`,
    ]);

    machine.done.length = 0;
    expect((await run(machine)).installed).toEqual([]);
    expect(machine.done).toEqual([]);
  });

  it('installs libraries and unzip between download and unpacking', async () => {
    const machine = await fakeMachine({ download: 'lacks libraries until libnss3' });
    const { installed } = await run(machine);
    const names = `unzip ${LIBRARIES} ffmpeg fonts-liberation libegl1 libgl1-mesa-dri`;
    expect(machine.done).toEqual(['download', 'apt-get update', `apt-get install ${names}`, 'unpack', 'close']);
    expect(installed).toEqual([`chrome-headless-shell ${PINNED_BUILD}`, ...names.split(' ')]);
  });

  it('falls back to the package chromium', async () => {
    const available = DEBIAN_12.filter((name) => name !== 'chromium-headless-shell');
    const machine = await fakeMachine({ available });
    expect((await run(machine)).browser.kind).toBe('chrome');
  });

  it('takes the names with t64 where apt has them', async () => {
    const available = DEBIAN_12.map((name) => (name === 'libasound2' ? 'libasound2t64' : name));
    const machine = await fakeMachine({ available, download: 'works' });
    const { installed } = await run(machine);
    expect(installed).toContain('libasound2t64');
    expect(installed).toContain('libcups2');
  });

  it.each<{ what: string } & FakeMachineOptions>([
    { what: 'apt cannot install', broken: ['libegl1'] },
    { what: 'apt does not know', available: DEBIAN_12.filter((name) => name !== 'libegl1') },
  ])('goes on without an optional package that $what', async ({ what: _, ...options }) => {
    const machine = await fakeMachine(options);
    const { installed, lines } = await run(machine);
    expect(installed).toEqual(['chromium-headless-shell', 'ffmpeg', 'fonts-liberation']);
    expect(lines.join('\n')).toContain('packages: going on without libegl1, libgl1-mesa-dri');
  });

  it('goes on without network when only optional packages are missing', async () => {
    const machine = await fakeMachine({ online: false, installed: ['chromium', 'ffmpeg', 'fonts-liberation'] });
    expect((await run(machine)).installed).toEqual([]);
    expect(machine.done).toEqual(['apt-get update']);
  });

  it('fails with the last lines of apt, and closes the download', async () => {
    const machine = await fakeMachine({ broken: ['ffmpeg'], download: 'works' });
    await expect(run(machine)).rejects.toThrow(
      /`apt-get .*` failed \(exit code 100\):\n {2}E: Unable to locate package/,
    );
    expect(machine.done.at(-1)).toBe('close');
  });

  it('tries once when nothing that it installs is optional', async () => {
    const machine = await fakeMachine({ broken: ['ffmpeg'], installed: COMPLETE.filter((name) => name !== 'ffmpeg') });
    await expect(run(machine)).rejects.toThrow('Unable to locate package ffmpeg');
    expect(machine.done).toEqual(['apt-get update', 'apt-get install ffmpeg']);
  });

  it('repairs a browser that lacks its libraries', async () => {
    const options = { download: 'lacks libraries until libnss3', installed: ['ffmpeg', 'unzip'] } as const;
    const machine = await fakeMachine({ ...options, installed: [...options.installed] });
    await expect(run(machine, { withDeps: false })).rejects.toThrow(`libnss3.so: cannot open`);
    machine.done.length = 0;

    expect((await run(machine)).browser.version).toBe('156.0.8078.79');
    expect(machine.done[1]).toBe(`apt-get install ${LIBRARIES} fonts-liberation libegl1 libgl1-mesa-dri`);
  });
});

describe('setup() that may not install packages', () => {
  it('downloads the browser all the same', async () => {
    const machine = await fakeMachine({ isRoot: false, download: 'works', installed: ['unzip', 'ffmpeg'] });
    const { installed, lines } = await run(machine);
    expect(machine.done).toEqual(['download', 'unpack', 'close']);
    expect(installed).toEqual([`chrome-headless-shell ${PINNED_BUILD}`]);
    expect(lines.at(-2)).toContain('install fonts-liberation');
  });

  it('downloads nothing that it cannot unpack', async () => {
    const machine = await fakeMachine({ isRoot: false, installed: ['ffmpeg'] });
    await expect(run(machine)).rejects.toThrow('Still missing: a browser');
    expect(machine.done).toEqual([]);
  });

  it.each<{ withDeps: boolean; says: string } & FakeMachineOptions>([
    { isRoot: true, withDeps: false, says: 'a browser and ffmpeg. Install with\n  npx plotreel setup --with-deps\n' },
    {
      isRoot: false,
      withDeps: true,
      says: 'Install with\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium-headless-shell ffmpeg\n',
    },
    { isRoot: false, withDeps: true, installed: ['chromium'], says: 'missing: ffmpeg. Install with\n  sudo apt-get' },
    { isRoot: false, withDeps: true, installed: ['ffmpeg'], says: 'or set PLOTREEL_BROWSER to' },
    {
      isRoot: true,
      withDeps: true,
      system: 'ubuntu',
      says: 'missing: a browser. Install with\n  curl -LO https://dl.google',
    },
    {
      isRoot: false,
      withDeps: true,
      system: 'macos',
      says: 'brew install --cask google-chrome && brew install ffmpeg',
    },
    { isRoot: true, withDeps: true, system: 'linux', says: 'your package manager, for Chromium and ffmpeg' },
  ])('says "$says"', async ({ withDeps, says, installed = [], ...options }) => {
    const machine = await fakeMachine({ ...options, installed: ['unzip', ...installed] });
    const result = run(machine, { withDeps });
    await expect(result).rejects.toBeInstanceOf(PlotreelError);
    await expect(result).rejects.toThrow(says);
  });

  it('says which libraries a browser lacks, and how to install them', async () => {
    const machine = await fakeMachine({
      isRoot: false,
      download: 'lacks libraries until libnss3',
      installed: ['unzip', 'ffmpeg'],
    });
    const result = run(machine);
    await expect(result).rejects.toBeInstanceOf(BrowserError);
    await expect(result).rejects.toThrow(
      /libnss3\.so: cannot open.*\nInstall its libraries with\n {2}sudo apt-get.* libnss3 /,
    );
  });
});

it('setup() never installs the browser package of Ubuntu', async () => {
  const machine = await fakeMachine({ system: 'ubuntu' });
  await expect(run(machine)).rejects.toThrow('Still missing: a browser');
  expect(machine.done.join('\n')).not.toContain('chromium');
});

it('setup() rejects with the reason of an abort', async () => {
  const reason = new Error('enough');
  const machine = await fakeMachine();
  await expect(run(machine, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(machine.done).toEqual(['download']);
});
