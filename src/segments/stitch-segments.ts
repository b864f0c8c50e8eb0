import type { BesideRequest } from '../beside-video.ts';
import type { VideoFacts } from '../containers/video-facts.ts';
import { chooseEncoder } from '../encoder/choose-encoder.ts';
import type { OutputTarget } from '../encoder/output-target.ts';
import { openPartialOutput } from '../encoder/partial-output.ts';
import { OutputError } from '../errors.ts';
import { finishOutput, keptFrames } from '../finish-output.ts';
import { framePixels } from '../options/check-size.ts';
import { orAborted } from '../or-aborted.ts';
import type { Store } from '../store/store.ts';
import { withCleanup } from '../with-cleanup.ts';
import { hashed } from './bytes/sha256.ts';
import { joinedBytes } from './join/joined-bytes.ts';
import { openJoin } from './join/open-join.ts';
import { findSegment, type Manifest } from './plan-folder/manifest.ts';
import { encodingOf, type Plan } from './plan-folder/plan-file.ts';

export interface StitchParts {
  store: Store;
  plan: Plan;
  /** ffmpeg executable. */
  ffmpeg: string;
  target: OutputTarget;
  /** What comes with the video. */
  request: BesideRequest;
  /** Asks whether the outputs are still this process's. @throws OutputError when they are not */
  assertHeld: () => Promise<void>;
  signal: AbortSignal;
}

/** What came of stitching. */
export interface Stitched {
  facts: VideoFacts;
  manifests: Manifest[];
  notes: string[];
}

/**
 * Joins all segments of a plan into its video. Each is verified as its bytes pass.
 *
 * @throws OutputError that names every segment which is missing or damaged
 */
export async function stitchSegments(parts: StitchParts): Promise<Stitched> {
  const { store, plan, ffmpeg, target, request, assertHeld, signal } = parts;
  const manifests = await requireSegments(store, plan, { whole: false });
  const encoding = encodingOf(plan, target);
  const { width, height } = framePixels(plan.stage);
  const { firstNumber, total } = plan.frames;

  return withCleanup(async (defer) => {
    const output = await openPartialOutput(target);
    defer(output.discard);
    const kept = keptFrames(request, encoding, output);
    const encoder = await chooseEncoder(ffmpeg, plan.video.encoder, encoding);
    const join = openJoin({
      executable: ffmpeg,
      ...{ encoding, encoder, kept, firstNumber, signal },
      extraArgs: plan.video.ffmpegArgs,
      target: output.target,
    });
    defer(join.close);
    try {
      for await (const chunk of joinedBytes(verifiedSegments(store, manifests, signal), encoding)) {
        await join.write(chunk);
      }
      await join.finish();
    } catch (error) {
      signal.throwIfAborted();
      // A damaged segment shows in many ways: which one it was is asked of all of them.
      await requireSegments(store, plan, { whole: true });
      throw error;
    }
    const { facts, notes } = await finishOutput(output, {
      ...{ request, encoding, width, height, firstNumber, kept, assertHeld, defer, signal },
      ...{ frames: total, executable: ffmpeg },
      rendered: { drawn: manifests.flatMap(({ frames }) => frames), environment: plan.environment },
    });
    return { facts, manifests, notes: [...new Set([...manifests.flatMap((manifest) => manifest.notes), ...notes])] };
  });
}

/** All segments of a plan. @param whole whether each is read and compared @throws OutputError that names what is not there */
async function requireSegments(store: Store, plan: Plan, { whole }: { whole: boolean }): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  const missing: number[] = [];
  const problems: string[] = [];
  for (const index of plan.segments.keys()) {
    const found = await findSegment(store, plan, { index, whole });
    if (found.state === 'done') manifests.push(found.manifest);
    else if (found.state === 'missing') missing.push(index);
    else problems.push(found.problem);
  }
  if (missing.length > 0) problems.push(describeMissing(missing));
  if (problems.length === 0) return manifests;
  throw new OutputError(`${problems.join('; ')}: render what is not there again, then stitch`);
}

/** Enough to know what to do. */
const SHOWN = 20;

function describeMissing(missing: readonly number[]): string {
  const shown = missing.slice(0, SHOWN).join(', ');
  const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : '';
  return missing.length === 1 ? `Segment ${shown} is missing` : `Segments ${shown}${more} are missing`;
}

async function* verifiedSegments(store: Store, manifests: readonly Manifest[], signal: AbortSignal) {
  for (const manifest of manifests) {
    const { first, frames, file, index, sha256 } = manifest;
    const bytes = await orAborted(store.stream(file), signal);
    if (!bytes) throw new OutputError(`Segment ${index}: its file is missing`);
    const checked = hashed(bytes, (found) => {
      if (found !== sha256) throw new OutputError(`Segment ${index}: its file was changed`);
    });
    yield { first, frames: frames.length, bytes: checked };
  }
}
