import { type Content, loadContent, withFigure } from './content.ts';
import { describeStage } from './describe-stage.ts';
import { claimOutputs } from './disk/claim-outputs.ts';
import { openPartialFile } from './disk/partial-file.ts';
import { writeWhole } from './disk/write-whole.ts';
import { type DrawingPlan, withPlan } from './drawing-plan.ts';
import { InputError } from './errors.ts';
import { openFarm } from './farm/farm.ts';
import { packParams } from './frames/numbered-frames.ts';
import { type Packed, pack } from './frames/pack.ts';
import { type ResolvedStill, resolveStill, type StillOptions } from './options/options.ts';
import { orAborted } from './or-aborted.ts';
import { encodePng } from './pictures/encode-png.ts';
import type { CaptureMode, MountReport } from './protocol.ts';
import { withinRenderTime } from './render-time.ts';
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
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
  /** URLs that the page asked for and was refused. */
  refused: string[];
}

/**
 * Renders one frame of a scene or of a figure's video to a PNG; a figure that nothing moves in has one frame.
 *
 * @example
 * await renderStill({ scene: 'wave.scene.ts', frame: 12, output: 'wave-12.png', scale: 2 });
 * @throws InputError, SceneError, FrameError, LimitError, BrowserError, OutputError as `renderVideo` does
 */
export async function renderStill(options: StillOptions): Promise<StillResult> {
  return withinRenderTime(options, (signal) => render(options, signal));
}

async function render(options: StillOptions, signal: AbortSignal): Promise<StillResult> {
  const job = { ...resolveStill(await withFigure(options, signal)), signal };
  signal.throwIfAborted();
  const claim = await claimOutputs([{ kind: 'file', path: job.output }]);
  try {
    return await renderClaimed(job, claim.assertHeld);
  } finally {
    await claim.release();
  }
}

async function renderClaimed(job: Attempt['job'], assertHeld: () => Promise<void>): Promise<StillResult> {
  const [content, tools] = await orAborted(
    Promise.all([loadContent({ ...job, still: true }), findTools(job)]),
    job.signal,
  );
  const given = job.params === undefined ? undefined : packParams(job.params, { index: job.frame, ...job.limits });
  // A single picture is the browser's own unless asked otherwise: checking the canvas takes a screenshot as well.
  const plan: DrawingPlan = {
    capture: job.capture === 'canvas' ? 'canvas' : 'screenshot',
    gl: tools.launch.gl,
    updating: 'patching',
    notes: [],
  };
  return withPlan(plan, job, (plan) => drawStill({ job, content, given, tools, plan, assertHeld }));
}

interface Attempt {
  job: ResolvedStill & { signal: AbortSignal };
  content: Content;
  /** Params that the caller gave. */
  given: Packed | undefined;
  tools: Tools;
  plan: DrawingPlan;
  assertHeld: () => Promise<void>;
}

async function drawStill(attempt: Attempt): Promise<StillResult> {
  const { job, plan } = attempt;
  const { signal } = job;
  const { width, height } = job.framePixels;
  const stageJob = describeStage({ ...attempt, job: { ...job, reuse: true } }, 'rgba');

  return withCleanup(async (defer) => {
    const file = await openPartialFile(job.output);
    defer(file.discard);
    const request = ({ ownFrames }: MountReport) => ({
      index: job.frame,
      params: frameParams(attempt, ownFrames),
      previous: null,
    });
    const farm = await openFarm(stageJob, {
      ...{ workers: 1, frameBytes: width * height * 4, signal },
      probes: (report) => [request(report)],
    });
    defer(farm.close);
    const drawn = await farm.draw(request(farm.report));
    if (drawn.repeated) throw new RangeError('A single frame repeats nothing');
    const png = plan.capture === 'screenshot' ? drawn.pixels : encodePng(drawn.pixels, { width, height });
    await writeWhole(file.path, png, { signal });
    signal.throwIfAborted();
    await attempt.assertHeld();
    await file.publish();
    return {
      ...{ path: job.output, frame: job.frame, width, height, capture: plan.capture },
      ...{ notes: [...plan.notes, ...farm.notes()], refused: farm.refused() },
    };
  });
}

/** The params of the frame that is asked for; null: the scene's own. */
function frameParams({ job: { frame }, content, given }: Attempt, ownFrames: number | null): Packed | null {
  if (given !== undefined) return given;
  const count = content.moments?.length ?? ownFrames;
  if (count === null) throw new InputError('The scene has no frames of its own: give `params`');
  if (frame >= count)
    throw new InputError(`Expected \`frame\` to be below ${count}, the number of frames, got ${frame}`);
  return content.moments ? pack(content.moments[frame], 'params') : null;
}
