import { requirePosterFrame } from './beside-video.ts';
import type { VideoFacts } from './containers/video-facts.ts';
import type { Content } from './content.ts';
import { describeStage } from './describe-stage.ts';
import type { DrawingPlan } from './drawing-plan.ts';
import type { ChosenEncoder } from './encoder/choose-encoder.ts';
import { rawFormat } from './encoder/ffmpeg-args.ts';
import { explainFullDisk } from './encoder/full-disk.ts';
import { openOutputEncoder } from './encoder/open-output-encoder.ts';
import { openPartialOutput, type PartialOutput } from './encoder/partial-output.ts';
import type { Environment } from './environment.ts';
import { openSizedFarm } from './farm/sized-farm.ts';
import { finishOutput, keptFrames } from './finish-output.ts';
import { expectedFrames } from './frames/frame-count.ts';
import type { FrameSelection, NumberedFrame } from './frames/numbered-frames.ts';
import { type OwnRange, ownFrames, ownRange } from './frames/own-frames.ts';
import { type Rewindable, rewindable } from './frames/rewindable.ts';
import type { ResolvedVideo } from './options/options.ts';
import { drawFrames } from './pipeline/draw-frames.ts';
import { hashing } from './pipeline/hashed-frames.ts';
import { createProgress } from './pipeline/progress.ts';
import type { Stopwatch } from './pipeline/stopwatch.ts';
import type { Probes } from './probes.ts';
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
  probes: Probes;
  plan: DrawingPlan;
  stopwatch: Stopwatch;
  /** undefined: no manifest was asked for. */
  environment: Environment | undefined;
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
  requirePosterFrame(job, expectedFrames(job, content) ?? null);
  const { encoding } = job;
  const firstNumber = job.range?.[0] ?? 0;

  return withCleanup(async (defer) => {
    const output = await openPartialOutput(encoding.target);
    defer(output.discard);
    const kept = keptFrames(job, encoding, output);
    const ffmpeg = openOutputEncoder({
      executable: tools.ffmpeg,
      input: { capture: plan.capture, width, height },
      ...{ encoding, encoder, kept, firstNumber, signal },
      extraArgs: job.ffmpegArgs,
      target: output.target,
    });
    defer(ffmpeg.close);
    const stageJob = describeStage(attempt, rawFormat(encoding.pixels));
    const { farm, workers, window, notes } = await openSizedFarm(stageJob, {
      ...{ workers: job.workers, frames: expectedFrames(job, content), probes, signal },
    });
    defer(farm.close);
    stopwatch.lap('start');

    const { frames, count: own } = source
      ? { frames: source, count: undefined }
      : ownSource(ownRange(farm.report.ownFrames, { ...selection(job), maxFrames: job.limits.frames }));
    farm.complete.then(frames.settle, () => {});
    const total = own ?? expectedFrames(job, content) ?? null;
    requirePosterFrame(job, total);
    const progress = createProgress(job.onProgress, () => total);
    let encoded = 0;
    const drawn: string[] = [];
    const explain = async (error: unknown): Promise<never> => {
      throw await explainFullDisk(error, { path: partialPath(output), done: encoded, total });
    };
    const count = await drawFrames({
      source: frames,
      farm,
      encoder: attempt.environment ? hashing(ffmpeg, drawn) : ffmpeg,
      first: content.frames ? (job.range?.[0] ?? 0) : probes[0].index,
      window,
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
    const { facts, notes: published } = await finishOutput(output, {
      ...{ request: job, encoding, frames: count, width, height, firstNumber, kept, defer, signal },
      rendered: attempt.environment && { drawn, environment: attempt.environment },
      ...{ executable: tools.ffmpeg, assertHeld: attempt.assertHeld },
    });
    stopwatch.lap('total');
    return {
      ...{ facts, workers, webgl: farm.report.webgl, updates: farm.updates(), refused: farm.refused() },
      notes: [...notes, ...farm.notes(), ...published],
    };
  });
}

function ownSource(range: OwnRange) {
  return { frames: rewindable(ownFrames(range)), count: range.count };
}

/** Where the output is written for now. */
function partialPath({ target }: PartialOutput): string {
  return target.kind === 'file' ? target.path : target.folder;
}

/** Which frames of its source a job takes. */
export function selection(job: Pick<ResolvedVideo, 'frameCount' | 'range'>): FrameSelection {
  return { count: job.frameCount, range: job.range };
}
