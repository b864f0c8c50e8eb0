import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { RenderOptions } from '../../src/segments/draw-segment.ts';
import type { Manifest } from '../../src/segments/manifest.ts';
import { renderAll } from '../../src/segments/render-all.ts';
import type { SegmentRenderer } from '../../src/segments/segment-renderer.ts';

interface Asked extends RenderOptions {
  done: () => void;
  fail: (error: Error) => void;
}

/** A renderer whose segments do what the test says, by their indices. */
function fakeRenderer() {
  const asked = new Map<number, Asked>();
  const renderer: SegmentRenderer = {
    render: (index, options) => {
      const { promise, resolve, reject } = Promise.withResolvers<Manifest>();
      const manifest: Manifest = {
        ...{ format: 1, spec: '', index, first: 0, frames: [], file: '', bytes: 1, sha256: '' },
        environment: { plotreel: '', page: '', chromium: '', flags: '', ffmpeg: '', fonts: '', platform: '' },
        ...{ updates: [], refused: [], notes: [] },
        seconds: { source: 0, update: 0, paint: 0, capture: 0, encode: 0, total: 0 },
      };
      asked.set(index, { ...options, done: () => resolve(manifest), fail: reject });
      return promise;
    },
    workers: () => 1,
    close: async () => {},
  };
  return { renderer, asked: (index: number) => asked.get(index), begun: () => [...asked.keys()] };
}

function begin(indices: Iterable<number>) {
  const fake = fakeRenderer();
  const done: number[] = [];
  const stop = new AbortController();
  const all = renderAll(fake.renderer, indices, {
    signal: stop.signal,
    onFrame: () => {},
    onDone: ({ index }) => void done.push(index),
  });
  all.catch(() => {});
  return { ...fake, done, all, stop };
}

describe('renderAll()', () => {
  test('begins a segment when the stages have room, and never has more than two at work', async () => {
    const { asked, all, done, begun } = begin([3, 5, 8]);
    await setImmediate();
    expect(begun()).toEqual([3]);
    asked(3)?.onPulled?.();
    await setImmediate();
    expect(begun()).toEqual([3, 5]);
    asked(5)?.onPulled?.();
    await setImmediate();
    expect(begun()).toEqual([3, 5]);
    asked(3)?.done();
    await setImmediate();
    expect(begun()).toEqual([3, 5, 8]);
    asked(8)?.done();
    asked(5)?.done();
    await all;
    expect(done).toEqual([3, 8, 5]);
  });

  test('ends the other when one fails, waits for it, and throws what was first', async () => {
    const { asked, all, begun } = begin([0, 1, 2]);
    await setImmediate();
    asked(0)?.onPulled?.();
    await setImmediate();
    let ended = false;
    all.catch(() => {
      ended = true;
    });
    asked(0)?.fail(new Error('first'));
    await setImmediate();
    expect(asked(1)?.signal.aborted).toBe(true);
    expect(ended).toBe(false);
    asked(1)?.fail(new Error('second'));
    await expect(all).rejects.toThrow('first');
    expect(begun()).toEqual([0, 1]);
  });

  test('throws the reason of an abort', async () => {
    const { asked, all, stop } = begin([0, 1]);
    await setImmediate();
    stop.abort(new Error('enough'));
    expect(asked(0)?.signal.aborted).toBe(true);
    asked(0)?.fail(new Error('enough'));
    await expect(all).rejects.toThrow('enough');
  });

  test('is done at once without segments', async () => {
    await expect(begin([]).all).resolves.toBeUndefined();
  });
});
