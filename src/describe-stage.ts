import type { Content } from './content.ts';
import type { DrawingPlan } from './drawing-plan.ts';
import type { StageJob } from './farm/stage-job.ts';
import { toNumber } from './frames/fps.ts';
import type { ResolvedStill } from './options/options.ts';
import type { PixelFormat } from './protocol.ts';
import type { Tools } from './tools.ts';

/** What of a job's options its stages are told. */
export type StagedOptions = Pick<
  ResolvedStill,
  'width' | 'height' | 'scale' | 'fps' | 'allowHosts' | 'frameTimeoutMs' | 'onConsole'
> & {
  transparent?: boolean;
  reuse: boolean;
  limits: Pick<ResolvedStill['limits'], 'stageMemoryBytes'>;
};

/** All that is needed to draw. */
export interface Drawing {
  job: StagedOptions;
  content: Pick<Content, 'scene' | 'props' | 'startTimeoutMs'>;
  tools: Pick<Tools, 'fonts' | 'launch'>;
  plan: Pick<DrawingPlan, 'capture' | 'gl' | 'updating'>;
}

/** What all stages of a job have in common. */
export function describeStage({ job, content, tools, plan }: Drawing, pixelFormat: PixelFormat): StageJob {
  const { width, height, scale, allowHosts, frameTimeoutMs, reuse, onConsole } = job;
  return {
    ...{ width, height, scale, allowHosts, frameTimeoutMs, reuse, onConsole, pixelFormat },
    fps: toNumber(job.fps),
    scene: content.scene,
    props: content.props,
    fonts: tools.fonts,
    launch: { ...tools.launch, gl: plan.gl },
    capture: plan.capture,
    updating: plan.updating,
    background: job.transparent ? 'transparent' : '#ffffff',
    startTimeoutMs: content.startTimeoutMs,
    memoryBytes: job.limits.stageMemoryBytes,
  };
}
