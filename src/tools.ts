import type { LaunchOptions } from './farm/launch-browser.ts';
import { preferredGl } from './farm/preferred-gl.ts';
import { requireBrowser } from './install/find-browser.ts';
import { requireFfmpeg } from './install/find-ffmpeg.ts';
import type { ResolvedVideo } from './options.ts';
import { loadSceneBundle, type SceneBundle } from './scene-bundle/scene-bundle.ts';

/** What a job needs besides its options. */
export interface Tools {
  scene: SceneBundle;
  /** Executable. */
  ffmpeg: string;
  launch: Omit<LaunchOptions, 'signal' | 'exchangeBytes'>;
}

/** Finds the browser and ffmpeg and bundles the scene. @throws SceneError, BrowserError, EncoderError */
export async function findTools(job: Pick<ResolvedVideo, 'scene' | 'browser' | 'ffmpeg' | 'gl'>): Promise<Tools> {
  const [scene, browser, ffmpeg] = await Promise.all([
    loadSceneBundle(job.scene),
    requireBrowser({ explicit: job.browser }),
    requireFfmpeg({ explicit: job.ffmpeg }),
  ]);
  return {
    scene,
    ffmpeg: ffmpeg.path,
    launch: {
      executable: browser.path,
      headlessShell: browser.kind === 'headless-shell',
      gl: job.gl === 'auto' ? preferredGl() : job.gl,
      sandbox: process.getuid?.() !== 0,
    },
  };
}
