import { describe, expect, it } from 'vitest';
import { withFigure } from '../src/content.ts';
import { orAborted } from '../src/or-aborted.ts';
import { renderVideo } from '../src/render-video.ts';
import { fixture } from './support/scratch.ts';

const never = new Promise<never>(() => {});
const reason = new Error('enough');

describe('orAborted()', () => {
  it('gives what the work comes to', async () => {
    const { signal } = new AbortController();
    expect(await orAborted(Promise.resolve(5), signal)).toBe(5);
    expect(await orAborted(Promise.resolve(5), undefined)).toBe(5);
    await expect(orAborted(Promise.reject(reason), signal)).rejects.toBe(reason);
  });

  it('does not wait for work that does not end', async () => {
    const controller = new AbortController();
    const waiting = orAborted(never, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(orAborted(never, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('an abort is not kept waiting', () => {
  it('by a frame source from which nothing comes', async () => {
    const controller = new AbortController();
    const frames = (async function* () {
      controller.abort(reason);
      yield await never;
    })();
    const rendering = renderVideo({
      scene: fixture('index-card'),
      output: 'unused.mp4',
      frames,
      signal: controller.signal,
    });
    await expect(rendering).rejects.toBe(reason);
  });

  it('by a figure on standard input', async () => {
    const options = { figure: '-', output: 'unused.mp4', signal: AbortSignal.abort(reason) };
    await expect(withFigure(options, options.signal)).rejects.toBe(reason);
  });
});
