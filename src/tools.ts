import { ownLocale } from './farm/browser-flags.ts';
import type { LaunchOptions } from './farm/launch-browser.ts';
import { preferredGl } from './farm/preferred-gl.ts';
import { useSandbox } from './farm/sandbox.ts';
import { requireBrowser } from './install/find-browser.ts';
import { requireFfmpeg } from './install/find-ffmpeg.ts';
import type { ResolvedVideo } from './options/options.ts';
import { type FontFile, readFonts } from './read-fonts.ts';

/** What a job needs besides its content. */
export interface Tools {
  /** Executable. */
  ffmpeg: string;
  fonts: FontFile[];
  launch: Omit<LaunchOptions, 'signal' | 'exchangeBytes' | 'allowHosts' | 'memoryBytes'>;
}

type Needs = Pick<ResolvedVideo, 'browser' | 'ffmpeg' | 'gl' | 'fonts'>;

/** Finds the browser and ffmpeg, and reads fonts. @throws BrowserError, EncoderError, InputError */
export async function findTools(job: Needs): Promise<Tools> {
  const [browser, ffmpeg, fonts, sandbox] = await Promise.all([
    requireBrowser({ explicit: job.browser }),
    requireFfmpeg({ explicit: job.ffmpeg }),
    readFonts(job.fonts),
    useSandbox(),
  ]);
  return {
    ffmpeg: ffmpeg.path,
    fonts,
    launch: {
      executable: browser.path,
      headlessShell: browser.kind === 'headless-shell',
      gl: job.gl === 'auto' ? preferredGl() : job.gl,
      sandbox,
      locale: ownLocale(),
    },
  };
}
