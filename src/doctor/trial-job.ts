import type { GlBackend } from '../farm/browser-flags.ts';
import { ownLocale } from '../farm/browser-flags.ts';
import type { StageJob } from '../farm/stage-job.ts';
import type { FoundBrowser } from '../install/find-browser.ts';
import { DEFAULT_LIMITS } from '../options/limits.ts';
import type { CaptureMode } from '../protocol.ts';
import type { FontFile } from '../read-fonts.ts';
import { probeScene } from './probe-scene.ts';

/** A way to draw that is tried. */
export interface Trial {
  browser: Pick<FoundBrowser, 'path' | 'kind'>;
  /** What the figure is drawn with. */
  figure: 'svg' | 'webgl';
  capture: CaptureMode;
  gl: GlBackend;
  sandbox: boolean;
  /** @default none */
  fonts?: readonly FontFile[];
}

/** Ten times what a stage takes here. */
export const TRIAL_TIMEOUT_MS = 15_000;

/** A tiny scene's job. */
export function trialJob({ browser, figure, capture, gl, sandbox, fonts = [] }: Trial): StageJob {
  return {
    scene: probeScene(figure),
    props: null,
    width: 320,
    height: 240,
    scale: 1,
    fps: 30,
    background: '#ffffff',
    capture,
    pixelFormat: 'rgba',
    reuse: true,
    // Whether the short cut fits depends on the figure: each render finds out for itself.
    updating: 'patching',
    fonts,
    allowHosts: [],
    startTimeoutMs: TRIAL_TIMEOUT_MS,
    frameTimeoutMs: TRIAL_TIMEOUT_MS,
    memoryBytes: DEFAULT_LIMITS.stageMemoryBytes,
    launch: {
      ...{ executable: browser.path, headlessShell: browser.kind === 'headless-shell', gl, sandbox },
      locale: ownLocale(),
    },
    onConsole: undefined,
  };
}
