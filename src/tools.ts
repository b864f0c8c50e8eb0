import type { LaunchOptions } from './farm/launch-browser.ts';
import { preferredGl } from './farm/preferred-gl.ts';
import { requireBrowser } from './install/find-browser.ts';
import { requireFfmpeg } from './install/find-ffmpeg.ts';
import type { ResolvedVideo } from './options.ts';

/** The programs that a job needs. */
export interface Tools {
  /** Executable. */
  ffmpeg: string;
  launch: Omit<LaunchOptions, 'signal' | 'exchangeBytes'>;
}

/** Finds the browser and ffmpeg. @throws BrowserError, EncoderError */
export async function findTools(job: Pick<ResolvedVideo, 'browser' | 'ffmpeg' | 'gl'>): Promise<Tools> {
  const [browser, ffmpeg] = await Promise.all([
    requireBrowser({ explicit: job.browser }),
    requireFfmpeg({ explicit: job.ffmpeg }),
  ]);
  return {
    ffmpeg: ffmpeg.path,
    launch: {
      executable: browser.path,
      headlessShell: browser.kind === 'headless-shell',
      gl: job.gl === 'auto' ? preferredGl() : job.gl,
      sandbox: process.getuid?.() !== 0,
    },
  };
}
