import { posix, win32 } from 'node:path';

/**
 * `headless-shell` is the small Chromium without a user interface: it starts faster and takes less memory. `chrome` is
 * the full browser, run headless.
 */
export type BrowserKind = 'headless-shell' | 'chrome';

/** Where to look for one kind of browser. */
export interface BrowserPlaces {
  kind: BrowserKind;
  /** Names to look for on PATH, best first, without `.exe`. */
  names: readonly string[];
  /** Absolute paths to look at after PATH, best first. */
  files: readonly string[];
}

/**
 * Where browsers are installed, best first.
 *
 * A table of our own, because `computeSystemExecutablePath` of @puppeteer/browsers knows Chrome only and launches
 * processes to look for it under WSL.
 */
export function browserPlaces(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): BrowserPlaces[] {
  return [
    {
      kind: 'headless-shell',
      // Debian's name, Chrome for Testing's, and that of a build of one's own.
      names: ['chromium-headless-shell', 'chrome-headless-shell', 'headless_shell'],
      files: platform === 'linux' ? LINUX_HEADLESS_SHELLS : [],
    },
    {
      kind: 'chrome',
      names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
      files: chromeFiles(platform, env),
    },
  ];
}

const LINUX_HEADLESS_SHELLS = [
  '/usr/lib/chromium/chromium-headless-shell', // Debian
  '/usr/lib64/chromium-browser/headless_shell', // Fedora
  '/headless-shell/headless-shell', // the image chromedp/headless-shell
];

function chromeFiles(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'linux') return ['/opt/google/chrome/chrome', '/usr/lib/chromium/chromium'];
  if (platform === 'darwin') {
    return ['/Applications', ...(env.HOME ? [posix.join(env.HOME, 'Applications')] : [])].flatMap((folder) => [
      posix.join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
      posix.join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
    ]);
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        win32.join(folder, 'Chromium', 'Application', 'chrome.exe'),
        win32.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      ]);
  }
  return [];
}
