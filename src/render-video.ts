import { pathsBeside, targetsBeside } from './beside-video.ts';
import { loadContent, withFigure } from './content.ts';
import { claimOutputs } from './disk/claim-outputs.ts';
import type { OutputLock } from './disk/output-lock.ts';
import { firstPlan, withPlan } from './drawing-plan.ts';
import { chooseEncoder } from './encoder/choose-encoder.ts';
import { targetPath } from './encoder/output-target.ts';
import { readEnvironment } from './environment.ts';
import { numberFrames } from './frames/numbered-frames.ts';
import { rewindable } from './frames/rewindable.ts';
import { resolveVideo, type VideoOptions } from './options/options.ts';
import { orAborted } from './or-aborted.ts';
import { type Stopwatch, startStopwatch } from './pipeline/stopwatch.ts';
import { chooseProbes } from './probes.ts';
import { type Attempt, renderOnce, selection } from './render-once.ts';
import type { RenderResult } from './render-result.ts';
import { withinRenderTime } from './render-time.ts';
import { isInSegments, renderInSegments } from './segments/render-in-segments.ts';
import { findTools } from './tools.ts';

/**
 * Renders a scene, or a Plotly figure with its frames, to a video.
 *
 * The output's name is taken only when the video is complete and its frames, size, rate, colour tags and index were
 * checked; until then, and on any error, what was there stays.
 *
 * @example
 * await renderVideo({ scene: 'wave.scene.ts', output: 'wave.mp4', fps: 30, width: 1280, height: 720 });
 * await renderVideo({ figure: 'fig.json', output: 'fig.mp4' });
 * @throws InputError for wrong options, a wrong figure or a wrong frame source, before a browser starts where that can be known
 * @throws SceneError when the scene cannot be bundled or its `setup` fails
 * @throws FrameError when a frame cannot be drawn
 * @throws LimitError when something goes beyond one of `limits`, which showed only on the way
 * @throws BrowserError, EncoderError, OutputError when Chromium, ffmpeg or the output fail; OutputError when another render
 * is writing the same output
 * @throws DiskFullError when there is no room for the video, or for what is kept meanwhile
 * @throws the signal's reason when `signal` aborts
 */
export async function renderVideo(options: VideoOptions): Promise<RenderResult> {
  return withinRenderTime(options, (signal) => render(options, signal));
}

async function render(options: VideoOptions, signal: AbortSignal): Promise<RenderResult> {
  const stopwatch = startStopwatch();
  const job = { ...resolveVideo(await withFigure(options, signal)), signal };
  signal.throwIfAborted();
  const claim = await claimOutputs([job.encoding.target, ...targetsBeside(job)]);
  try {
    const render = isInSegments(job) ? renderInSegments : renderWhole;
    return await render(job, { claim, stopwatch });
  } finally {
    await claim.release();
  }
}

async function renderWhole(
  job: Attempt['job'],
  { claim, stopwatch }: { claim: OutputLock; stopwatch: Stopwatch },
): Promise<RenderResult> {
  const { signal } = job;
  const [content, tools] = await orAborted(Promise.all([loadContent(job), findTools(job)]), signal);
  const encoder = await orAborted(chooseEncoder(tools.ffmpeg, job.encoder, job.encoding), signal);
  const environment = job.manifest === undefined ? undefined : await orAborted(readEnvironment(tools), signal);
  const source = content.frames && rewindable(numberFrames(content.frames, selection(job), job.limits));
  try {
    const probes = chooseProbes(content, job.range, source && (await orAborted(source.next(), signal)));
    const plan = firstPlan(job, tools, [
      ...content.notes,
      ...(encoder.reason === undefined ? [] : [`x264 instead of NVENC: ${encoder.reason}`]),
    ]);
    return await withPlan(plan, job, async (plan) => {
      source?.rewind();
      const { assertHeld } = claim;
      const attempt = { job, content, tools, encoder, source, probes, plan, stopwatch, environment, assertHeld };
      const { facts, notes, ...outcome } = await renderOnce(attempt);
      const timings = stopwatch.read();
      return {
        path: targetPath(job.encoding.target),
        frames: facts.frames,
        width: facts.width,
        height: facts.height,
        fps: facts.fps,
        duration: facts.duration,
        bytes: facts.bytes,
        codec: job.encoding.codec.name,
        encoder: encoder.name,
        pixelFormat: job.encoding.pixels.name,
        ...pathsBeside(job),
        capture: plan.capture,
        ...outcome,
        timings,
        framesPerSecond: facts.frames / timings.total,
        notes: [...plan.notes, ...notes],
      };
    });
  } finally {
    await source?.close();
  }
}
