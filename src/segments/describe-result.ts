import { pathsBeside } from '../beside-video.ts';
import { chooseEncoder } from '../encoder/choose-encoder.ts';
import { targetPath } from '../encoder/output-target.ts';
import type { ResolvedVideo } from '../options/options.ts';
import type { Stopwatch, Timings } from '../pipeline/stopwatch.ts';
import type { RenderResult } from '../render-result.ts';
import type { Manifest } from './plan-folder/manifest.ts';
import type { Planned } from './planning/find-or-make-plan.ts';
import type { PreparedJob } from './planning/prepare-job.ts';
import type { Stitched } from './stitch-segments.ts';

/** What was done in this call. */
export interface Rendered {
  manifests: Manifest[];
  /** Segments that were there before. */
  before: number;
  /** Number of stages. */
  workers: number;
}

interface ResultParts {
  job: ResolvedVideo;
  prepared: PreparedJob;
  planned: Planned;
  rendered: Rendered;
  stitched: Stitched;
  stopwatch: Stopwatch;
}

/** The result of a render in segments. */
export async function describeResult(parts: ResultParts): Promise<RenderResult> {
  const { job, prepared, planned, rendered, stitched, stopwatch } = parts;
  const { plan } = planned;
  const { frames, width, height, fps, duration, bytes } = stitched.facts;
  const timings = addSeconds(stopwatch.read(), rendered.manifests);
  const drawn = rendered.manifests.reduce((sum, manifest) => sum + manifest.frames.length, 0);
  const { before } = rendered;
  const there = before === 0 ? [] : [`${before} of ${plan.segments.length} segments were there already`];
  return {
    path: targetPath(job.encoding.target),
    ...{ frames, width, height, fps, duration, bytes },
    codec: job.encoding.codec.name,
    encoder: (await chooseEncoder(prepared.tools.ffmpeg, plan.video.encoder, job.encoding)).name,
    pixelFormat: job.encoding.pixels.name,
    ...pathsBeside(job),
    ...{ capture: plan.drawing.capture, webgl: plan.drawing.webgl, workers: rendered.workers },
    updates: [...new Set(stitched.manifests.flatMap(({ updates }) => updates))].sort(),
    refused: [...new Set(stitched.manifests.flatMap(({ refused }) => refused))],
    timings,
    framesPerSecond: drawn / timings.total,
    notes: [...plan.notes, ...planned.notes, ...there, ...stitched.notes],
  };
}

/** Adds what was measured segment by segment. */
function addSeconds(timings: Timings, manifests: readonly Manifest[]): Timings {
  const sum = { ...timings };
  for (const { seconds } of manifests) {
    for (const part of ['source', 'update', 'paint', 'capture', 'encode'] as const) sum[part] += seconds[part];
  }
  return sum;
}
