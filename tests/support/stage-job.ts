import type { StageJob } from '../../src/farm/stage-job.ts';
import { DEFAULT_LIMITS } from '../../src/options/limits.ts';
import { loadSceneBundle, type SceneBundle } from '../../src/scene-bundle/scene-bundle.ts';
import { findTools } from '../../src/tools.ts';
import { fixture } from './scratch.ts';

/** A stage's job for a bundle, or for a scene of tests/fixtures: 480×320 through the canvas, RGBA. */
export async function stageJob(
  scene: string | SceneBundle,
  { fontFiles = [], ...options }: Partial<StageJob> & { fontFiles?: string[] } = {},
): Promise<StageJob> {
  const bundle = typeof scene === 'string' ? await loadSceneBundle(fixture(scene)) : scene;
  const { launch, fonts } = await findTools({ gl: 'auto', browser: undefined, ffmpeg: undefined, fonts: fontFiles });
  return {
    ...{ scene: bundle, launch, fonts, allowHosts: [], props: null },
    ...{ width: 480, height: 320, scale: 1, fps: 30, background: '#ffffff', capture: 'canvas', pixelFormat: 'rgba' },
    ...{ reuse: true, updating: 'shortest', startTimeoutMs: 60_000, frameTimeoutMs: 30_000, onConsole: undefined },
    memoryBytes: DEFAULT_LIMITS.stageMemoryBytes,
    ...options,
  };
}
