import { writeFile } from 'node:fs/promises';
import { type DrawingPlan, withPlan } from './drawing-plan.ts';
import { openPartialFile } from './encoder/partial-file.ts';
import { InputError } from './errors.ts';
import { createFramePool } from './farm/frame-pool.ts';
import { checkStage } from './farm/self-check.ts';
import { openStage } from './farm/stage.ts';
import type { StageJob } from './farm/stage-job.ts';
import { pack } from './frames/pack.ts';
import { type ResolvedStill, resolveStill, type StillOptions } from './options.ts';
import { encodePng } from './pictures/encode-png.ts';
import type { CaptureMode } from './protocol.ts';
import { findTools, type Tools } from './tools.ts';
import { withCleanup } from './with-cleanup.ts';

/** A finished picture. */
export interface StillResult {
  /** Absolute path. */
  path: string;
  /** Index of the frame. */
  frame: number;
  /** Pixels. */
  width: number;
  height: number;
  capture: CaptureMode;
}

/**
 * Renders one frame of a scene to a PNG.
 *
 * @example
 * await renderStill({ scene: 'wave.scene.ts', frame: 12, output: 'wave-12.png', scale: 2 });
 * @throws InputError, SceneError, FrameError, BrowserError, OutputError as `renderVideo` does
 */
export async function renderStill(options: StillOptions): Promise<StillResult> {
  const job = resolveStill(options);
  job.signal?.throwIfAborted();
  const tools = await findTools(job);
  // A single picture is the browser's own unless asked otherwise: checking the canvas takes a screenshot as well.
  const plan: DrawingPlan = {
    capture: job.capture === 'canvas' ? 'canvas' : 'screenshot',
    gl: tools.launch.gl,
    fastRestyle: false,
    notes: [],
  };
  return withPlan(plan, job, (plan) => drawStill(job, tools, plan));
}

async function drawStill(job: ResolvedStill, tools: Tools, plan: DrawingPlan): Promise<StillResult> {
  const { width, height } = job.framePixels;
  const signal = job.signal ?? new AbortController().signal;
  const stageJob = describeStage(job, tools, plan);

  return withCleanup(async (defer) => {
    const file = await openPartialFile(job.output);
    defer(file.discard);
    const stage = await openStage(stageJob, signal);
    defer(stage.close);
    checkFrameExists(job, stage.report.ownFrames);
    const params = job.params === undefined ? null : pack(job.params, 'params');
    const frame = { index: job.frame, params, previous: null };
    if (plan.capture === 'canvas') await checkStage(stage, frame);
    const drawn = await stage.draw(frame, createFramePool(width * height * 4));
    if (drawn.repeated) throw new RangeError('A single frame repeats nothing');
    const png = plan.capture === 'screenshot' ? drawn.pixels : encodePng(drawn.pixels, { width, height });
    await writeFile(file.path, png, { signal });
    await file.publish();
    return { path: job.output, frame: job.frame, width, height, capture: plan.capture };
  });
}

function describeStage(job: ResolvedStill, { scene, launch }: Tools, plan: DrawingPlan): StageJob {
  const { width, height, scale, frameTimeoutMs, onConsole } = job;
  return {
    ...{ scene, width, height, scale, frameTimeoutMs, onConsole },
    launch: { ...launch, gl: plan.gl },
    capture: plan.capture,
    props: job.props === undefined ? null : pack(job.props, 'props'),
    background: job.transparent ? 'transparent' : '#ffffff',
    pixelFormat: 'rgba',
    reuse: true,
    fastRestyle: plan.fastRestyle,
  };
}

function checkFrameExists({ frame, params }: ResolvedStill, ownFrames: number | null): void {
  if (params !== undefined) return;
  if (ownFrames === null) throw new InputError('The scene has no frames of its own: give `params`');
  if (frame >= ownFrames)
    throw new InputError(`Expected \`frame\` to be below ${ownFrames}, the scene's number of frames, got ${frame}`);
}
