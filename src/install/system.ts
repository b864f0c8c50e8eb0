import { readFile } from 'node:fs/promises';
import { findOnPath } from './executable.ts';

/**
 * What software is installed with. `debian`: apt has a Chromium; also its relatives. `ubuntu`: apt has all but a
 * Chromium, whose package there is a wrapper for a snap. `linux`: any other.
 */
export type System = 'debian' | 'ubuntu' | 'linux' | 'macos' | 'windows';

/** The system that this process runs on. */
export async function detectSystem(env: NodeJS.ProcessEnv = process.env): Promise<System> {
  if (process.platform === 'darwin') return 'macos';
  if (process.platform === 'win32') return 'windows';
  if ((await findOnPath(['apt-get'], env)) === undefined) return 'linux';
  return aptSystem(await readFile('/etc/os-release', 'utf8').catch(() => ''));
}

/** Which of the systems with apt wrote this /etc/os-release. */
export function aptSystem(osRelease: string): 'debian' | 'ubuntu' {
  return /^ID="?ubuntu"?$/m.test(osRelease) ? 'ubuntu' : 'debian';
}

const CHROME_DEB = 'google-chrome-stable_current_amd64.deb';

/** What the user can type to install what is missing. */
export function manualCommand(
  missing: { browser: boolean; ffmpeg: boolean },
  { system, isRoot }: { system: System; isRoot: boolean },
): string {
  const wanted = (browser: string, ffmpeg: string) => [
    ...(missing.browser ? [browser] : []),
    ...(missing.ffmpeg ? [ffmpeg] : []),
  ];
  switch (system) {
    case 'debian':
      return aptCommand(wanted('chromium-headless-shell', 'ffmpeg'), { isRoot });
    case 'ubuntu': {
      const fetch = missing.browser ? `curl -LO https://dl.google.com/linux/direct/${CHROME_DEB} && ` : '';
      return fetch + aptCommand(wanted(`./${CHROME_DEB}`, 'ffmpeg'), { isRoot });
    }
    case 'macos':
      return wanted('brew install --cask google-chrome', 'brew install ffmpeg').join(' && ');
    case 'windows':
      // `;` and not `&&`, which Windows' own PowerShell does not know
      return wanted('winget install -e --id Google.Chrome', 'winget install -e --id Gyan.FFmpeg').join('; ');
    case 'linux':
      return `your package manager, for ${wanted('Chromium', 'ffmpeg').join(' and ')}`;
  }
}

/** The command line that installs packages with apt. */
export function aptCommand(packages: readonly string[], { isRoot }: { isRoot: boolean }): string {
  const sudo = isRoot ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}
