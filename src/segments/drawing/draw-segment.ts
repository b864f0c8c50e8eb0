import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { chooseEncoder } from '../../encoder/choose-encoder.ts';
import { explainFullDisk } from '../../encoder/full-disk.ts';
import { openSegmentEncoder } from '../../encoder/open-segment-encoder.ts';
import type { Environment } from '../../environment.ts';
import type { Farm } from '../../farm/farm.ts';
import type { SizedFarm } from '../../farm/sized-farm.ts';
import type { NumberedFrame } from '../../frames/numbered-frames.ts';
import { type Packed, samePacked } from '../../frames/pack.ts';
import { type Rewindable, rewindable } from '../../frames/rewindable.ts';
import { framePixels } from '../../options/check-size.ts';
import { drawFrames } from '../../pipeline/draw-frames.ts';
import { hashing } from '../../pipeline/hashed-frames.ts';
import { startStopwatch } from '../../pipeline/stopwatch.ts';
import type { Store, StoreFile } from '../../store/store.ts';
import { withCleanup } from '../../with-cleanup.ts';
import { sha256Of } from '../bytes/sha256.ts';
import { checkSegment } from '../join/check-segment.ts';
import { findSegment, type Manifest, manifestName, newSegmentName } from '../plan-folder/manifest.ts';
import { encodingOf, type Plan, requireSegment } from '../plan-folder/plan-file.ts';
import { readFrames } from '../plan-folder/read-content.ts';

/** What segments of one plan are made with. */
export interface SegmentParts {
  store: Store;
  plan: Plan;
  /** Of this machine. */
  environment: Environment;
  /** ffmpeg executable. */
  ffmpeg: string;
}

export interface RenderOptions {
  signal: AbortSignal;
  /** Called after each frame that was encoded, with their number. */
  onProgress?: (frames: number) => void;
  /** Called when all frames are with the stages: from then on these have room for those of the next segment. */
  onPulled?: () => void;
}

interface DrawOptions extends SegmentParts, RenderOptions {
  index: number;
  /** Whether a damaged segment is in its place. */
  isRepair: boolean;
}

/** Draws and encodes a segment, checks its file and publishes it, unless another process was first. */
export async function drawSegment(sized: SizedFarm, options: DrawOptions): Promise<Manifest> {
  const { store, plan, environment, index, signal } = options;
  const { farm } = sized;
  const segment = requireSegment(plan, index);
  const encoding = encodingOf(plan);
  const { width, height } = framePixels(plan.stage);
  const encoder = await chooseEncoder(options.ffmpeg, plan.video.encoder, encoding);
  const stopwatch = startStopwatch();

  return withCleanup(async (defer) => {
    const name = newSegmentName(plan, index);
    const file = await store.create(name);
    defer(file.discard);
    const ffmpeg = openSegmentEncoder({
      executable: options.ffmpeg,
      input: { capture: plan.drawing.capture, width, height },
      ...{ encoding, encoder, extraArgs: plan.video.ffmpegArgs, path: file.path, signal },
    });
    defer(ffmpeg.close);
    const hashes: string[] = [];
    const explain = async (error: unknown): Promise<never> => {
      throw await explainFullDisk(error, { path: file.path, done: hashes.length, total: segment.frames });
    };
    const { source, indexOf } = openSource(options);
    defer(source.close);
    await drawFrames({
      ...{ source, first: 0, window: sized.window, stopwatch, signal },
      farm: renumbered(farm, indexOf),
      encoder: hashing(ffmpeg, hashes),
      onEncoded: () => options.onProgress?.(hashes.length),
    }).catch(explain);
    await ffmpeg.finish().catch(explain);
    await checkSegment(file.path, { frames: segment.frames, width, height, encoding });
    stopwatch.lap('total');
    signal.throwIfAborted();
    const { start: _, firstFrame: __, ...seconds } = stopwatch.read();
    return publish(file, options, {
      ...{ format: 1, spec: plan.spec, index, first: segment.first, frames: hashes, file: name, environment, seconds },
      bytes: (await stat(file.path)).size,
      sha256: await sha256Of(createReadStream(file.path)),
      ...{ updates: farm.updates(), refused: farm.refused(), notes: [...sized.notes, ...farm.notes()] },
    });
  });
}

/** The first whole segment stays; one that comes later finds it, and is dropped. */
async function publish(
  file: StoreFile,
  { store, plan, index, isRepair }: DrawOptions,
  manifest: Manifest,
): Promise<Manifest> {
  await file.publish();
  const name = manifestName(plan, index);
  if (await store.write(name, JSON.stringify(manifest), { replace: isRepair })) return manifest;
  const first = await findSegment(store, plan, { index, whole: true });
  if (first.state === 'done') {
    await store.remove(manifest.file);
    return first.manifest;
  }
  await store.write(name, JSON.stringify(manifest), { replace: true });
  return manifest;
}

/** The frames of a segment by their position in it, and which indices they have. */
function openSource({ store, plan, index, onPulled }: DrawOptions): {
  source: Rewindable<NumberedFrame>;
  indexOf: (position: number) => number;
} {
  const indices: number[] = [];
  const numbered = async function* (): AsyncGenerator<NumberedFrame, void> {
    let last: { index: number; params: Packed | null } | undefined;
    for await (const frame of readFrames(store, plan, index)) {
      const { params } = frame;
      const repeats =
        params !== null && last?.params != null && last.index === frame.index - 1 && samePacked(last.params, params);
      last = frame;
      yield { index: indices.push(frame.index) - 1, params, repeats };
    }
    onPulled?.();
  };
  const source = rewindable(numbered());
  source.settle();
  return { source, indexOf: (position) => indices[position] ?? position };
}

/** A farm that is asked by position. */
function renumbered(farm: Farm, indexOf: (position: number) => number): Farm {
  return {
    ...farm,
    draw: ({ index, previous, params }) =>
      farm.draw({ index: indexOf(index), params, previous: previous === null ? null : indexOf(previous) }),
  };
}
