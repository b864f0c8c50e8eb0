import type { VideoFacts } from './containers/video-facts.ts';
import type { Content } from './content.ts';
import type { DrawingPlan } from './drawing-plan.ts';
import { checkVideo } from './encoder/check-video.ts';
import type { ChosenEncoder } from './encoder/choose-encoder.ts';
import { type KeptFrames, rawFormat } from './encoder/ffmpeg-args.ts';
import { finishWebp } from './encoder/finish-webp.ts';
import { explainFullDisk } from './encoder/full-disk.ts';
import { openOutputEncoder } from './encoder/open-output-encoder.ts';
import { openPartialOutput, type PartialOutput } from './encoder/partial-output.ts';
import { InputError, LimitError } from './errors.ts';
import type { FrameRequest } from './farm/drawer.ts';
import { openFarm } from './farm/farm.ts';
import { readResources } from './farm/resources.ts';
import type { StageJob } from './farm/stage-job.ts';
import { planStages, type StageNeeds } from './farm/worker-count.ts';
import { expectedFrames } from './frames/frame-count.ts';
import { type FrameSelection, type NumberedFrame, ownFrames } from './frames/numbered-frames.ts';
import { packedBytes } from './frames/pack.ts';
import { type Rewindable, rewindable } from './frames/rewindable.ts';
import type { ResolvedVideo } from './options.ts';
import { openFilm, openFootage } from './pictures/frames-of.ts';
import { picturePaths, requirePosterFrame, takePictures } from './pictures/pictures.ts';
import { drawFrames } from './pipeline/draw-frames.ts';
import { createProgress } from './pipeline/progress.ts';
import type { Stopwatch } from './pipeline/stopwatch.ts';
import type { UpdateMethod } from './protocol.ts';
import type { Tools } from './tools.ts';
import { withCleanup } from './with-cleanup.ts';

export interface Attempt {
  job: ResolvedVideo & { signal: AbortSignal };
  content: Content;
  tools: Tools;
  encoder: ChosenEncoder;
  /** undefined: the scene's own frames. */
  source: Rewindable<NumberedFrame> | undefined;
  /** Frames that each stage is checked with; the first is the video's first. */
  probes: readonly [FrameRequest, ...FrameRequest[]];
  plan: DrawingPlan;
  stopwatch: Stopwatch;
  /** Asks whether the outputs are still this render's. @throws OutputError when they are not */
  assertHeld: () => Promise<void>;
}

/** What came of an attempt. */
export interface Outcome {
  facts: VideoFacts;
  workers: number;
  webgl: string | null;
  updates: UpdateMethod[];
  refused: string[];
  notes: string[];
}

/**
 * Renders a video as planned: browsers and ffmpeg are started, frames drawn, the file checked and given its name.
 *
 * @throws CanvasUnfitError, WebGlUnfitError, UpdateUnfitError when a stage shows that the plan does not work here
 */
