import { checkVideo, type VideoFacts } from './encoder/check-video.ts';
import { type ChosenEncoder, chooseEncoder } from './encoder/choose-encoder.ts';
import { openEncoder } from './encoder/encoder.ts';
import { h264Args } from './encoder/h264.ts';
import { openPartialFile } from './encoder/partial-file.ts';
import { InputError } from './errors.ts';
import { openFarm } from './farm/farm.ts';
import { FastRestyleUnfitError } from './farm/self-check.ts';
import { CanvasUnfitError, type StageJob } from './farm/stage.ts';
import { chooseWorkerCount } from './farm/worker-count.ts';
import { type NumberedFrame, numberFrames, ownFrames } from './frames/numbered-frames.ts';
import { pack } from './frames/pack.ts';
import { type Rewindable, rewindable } from './frames/rewindable.ts';
import { type ResolvedVideo, resolveVideo, type VideoOptions } from './options.ts';
import { drawFrames } from './pipeline/draw-frames.ts';
import { createProgress } from './pipeline/progress.ts';
import { type Stopwatch, startStopwatch, type Timings } from './pipeline/stopwatch.ts';
import type { CaptureMode } from './protocol.ts';
import { findTools, type Tools } from './tools.ts';

/** A finished video and how it came about. */
export interface RenderResult {
  /** Absolute path. */
  path: string;
  frames: number;
  /** Pixels. */
  width: number;
  height: number;
  /** Frames per second. */
  fps: number;
  /** Seconds. */
  duration: number;
  bytes: number;
  encoder: ChosenEncoder['name'];
  capture: CaptureMode;
  /** What draws WebGL. */
  gl: StageJob['launch']['gl'];
  /** Number of stages. */
  workers: number;
  /** Seconds by part of the pipeline. */
  timings: Timings;
  /** Frames per second over the whole call. */
  framesPerSecond: number;
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
  /** URLs that the page asked for and was refused. */
  refused: string[];
}

/** How frames are drawn in this attempt. */
interface Plan {
  capture: CaptureMode;
  fastRestyle: boolean;
  notes: string[];
}

/**
 * Renders a scene to a video.
 *
 * The output's name is taken only when the video is complete and its frames, size, rate, colour tags and index were
 * checked; until then, and on any error, what was there stays.
 *
 * @example
 * await renderVideo({ scene: 'wave.scene.ts', output: 'wave.mp4', fps: 30, width: 1280, height: 720 });
 * @throws InputError for wrong options or a wrong frame source, before a browser starts where that can be known
 * @throws SceneError when the scene cannot be bundled or its `setup` fails
 * @throws FrameError when a frame cannot be drawn
 * @throws BrowserError, EncoderError, OutputError when Chromium, ffmpeg or the output fail
 * @throws the signal's reason when `signal` aborts
 */
export async function renderVideo(options: VideoOptions): Promise<RenderResult> {
  const stopwatch = startStopwatch();
  const job = resolveVideo(options);
  job.signal?.throwIfAborted();
  const tools = await findTools(job);
  const encoder = await chooseEncoder(tools.ffmpeg, job.encoder, job);
  const source = job.frames && rewindable(numberFrames(job.frames, selection(job)));
  try {
    const probe = source ? await source.next() : { index: job.range?.[0] ?? 0, params: null };
    if (!probe) throw new InputError('The frame source is empty');
    let plan: Plan = {
      capture: job.capture === 'screenshot' ? 'screenshot' : 'canvas',
      fastRestyle: true,
      notes: encoder.reason === undefined ? [] : [`x264 instead of NVENC: ${encoder.reason}`],
    };
    while (true) {
      try {
        source?.rewind();
        return await renderOnce({ job, tools, encoder, source, probe, plan, stopwatch });
      } catch (error) {
        plan = retreat(plan, error, job.capture);
      }
    }
  } finally {
    await source?.close();
  }
}

/** The next plan after a stage did not pass its check. @throws what was not about that */
function retreat(plan: Plan, error: unknown, capture: ResolvedVideo['capture']): Plan {
  if (error instanceof FastRestyleUnfitError) {
    return {
      ...plan,
      fastRestyle: false,
      notes: [...plan.notes, 'full redraws: the short cut draws other pixels here'],
    };
  }
  if (error instanceof CanvasUnfitError && capture === 'auto') {
    return { ...plan, capture: 'screenshot', notes: [...plan.notes, `screenshots: ${error.message}`] };
  }
  throw error;
}

