import { InputError } from '../errors.ts';
import type { ConsoleMessage, Progress } from '../options.ts';
import { createProgress } from '../pipeline/progress.ts';
import { withinRenderTime } from '../render-time.ts';
import { openStore } from '../store/open-store.ts';
import { openSegmentRenderer } from './drawing/open-segment-renderer.ts';
import type { Manifest } from './plan-folder/manifest.ts';
import { requirePlan, requireSegment } from './plan-folder/plan-file.ts';

/** What is this machine's, not the plan's. */
export interface SegmentOptions {
  /** Number of stages. @default 'auto': by cores, memory and frames */
  workers?: number | 'auto';
  /** Chromium or Chrome executable. @default found by itself */
  browser?: string;
  /** ffmpeg executable. @default found by itself */
  ffmpeg?: string;
  /** Ends the work; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called when frames have been encoded, at most ten times a second and once at the end. */
  onProgress?: (progress: Progress) => void;
  /** Called with each message that the page writes to its console. */
  onConsole?: (message: ConsoleMessage) => void;
}

/** A segment that is there. */
export interface SegmentResult {
  index: number;
  frames: number;
  /** Name of its file in the plan's folder. */
  file: string;
  bytes: number;
  /** Hash of its file. */
  sha256: string;
  /** CRC-32 of each frame as the encoder got it, in hexadecimal. */
  frameHashes: readonly string[];
}

/**
 * Renders one segment of a plan into the plan's folder, and returns at once when it is there and whole. Of several
 * processes that render the same, the first to finish wins; the bytes are the same.
 *
 * @param folder of the plan: a path, or s3://bucket/prefix
 * @param index of the segment, from 0
 * @throws InputError when there is no plan, or it is damaged, or has no such segment
 * @throws VersionMismatchError when the plan was made with other versions than are here
 * @throws StoreError when the folder or bucket cannot be used; else as `renderVideo`
 */
export async function renderSegment(
  folder: string,
  index: number,
  options: SegmentOptions = {},
): Promise<SegmentResult> {
  const { workers = 'auto', onProgress, ...machine } = options;
  if (workers !== 'auto' && !(Number.isInteger(workers) && workers > 0)) {
    throw new InputError(`Expected \`workers\` to be an integer above 0 or 'auto', got ${workers}`);
  }
  const store = await openStore(folder);
  const plan = await requirePlan(store);
  const { frames } = requireSegment(plan, index);
  return withinRenderTime({ ...machine, limits: plan.stage.limits }, async (signal) => {
    const renderer = await openSegmentRenderer(store, plan, { ...machine, workers, frames, signal });
    const progress = createProgress(onProgress, () => frames);
    try {
      const manifest = await renderer.render(index, { signal, onProgress: progress.count });
      progress.end();
      return describeSegment(manifest);
    } finally {
      await renderer.close();
    }
  });
}

function describeSegment({ index, frames, file, bytes, sha256 }: Manifest): SegmentResult {
  return { index, frames: frames.length, file, bytes, sha256, frameHashes: frames };
}
