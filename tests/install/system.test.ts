import { describe, expect, it } from 'vitest';
import { aptSystem, manualCommand } from '../../src/install/system.ts';

it.each([
  { osRelease: 'NAME="Debian GNU/Linux"\nID=debian\n', system: 'debian' },
  { osRelease: 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', system: 'ubuntu' },
  { osRelease: 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', system: 'debian' },
  { osRelease: '', system: 'debian' },
])('aptSystem() calls $osRelease $system', ({ osRelease, system }) => {
  expect(aptSystem(osRelease)).toBe(system);
});

describe('manualCommand()', () => {
  const APT = 'apt-get install -y --no-install-recommends';
  const DEB = 'google-chrome-stable_current_amd64.deb';
  it.each([
    {
      system: 'debian',
      isRoot: false,
      command: `sudo apt-get update && sudo ${APT} chromium-headless-shell ffmpeg`,
    },
    { system: 'debian', isRoot: true, command: `apt-get update && ${APT} chromium-headless-shell ffmpeg` },
    {
      system: 'ubuntu',
      isRoot: true,
      command: `curl -LO https://dl.google.com/linux/direct/${DEB} && apt-get update && ${APT} ./${DEB} ffmpeg`,
    },
    { system: 'macos', isRoot: false, command: 'brew install --cask google-chrome && brew install ffmpeg' },
    {
      system: 'windows',
      isRoot: false,
      command: 'winget install -e --id Google.Chrome; winget install -e --id Gyan.FFmpeg',
    },
    { system: 'linux', isRoot: true, command: 'your package manager, for Chromium and ffmpeg' },
  ] as const)('is for $system, root $isRoot', ({ system, isRoot, command }) => {
    expect(manualCommand({ browser: true, ffmpeg: true }, { system, isRoot })).toBe(command);
  });

  it('names only what is missing', () => {
    const on = { system: 'debian', isRoot: true } as const;
    expect(manualCommand({ browser: false, ffmpeg: true }, on)).toBe(`apt-get update && ${APT} ffmpeg`);
    expect(manualCommand({ browser: true, ffmpeg: false }, on)).toBe(
      `apt-get update && ${APT} chromium-headless-shell`,
    );
  });
});
