/** One package that is needed: its names, best first. The first one that the distribution has is taken. */
export type PackageNames = readonly string[];

/** The headless shell is a third of the size. Not on Ubuntu, where `chromium` is a wrapper for a snap. */
export const BROWSER_PACKAGE: PackageNames = ['chromium-headless-shell', 'chromium'];

export const FFMPEG_PACKAGE: PackageNames = ['ffmpeg'];

/** What unpacks a downloaded browser. */
export const UNZIP_PACKAGE: PackageNames = ['unzip'];

/** Metric twins of Arial, Times and Courier, 2 MB: Plotly asks for Open Sans, Verdana, Arial, sans-serif. */
export const FONT_PACKAGE: PackageNames = ['fonts-liberation'];

/** Brings `fc-list`. */
export const FONTCONFIG_PACKAGE: PackageNames = ['fontconfig'];

/** OpenGL on the CPU without X, for llvmpipe: 3-D and gl traces are drawn in half the time that SwiftShader takes. */
export const WEBGL_PACKAGES: readonly PackageNames[] = [['libegl1'], ['libgl1-mesa-dri']];

/**
 * Shared libraries that a downloaded Chrome needs: Playwright's list for Chromium on Debian 12
 * (packages/playwright-core/src/server/registry/nativeDeps.ts). Since Debian 13 and Ubuntu 24.04 some carry a `t64`.
 */
export const BROWSER_LIBRARIES: readonly PackageNames[] = [
  ['libasound2t64', 'libasound2'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libatk1.0-0t64', 'libatk1.0-0'],
  ['libatspi2.0-0t64', 'libatspi2.0-0'],
  ['libcairo2'],
  ['libcups2t64', 'libcups2'],
  ['libdbus-1-3'],
  ['libdrm2'],
  ['libgbm1'],
  ['libglib2.0-0t64', 'libglib2.0-0'],
  ['libnspr4'],
  ['libnss3'],
  ['libpango-1.0-0'],
  ['libx11-6'],
  ['libxcb1'],
  ['libxcomposite1'],
  ['libxdamage1'],
  ['libxext6'],
  ['libxfixes3'],
  ['libxkbcommon0'],
  ['libxrandr2'],
];
