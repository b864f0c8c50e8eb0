import { writeFile } from 'node:fs/promises';
import { PNG } from 'pngjs';
import { openPartialFile } from './encoder/partial-file.ts';
import { InputError } from './errors.ts';
import { createFramePool } from './farm/frame-pool.ts';
import { checkStage } from './farm/self-check.ts';
import { openStage, type StageJob } from './farm/stage.ts';
import { pack } from './frames/pack.ts';
import { type ResolvedStill, resolveStill, type StillOptions } from './options.ts';
import type { CaptureMode } from './protocol.ts';
import { findTools } from './tools.ts';

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
  const { width, height } = job.framePixels;
  // A single picture is the browser's own unless asked otherwise: checking the canvas takes a screenshot as well.
  const capture = job.capture === 'canvas' ? 'canvas' : 'screenshot';
  const signal = job.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const tools = await findTools(job);
  const stageJob = describeStage(job, tools, capture);

  await using cleanup = new AsyncDisposableStack();
  const file = await openPartialFile(job.output);
  cleanup.defer(file.discard);
  const stage = await openStage(stageJob, signal);
  cleanup.defer(stage.close);
  checkFrameExists(job, stage.report.ownFrames);
  const frame = {
    index: job.frame,
    params: job.params === undefined ? null : pack(job.params, 'params'),
    previous: null,
  };
  if (capture === 'canvas') await checkStage(stage, frame, stageJob);
  const drawn = await stage.draw(frame, createFramePool(width * height * 4));
  if (drawn.repeated) throw new RangeError('A single frame repeats nothing');
  await writeFile(file.path, capture === 'screenshot' ? drawn.pixels : encodePng(drawn.pixels, { width, height }), {
    signal,
  });
  await file.publish();
  return { path: job.output, frame: job.frame, width, height, capture };
}

function describeStage(
  job: ResolvedStill,
  { scene, launch }: Awaited<ReturnType<typeof findTools>>,
  capture: CaptureMode,
): StageJob {
  const { width, height, scale, frameTimeoutMs, onConsole } = job;
  return {
    ...{ scene, launch, width, height, scale, capture, frameTimeoutMs, onConsole },
    props: job.props === undefined ? null : pack(job.props, 'props'),
    background: job.transparent ? 'transparent' : '#ffffff',
    pixelFormat: 'bgra',
    reuse: true,
    fastRestyle: false,
  };
}

function checkFrameExists({ frame, params }: ResolvedStill, ownFrames: number | null): void {
  if (params !== undefined) return;
  if (ownFrames === null) throw new InputError('The scene has no frames of its own: give `params`');
  if (frame >= ownFrames)
    throw new InputError(`Expected \`frame\` to be below ${ownFrames}, the scene's number of frames, got ${frame}`);
}

/** @param bgra premultiplied by alpha, as canvases hold their pixels */
function encodePng(bgra: Buffer, size: { width: number; height: number }): Buffer {
  const png = new PNG(size);
  for (let i = 0; i < bgra.length; i += 4) {
    const alpha = bgra[i + 3] ?? 255;
    const straight = (value = 0) => (alpha === 0 ? 0 : Math.min(255, Math.round((value * 255) / alpha)));
    png.data[i] = straight(bgra[i + 2]);
    png.data[i + 1] = straight(bgra[i + 1]);
    png.data[i + 2] = straight(bgra[i]);
    png.data[i + 3] = alpha;
  }
  return PNG.sync.write(png);
}
