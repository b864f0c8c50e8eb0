import { resolveSegment, type SegmentOptions } from '../options/options.ts';
import { createProgress } from '../pipeline/progress.ts';
import { withinRenderTime } from '../render-time.ts';
import { openStore } from '../store/open-store.ts';
import { openSegmentRenderer } from './drawing/open-segment-renderer.ts';
import type { Manifest } from './plan-folder/manifest.ts';
import { requirePlan, requireSegment } from './plan-folder/plan-file.ts';

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
  const { onProgress, ...machine } = resolveSegment(options);
  const store = await openStore(folder);
  const plan = await requirePlan(store);
  const { frames } = requireSegment(plan, index);
  return withinRenderTime({ ...machine, limits: plan.bounds.limits }, async (signal) => {
    const renderer = await openSegmentRenderer(store, plan, { ...machine, frames, signal });
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
