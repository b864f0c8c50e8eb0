import type { StageJob } from '../../src/farm/stage-job.ts';
import { findTools } from '../../src/tools.ts';
import { fixture } from './scratch.ts';

/** A stage's job for a scene of tests/fixtures: 480×320 through the canvas, BGRA. */
export async function stageJob(
  scene: string,
  { fontFiles = [], ...options }: Partial<StageJob> & { fontFiles?: string[] } = {},
): Promise<StageJob> {
  const needs = { scene: fixture(scene), gl: 'auto', browser: undefined, ffmpeg: undefined, fonts: fontFiles } as const;
  const { launch, fonts, ...tools } = await findTools({ ...needs, fonts: [...needs.fonts] });
  return {
    ...{ scene: tools.scene, launch, fonts, allowHosts: [], props: null },
    ...{ width: 480, height: 320, scale: 1, background: '#ffffff', capture: 'canvas', pixelFormat: 'bgra' },
    ...{ reuse: true, fastRestyle: true, frameTimeoutMs: 30_000, onConsole: undefined },
    ...options,
  };
}
