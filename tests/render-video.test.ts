import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FrameError, InputError, indexed, renderVideo, SceneError, type VideoOptions } from '../src/index.ts';
import { colourAt, decode, readNumber } from './support/decode.ts';
import { renderProcesses } from './support/processes.ts';
import { fixture, leftovers, scratchFolder } from './support/scratch.ts';
import { until } from './support/until.ts';

const folder = scratchFolder();
const size = { width: 320, height: 180 };
const card = (name: string, options: Partial<VideoOptions> = {}): VideoOptions => ({
  scene: fixture('index-card'),
  output: join(folder, `${name}.mp4`),
  ...size,
  ...options,
});
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const numbers = async (path: string) => {
  const video = await decode(path, size);
  return video.frames.map((_, i) => readNumber(video, i));
};
const count = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('order and count', () => {
  test.each([1, 2, 3])('renderVideo() shows every frame once, in order, with %i workers', async (workers) => {
    const result = await renderVideo(card(`order-${workers}`, { workers }));
    expect(result).toMatchObject({ frames: 47, workers, capture: 'canvas', ...size, notes: [], refused: [] });
    expect(await numbers(result.path)).toEqual(count(47));
  });

  test('renderVideo() writes the same bytes for any number of workers', async () => {
    const files = [1, 2, 3].map((workers) => join(folder, `order-${workers}.mp4`));
    expect(new Set(files.map(sha256)).size).toBe(1);
  });

  test('renderVideo() shows the same with screenshots', async () => {
    const result = await renderVideo(card('screenshot', { capture: 'screenshot', workers: 2, range: [3, 12] }));
    expect(result.capture).toBe('screenshot');
    expect(await numbers(result.path)).toEqual(count(10).map((i) => i + 3));
  });

  test('renderVideo() builds the figure anew for each frame without reuse, to the same bytes', async () => {
    const reused = await renderVideo(card('reused', { range: [0, 9] }));
    const rebuilt = await renderVideo(card('rebuilt', { range: [0, 9], reuse: false }));
    expect(sha256(rebuilt.path)).toBe(sha256(reused.path));
  });

  test('renderVideo() orders indexed frames, closes gaps and spools what waits', async () => {
    // 60 frames backwards: with one worker the window is ten frames, so most of them wait on disk.
    const backwards = count(60).reverse();
    const result = await renderVideo(
      card('backwards', { workers: 1, frames: backwards.map((i) => indexed(i * 3, { number: i })) }),
    );
    expect(await numbers(result.path)).toEqual(count(60));
    expect(leftovers()).toEqual([]);
  });

  test('renderVideo() draws a run of equal frames once and shows each', async () => {
    const shown = [5, 5, 5, 9, 9, 2, 5];
    const drawn: string[] = [];
    const result = await renderVideo(
      card('repeated', {
        workers: 1,
        capture: 'screenshot',
        frames: shown.map((number) => ({ number })),
        onConsole: ({ text }) => drawn.push(text),
      }),
    );
    expect(await numbers(result.path)).toEqual(shown);
    expect(drawn).toEqual(['drawn 5', 'drawn 9', 'drawn 2', 'drawn 5']);
  });

  test('renderVideo() passes params of megabytes as typed arrays', async () => {
    const bitmap = (number: number) => ({ number, pixels: new Float32Array(1_000_000).fill(number) });
    const result = await renderVideo(card('bitmaps', { workers: 2, frames: count(12).map(bitmap) }));
    expect(await numbers(result.path)).toEqual(count(12));
  });

  test.each([
    ['30000/1001', 30000 / 1001],
    [29.97, 30000 / 1001],
    ['24000/1001', 24000 / 1001],
    [12.5, 12.5],
  ])('renderVideo() keeps the rate %s exactly', async (fps, expected) => {
    const result = await renderVideo(card('rate', { fps, range: [0, 4] }));
    expect(result.fps).toBeCloseTo(expected, 6);
    expect(result.duration).toBeCloseTo(5 / expected, 6);
  });
});

describe('colours', () => {
  const colours = ['#ff0000', '#1f77b4', '#ffffff', '#000000'];

  test.each(['canvas', 'screenshot'] as const)(
    '%s: decoded as BT.709 they are right within 2 of 255',
    async (capture) => {
      const result = await renderVideo({
        scene: fixture('colours'),
        props: colours,
        output: join(folder, `colours-${capture}.mp4`),
        capture,
        quality: 1,
        ...size,
      });
      const video = await decode(result.path, size);
      for (const [i, colour] of colours.entries()) {
        const expected = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
        const actual = colourAt(video, 0, { x: (i + 0.5) / colours.length, y: 0.5 });
        for (const [channel, value] of actual.entries())
          expect(Math.abs(value - (expected[channel] ?? 0))).toBeLessThanOrEqual(2);
      }
    },
  );
});

describe('capture', () => {
  test('auto falls back to screenshots when the canvas shows another picture, and says why', async () => {
    const result = await renderVideo({
      scene: fixture('faults'),
      props: { blankCanvas: true },
      output: join(folder, 'blank.mp4'),
      range: [0, 5],
      ...size,
    });
    expect(result.capture).toBe('screenshot');
    expect(result.notes.join()).toMatch(
      /The canvas cannot be used for capture: it shows another picture than the browser/,
    );
    const honest = await renderVideo({
      scene: fixture('faults'),
      output: join(folder, 'honest.mp4'),
      capture: 'screenshot',
      range: [0, 5],
      ...size,
    });
    expect(sha256(result.path)).toBe(sha256(honest.path));
  });

  test('canvas, asked for, is an error when it shows another picture', async () => {
    const output = join(folder, 'blank-canvas.mp4');
    const rendering = renderVideo({
      scene: fixture('faults'),
      props: { blankCanvas: true },
      output,
      capture: 'canvas',
      ...size,
    });
    await expect(rendering).rejects.toThrow(/it shows another picture than the browser/);
    expect(existsSync(output)).toBe(false);
  });

  test('auto reads a source that can be read only once, although it starts over', async () => {
    function* once() {
      for (let k = 0; k < 6; k++) yield { k };
    }
    const options = { scene: fixture('faults'), ...size };
    const result = await renderVideo({
      ...options,
      output: join(folder, 'once.mp4'),
      props: { blankCanvas: true },
      frames: once(),
    });
    expect(result).toMatchObject({ frames: 6, capture: 'screenshot' });
  });
});

