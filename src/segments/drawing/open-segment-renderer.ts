import { describeStage } from '../../describe-stage.ts';
import { rawFormat } from '../../encoder/ffmpeg-args.ts';
import { readEnvironment, requireEnvironment } from '../../environment.ts';
import { openSizedFarm, type SizedFarm } from '../../farm/sized-farm.ts';
import type { ConsoleMessage } from '../../options/stage-options.ts';
import type { Store } from '../../store/store.ts';
import { findTools, type Tools } from '../../tools.ts';
import { encodingOf, type Plan } from '../plan-folder/plan-file.ts';
import { readContent } from '../plan-folder/read-content.ts';
import { createSegmentRenderer, type SegmentRenderer } from './segment-renderer.ts';

/** What is this machine's, not the plan's. */
export interface MachineOptions {
  /** Number of stages. */
  workers: number | 'auto';
  /** Frames that they draw together. @default those of the whole video */
  frames?: number;
  /** Lanes that share this machine. @default 1 */
  lanes?: number;
  browser?: string | undefined;
  ffmpeg?: string | undefined;
  onConsole?: ((message: ConsoleMessage) => void) | undefined;
  signal: AbortSignal;
}

/**
 * Opens what renders segments of a plan here. Once it resolves, `close` must be called.
 *
 * @throws VersionMismatchError when this machine has other versions than the plan was made with
 */
export async function openSegmentRenderer(store: Store, plan: Plan, options: MachineOptions): Promise<SegmentRenderer> {
  const { browser, ffmpeg } = options;
  const tools = await findTools({ browser, ffmpeg, gl: plan.drawing.gl, fonts: [] });
  const environment = await readEnvironment(tools);
  requireEnvironment(plan.environment, environment);
  return createSegmentRenderer({
    ...{ store, plan, environment, ffmpeg: tools.ffmpeg },
    openFarm: () => openPlannedFarm(store, plan, { ...options, tools }),
  });
}

async function openPlannedFarm(
  store: Store,
  plan: Plan,
  { tools, workers, lanes = 1, frames, onConsole, signal }: MachineOptions & { tools: Tools },
): Promise<SizedFarm> {
  const { content, fonts, probes } = await readContent(store, plan);
  const { fps, pixels } = encodingOf(plan);
  const job = { ...plan.stage, fps, ...plan.bounds, transparent: plan.video.transparent ?? false, onConsole };
  // Dates and numbers look as they would where the plan was made.
  const launch = { ...tools.launch, locale: plan.stage.locale };
  const described = { job, content, tools: { launch, fonts }, plan: plan.drawing };
  const stageJob = describeStage(described, rawFormat(pixels));
  return openSizedFarm(stageJob, { workers, lanes, frames: frames ?? plan.frames.total, probes, signal });
}
