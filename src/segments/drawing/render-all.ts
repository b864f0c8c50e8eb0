import type { Manifest } from '../plan-folder/manifest.ts';
import type { SegmentRenderer } from './segment-renderer.ts';

export interface RenderAllOptions {
  signal: AbortSignal;
  /** Called after each frame that was encoded. */
  onFrame: (index: number) => void;
  onDone: (manifest: Manifest) => void;
}

/**
 * Renders segments one after the other, without a pause between them: while the last frames of one are encoded and its file is
 * checked, the stages draw those of the next.
 *
 * @throws what the first that fails throws, when the other has ended too
 */
export async function renderAll(
  renderer: SegmentRenderer,
  indices: Iterable<number> | AsyncIterable<number>,
  { onFrame, onDone, ...options }: RenderAllOptions,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const running = new Set<Promise<void>>();
  try {
    for await (const index of indices) {
      signal.throwIfAborted();
      const pulled = Promise.withResolvers<void>();
      const done = renderer
        .render(index, { signal, onProgress: () => onFrame(index), onPulled: pulled.resolve })
        .then(onDone)
        .catch((error) => stop.abort(error))
        .finally(() => running.delete(done));
      running.add(done);
      await Promise.race([pulled.promise, done]);
      // Each has a window of frames in memory: never more than two.
      if (running.size > 1) await Promise.race(running);
    }
    await Promise.all(running);
    signal.throwIfAborted();
  } finally {
    await Promise.all(running);
  }
}