export async function renderOnce(attempt: Attempt): Promise<Outcome> {
  const { job, content, tools, encoder, source, probes, plan, stopwatch } = attempt;
  const { width, height } = job.framePixels;
  const { signal } = job;
  requirePosterFrame(job, totalFrames(job, content, null));
  const needs = stageNeeds(attempt);
  const { workers, stageBytes, windowBytes, notes } = planStages(job.workers, needs, await readResources());
  const { encoding } = job;
  const frameBytes = width * height * (rawFormat(encoding.pixels) === 'i420' ? 1.5 : 4);
  const firstNumber = job.range?.[0] ?? 0;

  return withCleanup(async (defer) => {
    const output = await openPartialOutput(encoding.target);
    defer(output.discard);
    const kept = keptFrames(job, output);
    const ffmpeg = openOutputEncoder({
      executable: tools.ffmpeg,
      input: { capture: plan.capture, width, height },
      ...{ encoding, encoder, kept, firstNumber, signal },
      extraArgs: job.ffmpegArgs,
      target: output.target,
    });
    defer(ffmpeg.close);
    const farm = await openFarm(stageJob(attempt), {
      workers,
      probes: () => probes,
      frameBytes,
      growthBytes: Math.min(job.limits.stageMemoryBytes / 8, stageBytes / 2),
      hasRoom: async () => job.workers !== 'auto' || (await readResources()).memory > stageBytes,
      signal,
    });
    defer(farm.close);
    stopwatch.lap('start');

    const frames = source ?? rewindable(ownFrames(requireOwnFrames(farm.report.ownFrames), selection(job)));
    farm.complete.then(frames.settle, () => {});
    const total = totalFrames(job, content, farm.report.ownFrames);
    requireFewFrames(total, job.limits.frames);
    requirePosterFrame(job, total);
    const progress = createProgress(job.onProgress, () => total);
    let encoded = 0;
    const explain = async (error: unknown): Promise<never> => {
      throw await explainFullDisk(error, { path: partialPath(output), done: encoded, total });
    };
    const count = await drawFrames({
      source: frames,
      farm,
      encoder: ffmpeg,
      first: content.frames ? (job.range?.[0] ?? 0) : probes[0].index,
      window: windowSize(workers, Math.floor(windowBytes / (frameBytes + needs.paramsBytes))),
      stopwatch,
      onEncoded: () => {
        stopwatch.lap('firstFrame');
        progress.count();
        encoded++;
      },
      signal,
    }).catch(explain);
    await Promise.all([ffmpeg.finish().catch(explain), farm.close()]);
    progress.end();
    if (output.target.container === 'webp') await finishWebp(output.target.path, { frames: count, fps: encoding.fps });
    const facts = await checkVideo(output.target, { frames: count, width, height, encoding, firstNumber });
    const open = kept ? openFilm(kept.frames, 'nut') : openFootage(output.target, encoding.codec, firstNumber);
    const pictures = await takePictures({ open, frames: count, width, height }, job, {
      ...{ executable: tools.ffmpeg, fps: encoding.fps, defer, signal },
    });
    // From here on it is too late for an abort: the video gets its name, and its pictures theirs.
    signal.throwIfAborted();
    await attempt.assertHeld();
    notes.push(...(await output.publish()));
    for (const picture of pictures) await picture.publish();
    stopwatch.lap('total');
    return {
      ...{ facts, workers, webgl: farm.report.webgl, updates: farm.updates(), refused: farm.refused() },
      notes: [...farm.notes(), ...notes],
    };
  });
}

function stageNeeds({ job, content, probes: [{ params }] }: Attempt): StageNeeds {
  const { width, height } = job.framePixels;
  return {
    frames: expectedFrames(job, content),
    pixels: width * height,
    propsBytes: content.props ? packedBytes(content.props) : 0,
    paramsBytes: params ? packedBytes(params) : 0,
  };
}

/** Where frames are kept until all of them are there; undefined: they are encoded as they come. */
function keptFrames(job: ResolvedVideo, output: PartialOutput): KeptFrames | undefined {
  const { globalPalette, unreadable } = job.encoding.codec;
  const { poster, contactSheet } = picturePaths(job);
  const palette = globalPalette ? output.beside('palette.png') : undefined;
  if (!globalPalette && !(unreadable && (poster ?? contactSheet) !== null)) return undefined;
  return { frames: output.beside('frames.nut'), palette };
}

/** Where the output is written for now. */
function partialPath({ target }: PartialOutput): string {
  return target.kind === 'file' ? target.path : target.folder;
}

function stageJob({ job, content, tools, plan }: Attempt): StageJob {
  return {
    scene: content.scene,
    props: content.props,
    width: job.width,
    height: job.height,
    scale: job.scale,
    background: job.transparent ? 'transparent' : '#ffffff',
    capture: plan.capture,
    pixelFormat: rawFormat(job.encoding.pixels),
    reuse: job.reuse,
    updating: plan.updating,
    fonts: tools.fonts,
    allowHosts: job.allowHosts,
    startTimeoutMs: content.startTimeoutMs,
    frameTimeoutMs: job.frameTimeoutMs,
    memoryBytes: job.limits.stageMemoryBytes,
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

/** The options have told how many frames there are, unless it is the scene that tells. */
function requireFewFrames(count: number | null, max: number): void {
  if (count === null || count <= max) return;
  throw new LimitError('frames', `The scene has ${count} frames, more than ${max}`, { max });
}

function totalFrames(job: ResolvedVideo, content: Content, own: number | null): number | null {
  if (content.frames) return expectedFrames(job, content) ?? null;
  return expectedFrames({ ...job, frameCount: job.frameCount ?? own ?? undefined }, content) ?? null;
}

/** Enough for every stage to draw ahead while one is slow. @param room frames that memory holds */
function windowSize(workers: number, room: number): number {
  return Math.max(2 * workers + 1, Math.min(6 * workers + 4, room));
}