interface Attempt {
  job: ResolvedVideo;
  tools: Tools;
  encoder: ChosenEncoder;
  /** undefined: the scene's own frames. */
  source: Rewindable<NumberedFrame> | undefined;
  probe: Pick<NumberedFrame, 'index' | 'params'>;
  plan: Plan;
  stopwatch: Stopwatch;
}

async function renderOnce({ job, tools, encoder, source, probe, plan, stopwatch }: Attempt): Promise<RenderResult> {
  const { width, height } = job.framePixels;
  const stop = new AbortController();
  const signal = job.signal ? AbortSignal.any([job.signal, stop.signal]) : stop.signal;
  const workers = job.workers === 'auto' ? await chooseWorkerCount(expectedFrames(job)) : job.workers;
  const frameBytes = (width * height * 3) / 2;

  await using cleanup = new AsyncDisposableStack();
  const file = await openPartialFile(job.output);
  cleanup.defer(file.discard);
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
  cleanup.defer(ffmpeg.close);
  const farm = await openFarm(stageJob(job, tools, plan), {
    workers,
    probe: { ...probe, previous: null },
    frameBytes,
    signal,
  });
  cleanup.defer(farm.close);
  stopwatch.lap('start');

  const frames = source ?? rewindable(ownFrames(requireOwnFrames(farm.ownFrames), selection(job)));
  farm.complete.then(frames.settle, () => {});
  const progress = createProgress(job.onProgress, () => totalFrames(job, farm.ownFrames));
  const count = await drawFrames({
    source: frames,
    farm,
    encoder: ffmpeg,
    first: probe.params === null ? probe.index : (job.range?.[0] ?? 0),
    window: windowSize(workers, frameBytes),
    stopwatch,
    onEncoded: () => {
      stopwatch.lap('firstFrame');
      progress.count();
    },
    signal,
  });
  await ffmpeg.finish();
  progress.end();
  const facts = await checkVideo(file.path, { frames: count, width, height, fps: job.fps });
  await file.publish();
  stopwatch.lap('total');
  return describeResult({
    job,
    tools,
    encoder,
    plan,
    facts,
    workers,
    refused: farm.refused(),
    timings: stopwatch.read(),
  });
}

function stageJob(job: ResolvedVideo, tools: Tools, plan: Plan): StageJob {
  return {
    scene: tools.scene,
    props: job.props === undefined ? null : pack(job.props, 'props'),
    width: job.width,
    height: job.height,
    scale: job.scale,
    background: '#ffffff',
    capture: plan.capture,
    pixelFormat: 'i420',
    reuse: job.reuse,
    fastRestyle: plan.fastRestyle,
    frameTimeoutMs: job.frameTimeoutMs,
    launch: tools.launch,
    onConsole: job.onConsole,
  };
}

interface Outcome {
  job: ResolvedVideo;
  tools: Tools;
  encoder: ChosenEncoder;
  plan: Plan;
  facts: VideoFacts;
  workers: number;
  refused: string[];
  timings: Timings;
}

function describeResult({ job, tools, encoder, plan, facts, workers, refused, timings }: Outcome): RenderResult {
  return {
    path: job.output,
    frames: facts.frames,
    width: facts.width,
    height: facts.height,
    fps: facts.fps,
    duration: facts.duration,
    bytes: facts.bytes,
    encoder: encoder.name,
    capture: plan.capture,
    gl: tools.launch.gl,
    workers,
    timings,
    framesPerSecond: facts.frames / timings.total,
    notes: plan.notes,
    refused,
  };
}

function selection(job: ResolvedVideo) {
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
function expectedFrames({ frames, frameCount, range }: ResolvedVideo): number | undefined {
  const known = frameCount ?? (Array.isArray(frames) ? frames.length : undefined);
  const ranged = range ? range[1] - range[0] + 1 : undefined;
  return known === undefined || ranged === undefined ? (known ?? ranged) : Math.min(known, ranged);
}

function totalFrames(job: ResolvedVideo, own: number | null): number | null {
  if (job.frames) return expectedFrames(job) ?? null;
  return expectedFrames({ ...job, frameCount: job.frameCount ?? own ?? undefined }) ?? null;
}

/** Frames that may wait in memory, in bytes. */
const WINDOW_BYTES = 512 * 1024 * 1024;

/** Enough for every stage to draw ahead while one is slow. */
function windowSize(workers: number, frameBytes: number): number {
  return Math.max(2 * workers + 1, Math.min(6 * workers + 4, Math.floor(WINDOW_BYTES / frameBytes)));
}
