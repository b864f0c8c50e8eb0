import { resolve } from 'node:path';
import { checkFile } from '../check-output.ts';
import { claimOutputs } from '../disk/claim-outputs.ts';
import { type OutputTarget, parseOutput, targetPath } from '../encoder/output-target.ts';
import { InputError } from '../errors.ts';
import { ffmpegVersion, requireFfmpeg } from '../install/find-ffmpeg.ts';
import { picturePaths, pictureTargets } from '../pictures/pictures.ts';
import type { FinishedVideo } from '../render-result.ts';
import { withinRenderTime } from '../render-time.ts';
import { openStore } from '../store/open-store.ts';
import { version } from '../version.ts';
import { requireEnvironment } from './environment.ts';
import { type Plan, requirePlan } from './plan-file.ts';
import { stitchSegments } from './stitch-segments.ts';

export interface StitchOptions {
  /** The video, of the plan's format. @default the plan's `output` */
  output?: string;
  /** ffmpeg executable. @default found by itself */
  ffmpeg?: string;
  /** Ends the work; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Joins the segments of a plan into its video. Every segment is verified; frames are not encoded again, except for GIF,
 * WebP and APNG, which are encoded from lossless segments. The output is checked, and only then has its name.
 *
 * @param folder of the plan: a path, or s3://bucket/prefix
 * @throws OutputError that names every segment which is missing or damaged
 * @throws InputError, VersionMismatchError, EncoderError, DiskFullError, StoreError
 */
export async function stitch(folder: string, options: StitchOptions = {}): Promise<FinishedVideo> {
  const store = await openStore(folder);
  const plan = await requirePlan(store);
  const output = options.output === undefined ? plan.output.path : absolute(options.output);
  const target = targetOf(plan, output);
  return withinRenderTime({ ...options, limits: plan.stage.limits }, async (signal) => {
    const ffmpeg = await requireFfmpegOf(plan, options.ffmpeg);
    const pictures = { ...plan.output, output };
    const claim = await claimOutputs([target, ...pictureTargets(pictures)]);
    try {
      const { assertHeld } = claim;
      const { facts, manifests, notes } = await stitchSegments({
        store,
        plan,
        ffmpeg,
        target,
        pictures,
        assertHeld,
        signal,
      });
      const { frames, width, height, fps, duration, bytes } = facts;
      return {
        path: targetPath(target),
        ...{ frames, width, height, fps, duration, bytes, codec: plan.video.codec, ...picturePaths(pictures) },
        notes: [...plan.notes, ...notes],
        refused: [...new Set(manifests.flatMap(({ refused }) => refused))],
      };
    } finally {
      await claim.release();
    }
  });
}

/** The ffmpeg of this machine, which must be the plan's. @throws VersionMismatchError, EncoderError */
export async function requireFfmpegOf(plan: Plan, explicit: string | undefined): Promise<string> {
  const { path } = await requireFfmpeg({ explicit });
  requireEnvironment(plan.environment, { plotreel: version, ffmpeg: await ffmpegVersion(path) });
  return path;
}

function absolute(output: string): string {
  return /[/\\]$/.test(output) ? `${resolve(output)}/` : resolve(output);
}

function targetOf({ video }: Plan, output: string): OutputTarget {
  const target = parseOutput(output);
  if (typeof target === 'string') throw new InputError(target);
  if (target.container !== video.container) {
    throw new InputError(`Expected \`output\` to be of the plan's format, ${video.container}, got '${output}'`);
  }
  const problems = [...checkFile(targetPath(target), 'output')];
  if (problems.length > 0) throw new InputError(problems);
  return target;
}
