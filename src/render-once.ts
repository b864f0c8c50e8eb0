import type { Content } from './content.ts';
import type { DrawingPlan } from './drawing-plan.ts';
import { checkVideo, type VideoFacts } from './encoder/check-video.ts';
import type { ChosenEncoder } from './encoder/choose-encoder.ts';
import { openEncoder } from './encoder/encoder.ts';
import { h264Args } from './encoder/h264.ts';
import { openPartialFile } from './encoder/partial-file.ts';
import { InputError } from './errors.ts';
import type { FrameRequest } from './farm/drawer.ts';
import { openFarm } from './farm/farm.ts';
import type { StageJob } from './farm/stage-job.ts';
import { chooseWorkerCount } from './farm/worker-count.ts';
import { type FrameSelection, type NumberedFrame, ownFrames } from './frames/numbered-frames.ts';
import { pack } from './frames/pack.ts';
import { type Rewindable, rewindable } from './frames/rewindable.ts';
import type { ResolvedVideo } from './options.ts';
import { drawFrames } from './pipeline/draw-frames.ts';
import { createProgress } from './pipeline/progress.ts';
import type { Stopwatch } from './pipeline/stopwatch.ts';
import type { UpdateMethod } from './protocol.ts';
import type { Tools } from './tools.ts';
import { withCleanup } from './with-cleanup.ts';

export interface Attempt {
  job: ResolvedVideo;
  content: Content;
  tools: Tools;
  encoder: ChosenEncoder;
  /** undefined: the scene's own frames. */
  source: Rewindable<NumberedFrame> | undefined;
  /** Frames that each stage is checked with; the first is the video's first. */
  probes: readonly [FrameRequest, ...FrameRequest[]];
  plan: DrawingPlan;
  stopwatch: Stopwatch;
}

/** What came of an attempt. */
export interface Outcome {
  facts: VideoFacts;
  workers: number;
  webgl: string | null;
  updates: UpdateMethod[];
  refused: string[];
}

/**
 * Renders a video as planned: browsers and ffmpeg are started, frames drawn, the file checked and given its name.
 *
 * @throws CanvasUnfitError, WebGlUnfitError, UpdateUnfitError when a stage shows that the plan does not work here
 */
export async function renderOnce(attempt: Attempt): Promise<Outcome> {
  const { job, content, tools, encoder, source, probes, plan, stopwatch } = attempt;
  const { width, height } = job.framePixels;
  const signal = job.signal ?? new AbortController().signal;
  const workers = job.workers === 'auto' ? await chooseWorkerCount(expectedFrames(job, content)) : job.workers;
  const frameBytes = (width * height * 3) / 2;

  return withCleanup(async (defer) => {
    const file = await openPartialFile(job.output);
    defer(file.discard);
    const ffmpeg = openEncoder({
      executable: tools.ffmpeg,
      args: h264Args({
        input: plan.capture,
        width,
        height,
        fps: job.fps,
        encoderArgs: encoder.args,
        extraArgs: job.ffmpegArgs,
        output: file.path,
      }),
      signal,
    });
    defer(ffmpeg.close);
    const farm = await openFarm(stageJob(attempt), {
      workers,
      probes,
      frameBytes,
      signal,
    });
    defer(farm.close);
    stopwatch.lap('start');

    const frames = source ?? rewindable(ownFrames(requireOwnFrames(farm.report.ownFrames), selection(job)));
    farm.complete.then(frames.settle, () => {});
    const progress = createProgress(job.onProgress, () => totalFrames(job, content, farm.report.ownFrames));
    const count = await drawFrames({
      source: frames,
      farm,
      encoder: ffmpeg,
      first: content.frames ? (job.range?.[0] ?? 0) : probes[0].index,
      window: windowSize(workers, frameBytes),
      stopwatch,
      onEncoded: () => {
        stopwatch.lap('firstFrame');
        progress.count();
      },
      signal,
    });
    await Promise.all([ffmpeg.finish(), farm.close()]);
    progress.end();
    const facts = await checkVideo(file.path, { frames: count, width, height, fps: job.fps });
    await file.publish();
    stopwatch.lap('total');
    return { facts, workers, webgl: farm.report.webgl, updates: farm.updates(), refused: farm.refused() };
  });
}

function stageJob({ job, content, tools, plan }: Attempt): StageJob {
  return {
    scene: content.scene,
    props: content.props === undefined ? null : pack(content.props, 'props'),
    width: job.width,
    height: job.height,
    scale: job.scale,
    background: '#ffffff',
    capture: plan.capture,
    pixelFormat: 'i420',
    reuse: job.reuse,
    updating: plan.updating,
    fonts: tools.fonts,
    allowHosts: job.allowHosts,
    frameTimeoutMs: job.frameTimeoutMs,
    launch: { ...tools.launch, gl: plan.gl },
    onConsole: job.onConsole,
  };
}

/** Which frames of its source a job takes. */
export function selection(job: ResolvedVideo): FrameSelection {
  return { count: job.frameCount, range: job.range };
}

function requireOwnFrames(count: number | null): number {
  if (count === null) throw new InputError('The scene has no frames of its own: give `frames`');
  if (!Number.isInteger(count) || count <= 0) {
    throw new InputError(`Expected the scene's \`frames\` to be an integer above 0 in number, got ${count}`);
  }
  return count;
}

/** Number of frames as far as the options tell. */
function expectedFrames(
  { frameCount, range }: Pick<ResolvedVideo, 'frameCount' | 'range'>,
  { frames }: Pick<Content, 'frames'>,
): number | undefined {
  const known = frameCount ?? (Array.isArray(frames) ? frames.length : undefined);
  const ranged = range ? range[1] - range[0] + 1 : undefined;
  return known === undefined || ranged === undefined ? (known ?? ranged) : Math.min(known, ranged);
}

function totalFrames(job: ResolvedVideo, content: Content, own: number | null): number | null {
  if (content.frames) return expectedFrames(job, content) ?? null;
  return expectedFrames({ ...job, frameCount: job.frameCount ?? own ?? undefined }, content) ?? null;
}

/** Frames that may wait in memory, in bytes. */
const WINDOW_BYTES = 512 * 1024 * 1024;

/** Enough for every stage to draw ahead while one is slow. */
function windowSize(workers: number, frameBytes: number): number {
  return Math.max(2 * workers + 1, Math.min(6 * workers + 4, Math.floor(WINDOW_BYTES / frameBytes)));
}