describe('errors of the scene', () => {
  test('a throwing update is a FrameError with index, message and a stack into the source', async () => {
    const output = join(folder, 'throws.mp4');
    writeFileSync(output, 'what was there before');
    const error: unknown = await renderVideo({
      scene: fixture('faults'),
      props: { throwAt: 7 },
      output,
      ...size,
    }).catch((e) => e);
    if (!(error instanceof FrameError)) throw new Error(`Not a FrameError: ${error}`);
    expect(error.frame).toBe(7);
    expect(error.message).toBe('Frame 7: no such thing as 7');
    expect(error.stack).toMatch(/at fail \(.*tests\/fixtures\/faults\.scene\.ts:\d+:\d+\)/);
    expect(readFileSync(output, 'utf8')).toBe('what was there before');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(renderProcesses()).toEqual([]);
  });

  test('a throwing setup is a SceneError', async () => {
    const rendering = renderVideo({
      scene: fixture('faults'),
      props: { setup: true },
      output: join(folder, 'x.mp4'),
      ...size,
    });
    const error: unknown = await rendering.catch((thrown) => thrown);
    if (!(error instanceof SceneError)) throw new Error(`Not a SceneError: ${error}`);
    expect(error.message).toBe('`setup` failed: nothing to plot');
    expect(error.places.join()).toMatch(/faults\.scene\.ts:\d+:\d+/);
  });

  test('a frame that does not come in time is a FrameError', async () => {
    const options = { scene: fixture('faults'), props: { hangAt: 4 }, output: join(folder, 'hangs.mp4'), ...size };
    const rendering = renderVideo({ ...options, frameTimeoutMs: 1500 });
    await expect(rendering).rejects.toThrow('Frame 4: not drawn within 1.5 s (frameTimeoutMs)');
    expect(renderProcesses()).toEqual([]);
  });

  test('params that cannot be sent name the frame', async () => {
    const frames = [{ number: 1 }, { number: 2, draw: () => {} }];
    await expect(renderVideo(card('function', { frames }))).rejects.toThrow(
      new InputError('Frame 1: params.draw is a function, which cannot be sent to the page'),
    );
    expect(renderProcesses()).toEqual([]);
  });
});

describe('back pressure', () => {
  test('a source is never read further ahead than the window', async () => {
    let pulled = 0;
    let ahead = 0;
    let encoded = 0;
    function* source() {
      for (; pulled < 120; pulled++) {
        ahead = Math.max(ahead, pulled - encoded);
        yield { number: pulled };
      }
    }
    await renderVideo(
      card('lazy', {
        workers: 1,
        frames: source(),
        onProgress: ({ frames }) => {
          encoded = frames;
        },
      }),
    );
    // Progress comes ten times a second: what was encoded meanwhile is not known here. The exact bound is tested with
    // drawFrames(); here it must stay far from the length of the source.
    expect(ahead).toBeLessThan(100);
  });
});

describe('abort', () => {
  const reason = new Error('enough');

  test.each([
    ['before the start', () => true],
    ['when the browser starts', () => renderProcesses().some(({ command }) => /chrom/.test(command))],
    ['when the page loads', () => renderProcesses().some(({ command }) => command.includes('--type=renderer'))],
  ])('%s leaves no process and no file, and rejects with the reason', async (_, moment) => {
    const controller = new AbortController();
    const rendering = renderVideo(card('aborted', { signal: controller.signal, workers: 2 })).catch((error) => error);
    await until(moment, 'the moment');
    controller.abort(reason);
    expect(await rendering).toBe(reason);
    expectNothingLeft('aborted');
  });

  test.each([1, 20, 46])('at frame %i leaves no process and no file, and rejects with the reason', async (frame) => {
    const controller = new AbortController();
    async function* source() {
      for (let number = 0; number < 47; number++) {
        if (number === frame) controller.abort(reason);
        yield { number };
      }
    }
    const rendering = renderVideo(card('aborted', { signal: controller.signal, frames: source(), workers: 2 }));
    await expect(rendering).rejects.toBe(reason);
    expectNothingLeft('aborted');
  });

  test('of a source that never yields', async () => {
    const controller = new AbortController();
    async function* source() {
      yield { number: 1 };
      await new Promise(() => {});
    }
    const rendering = renderVideo(card('aborted', { signal: controller.signal, frames: source(), workers: 1 })).catch(
      (e) => e,
    );
    await until(() => renderProcesses().some(({ command }) => command.includes('--type=renderer')), 'a page');
    controller.abort(reason);
    expect(await rendering).toBe(reason);
    expectNothingLeft('aborted');
  });

  function expectNothingLeft(name: string) {
    expect(renderProcesses()).toEqual([]);
    expect(leftovers()).toEqual([]);
    expect(readdirSync(folder).filter((file) => file.includes(name))).toEqual([]);
  }
});
