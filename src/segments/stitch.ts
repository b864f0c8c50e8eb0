import { basename, dirname, join, resolve } from 'node:path';
import { type BesideRequest, pathsBeside, targetsBeside } from '../beside-video.ts';
import { claimOutputs } from '../disk/claim-outputs.ts';
import { type OutputTarget, parseOutput, targetPath } from '../encoder/output-target.ts';
import { requireEnvironment } from '../environment.ts';
import { InputError } from '../errors.ts';
import { ffmpegVersion, requireFfmpeg } from '../install/find-ffmpeg.ts';
import { checkFile } from '../options/check-output.ts';
import { resolveStitch, type StitchOptions } from '../options/options.ts';
import { checkBeside } from '../options/output-options.ts';
import type { FinishedVideo } from '../render-result.ts';
import { withinRenderTime } from '../render-time.ts';
import { openStore } from '../store/open-store.ts';
import { version } from '../version.ts';
import { type Plan, requirePlan } from './plan-folder/plan-file.ts';
import { stitchSegments } from './stitch-segments.ts';

/**
 * Joins the segments of a plan into its video. Every segment is verified; frames are not encoded again, except for GIF,
 * WebP and APNG, which are encoded from lossless segments. The output is checked, and only then has its name.
 *
 * @param folder of the plan: a path, or s3://bucket/prefix
 * @throws OutputError that names every segment which is missing or damaged
 * @throws InputError, VersionMismatchError, EncoderError, DiskFullError, StoreError
 */
export async function stitch(folder: string, options: StitchOptions = {}): Promise<FinishedVideo> {
  const { output: given, ffmpeg: executable, signal: own } = resolveStitch(options);
  const store = await openStore(folder);
  const plan = await requirePlan(store);
  const output = given === undefined ? plan.output.path : absolute(given);
  const target = targetOf(plan, output);
  const request = requestOf(plan, output);
  return withinRenderTime({ signal: own, limits: plan.bounds.limits }, async (signal) => {
    const ffmpeg = await requireFfmpegOf(plan, executable);
    const claim = await claimOutputs([target, ...targetsBeside(request)]);
    try {
      const { assertHeld } = claim;
      const { facts, manifests, notes } = await stitchSegments({
        store,
        plan,
        ffmpeg,
        target,
        request,
        assertHeld,
        signal,
      });
      const { frames, width, height, fps, duration, bytes } = facts;
      return {
        path: targetPath(target),
        ...{ frames, width, height, fps, duration, bytes, codec: plan.video.codec, ...pathsBeside(request) },
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

/** With another output than the plan's, what comes with it lies beside that: a plan may come from somebody else. */
function requestOf({ output: planned }: Plan, output: string): BesideRequest {
  const { poster, contactSheetOutput, posterFrame, contactSheet, manifest } = planned;
  const beside = (path: string | undefined) =>
    path === undefined || output === planned.path ? path : join(dirname(output), basename(path));
  const request = {
    output,
    posterFrame,
    contactSheet,
    poster: beside(poster),
    contactSheetOutput: beside(contactSheetOutput),
    manifest: beside(manifest),
  };
  const problems = [...checkBeside(request)];
  if (problems.length > 0) throw new InputError(problems);
  return request;
}
