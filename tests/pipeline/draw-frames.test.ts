import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Encoder } from '../../src/encoder/encoder.ts';
import { EncoderError, FrameError, InputError } from '../../src/errors.ts';
import type { DrawnFrame, FrameRequest } from '../../src/farm/drawer.ts';
import type { Farm } from '../../src/farm/farm.ts';
import { indexed } from '../../src/frames/indexed.ts';
import { numberFrames } from '../../src/frames/numbered-frames.ts';
import { ownFrames } from '../../src/frames/own-frames.ts';
import { rewindable } from '../../src/frames/rewindable.ts';
import type { FrameSource } from '../../src/options/options.ts';
import { drawFrames } from '../../src/pipeline/draw-frames.ts';
import { startStopwatch } from '../../src/pipeline/stopwatch.ts';
import { tempFolder } from '../install/temp-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

interface Parts {
  source: FrameSource;
  /** Frames of the scene's own instead of `source`. */
  own: number;
  first: number;
  window: number;
  /** @default a picture of the params, at once */
  draw: (frame: FrameRequest) => Promise<DrawnFrame>;
  complete: Promise<void>;
  /** Whether frames with equal params may differ. @default false */
  varies: boolean;
  /** Called with each frame's pixels as text. */
  write: (pixels: string) => Promise<void>;
  onEncoded: () => void;
  signal: AbortSignal;
}

const ALL = { count: undefined, range: undefined };
const NEVER = new Promise<never>(() => {});
const TIMES = { update: 0, paint: 0, capture: 0 };

/** A picture that shows the params as text. */
const picture = (text: string, release = () => {}): DrawnFrame => ({
  repeated: false,
  pixels: Buffer.from(text),
  release,
  times: TIMES,
});
const drawAtOnce = async ({ index, params }: FrameRequest) => picture(params?.value.json ?? `own ${index}`);

/** Starts the pipeline with fakes for its ends. */
function start(parts: Partial<Parts>): { done: Promise<number>; written: string[] } {
  const written: string[] = [];
  const farm: Pick<Farm, 'draw' | 'complete' | 'report'> = {
    report: { ownFrames: null, webgl: null, varies: parts.varies ?? false },
    complete: parts.complete ?? Promise.resolve(),
    draw: parts.draw ?? drawAtOnce,
  };
  const encoder: Encoder = {
    write: async (frame) => {
      const pixels = frame.toString();
      await parts.write?.(pixels);
      written.push(pixels);
    },
    finish: async () => {},
    close: async () => {},
  };
  // A pipeline that hangs keeps its spool: it ends with the test.
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const done = drawFrames({
    source: rewindable(
      parts.own === undefined ? numberFrames(parts.source ?? [], ALL) : ownFrames({ first: 0, count: parts.own }),
    ),
    farm,
    encoder,
    first: parts.first ?? 0,
    window: parts.window ?? 8,
    stopwatch: startStopwatch(),
    onEncoded: parts.onEncoded ?? (() => {}),
    signal: AbortSignal.any([stop.signal, ...(parts.signal ? [parts.signal] : [])]),
  });
  return { done, written };
}

/** Numbers 0, 1, 2 …, with how many were asked for. */
function countedSource(length = Number.POSITIVE_INFINITY) {
  const seen = { pulled: 0 };
  const source = (function* () {
    for (; seen.pulled < length; ) yield seen.pulled++;
  })();
  return { source, seen };
}

/** Work that waits for the test, by the index of its frame. */
function gates<T>() {
  const all = new Map<number, PromiseWithResolvers<T>>();
  const gate = (index: number) => {
    const found = all.get(index) ?? Promise.withResolvers<T>();
    all.set(index, found);
    return found;
  };
  return { gate, opened: () => all.size };
}

/** Several turns of the event loop: everything that waits for nothing outside of it comes to rest. */
async function turns(count = 5): Promise<void> {
  for (let i = 0; i < count; i++) await setImmediate();
}

describe('drawFrames()', () => {
  it('draws and encodes all frames and counts them', async () => {
    const onEncoded = vi.fn();
    const { done, written } = start({ source: ['a', 'b', 'c'], onEncoded });
    expect(await done).toBe(3);
    expect(written).toEqual(['"a"', '"b"', '"c"']);
    expect(onEncoded).toHaveBeenCalledTimes(3);
  });

  it('encodes nothing for an empty source', async () => {
    expect(await start({ source: [] }).done).toBe(0);
  });

  it('encodes in order what is drawn in reverse', async () => {
    const { gate } = gates<void>();
    const draw = async (frame: FrameRequest) => {
      await gate(frame.index).promise;
      return drawAtOnce(frame);
    };
    const { done, written } = start({ source: [0, 1, 2, 3, 4], draw });
    for (const index of [4, 3, 2, 1]) {
      gate(index).resolve();
      await turns();
    }
    expect(written).toEqual([]);
    gate(0).resolve();
    await done;
    expect(written).toEqual(['0', '1', '2', '3', '4']);
  });

  it('closes the gaps of a sparse source that comes in any order', async () => {
    const { done, written } = start({ source: [indexed(9, 'j'), indexed(4, 'e'), indexed(2, 'c')], window: 3 });
    expect(await done).toBe(3);
    expect(written).toEqual(['"c"', '"e"', '"j"']);
  });

  it('asks for own frames with the index of the frame before, from the second on', async () => {
    const asked: Partial<FrameRequest>[] = [];
    const draw = (frame: FrameRequest) => {
      asked.push(frame);
      return drawAtOnce(frame);
    };
    const { done, written } = start({ own: 3, draw });
    await done;
    expect(asked).toEqual([
      { index: 0, params: null, previous: null },
      { index: 1, params: null, previous: 0 },
      { index: 2, params: null, previous: 1 },
    ]);
    expect(written).toEqual(['own 0', 'own 1', 'own 2']);
  });

  it('asks for params of a source without a frame before', async () => {
    const asked: (number | null)[] = [];
    const draw = (frame: FrameRequest) => {
      asked.push(frame.previous);
      return drawAtOnce(frame);
    };
    await start({ source: ['a', 'b'], draw }).done;
    expect(asked).toEqual([null, null]);
  });

  it('does not wait for stages that are still starting when all frames are encoded', async () => {
    const { done, written } = start({ source: ['a'], complete: NEVER });
    expect(await done).toBe(1);
    expect(written).toEqual(['"a"']);
  });
});

describe('drawFrames() writes repeated frames again', () => {
  it('from one drawing, where the source repeats its params', async () => {
    const draw = vi.fn(drawAtOnce);
    const { done, written } = start({ source: ['a', 'a', 'a', 'b', 'b'], draw });
    expect(await done).toBe(5);
    expect(written).toEqual(['"a"', '"a"', '"a"', '"b"', '"b"']);
    expect(draw.mock.calls.map(([{ index }]) => index)).toEqual([0, 3]);
  });

  it('from one drawing, where the page says that a frame is as the one before', async () => {
    const draw = async (frame: FrameRequest): Promise<DrawnFrame> =>
      frame.index % 3 === 0 ? drawAtOnce(frame) : { repeated: true, times: TIMES };
    const { done, written } = start({ own: 6, draw });
    expect(await done).toBe(6);
    expect(written).toEqual(['own 0', 'own 0', 'own 0', 'own 3', 'own 3', 'own 3']);
  });

  it.each([
    ['given', { source: ['a', 'a'] }, ['"a"', '"a"']],
    ["the scene's own", { own: 2 }, ['own 0', 'own 1']],
  ] as const)('never, when frames with equal params may differ: frames that are %s', async (_, frames, pictures) => {
    const draw = vi.fn(drawAtOnce);
    const { done, written } = start({ ...frames, draw, varies: true });
    expect(await done).toBe(2);
    expect(written).toEqual(pictures);
    expect(draw.mock.calls.map(([{ previous }]) => previous)).toEqual([null, null]);
  });

  it('and releases the pixels only when the last repetition is written', async () => {
    const events: string[] = [];
    const draw = async ({ params }: FrameRequest) => {
      const text = params?.value.json ?? '';
      return picture(text, () => events.push(`release ${text}`));
    };
    const write = async (pixels: string) => {
      await turns();
      events.push(`write ${pixels}`);
    };
    await start({ source: [1, 1, 2, 3, 3], draw, write }).done;
    expect(events.slice(0, 7)).toEqual([
      'write 1',
      'write 1',
      'release 1',
      'write 2',
      'release 2',
      'write 3',
      'write 3',
    ]);
  });

  it('also when they wait at a gap that is longer than the window', { timeout: 5000 }, async () => {
    const source = Array.from({ length: 30 }, (_, i) => indexed(i + 1, Math.floor(i / 10)));
    const { done, written } = start({ source, window: 4 });
    expect(await done).toBe(30);
    expect(written).toEqual(source.map(({ params }) => String(params)));
  });
});

describe('drawFrames() is lazy', () => {
  it('pulls at most `window` frames ahead of an encoder that takes none', async () => {
    const { source, seen } = countedSource();
    const { gate } = gates<void>();
    let writes = 0;
    const controller = new AbortController();
    const { done } = start({
      source,
      window: 5,
      write: () => gate(writes++).promise,
      signal: controller.signal,
    });
    await turns(20);
    expect(seen.pulled).toBe(5);
    for (let taken = 1; taken <= 10; taken++) {
      gate(taken - 1).resolve();
      await turns(20);
      expect(seen.pulled).toBe(5 + taken);
    }
    controller.abort();
    // The encoder's own signal ends its write.
    gate(writes - 1).reject(controller.signal.reason);
    await expect(done).rejects.toBe(controller.signal.reason);
  });

  it('pulls at most `window` frames while one takes long to draw', async () => {
    const { source, seen } = countedSource(20);
    const slow = Promise.withResolvers<void>();
    const draw = async (frame: FrameRequest) => {
      if (frame.index === 2) await slow.promise;
      return drawAtOnce(frame);
    };
    const { done, written } = start({ source, window: 6, draw });
    await turns(20);
    expect(written).toEqual(['0', '1']);
    expect(seen.pulled).toBe(2 + 6);
    slow.resolve();
    expect(await done).toBe(20);
  });

  it('draws as many frames at once as the window has', async () => {
    const { gate, opened } = gates<DrawnFrame>();
    const { done } = start({ source: countedSource(9).source, window: 7, draw: ({ index }) => gate(index).promise });
    await turns();
    expect(opened()).toBe(7);
    for (let index = 0; index < 9; index++) gate(index).resolve(picture(String(index)));
    expect(await done).toBe(9);
  });

  it('holds as many pictures as the window has, and one that may be repeated', async () => {
    let held = 0;
    let most = 0;
    const draw = async ({ index }: FrameRequest) => {
      most = Math.max(most, ++held);
      return picture(String(index), () => held--);
    };
    await start({ source: countedSource(100).source, window: 4, draw, write: () => turns(1) }).done;
    expect(most).toBeLessThanOrEqual(4 + 1);
  });

  it('pulls nothing after a failure', async () => {
    const { source, seen } = countedSource();
    const draw = async (frame: FrameRequest) => {
      if (frame.index === 3) throw new Error('lost');
      return drawAtOnce(frame);
    };
    await expect(start({ source, draw, window: 4 }).done).rejects.toThrow('lost');
    const { pulled } = seen;
    await turns();
    expect(seen.pulled).toBe(pulled);
    expect(pulled).toBeLessThan(20);
  });
});

describe('drawFrames() spools', () => {
  it('what waits for frames that come late, and leaves nothing behind', async () => {
    const folder = await tempFolder();
    vi.stubEnv('TMPDIR', folder);
    const pixels = Array.from({ length: 40 }, () => randomBytes(3000).toString('hex'));
    let files = 0;
    const source = (async function* () {
      for (const index of pixels.keys().toArray().reverse()) {
        files = Math.max(files, (await readdir(folder, { recursive: true })).length);
        yield indexed(index, pixels[index]);
      }
    })();
    const { done, written } = start({ source, window: 6 });
    expect(await done).toBe(40);
    expect(written).toEqual(pixels.map((text) => JSON.stringify(text)));
    expect(files).toBeGreaterThan(30);
    expect(await readdir(folder)).toEqual([]);
  });

  it('and leaves nothing behind when it fails', async () => {
    const folder = await tempFolder();
    vi.stubEnv('TMPDIR', folder);
    const failure = new Error('no more data');
    const source = (function* () {
      for (let index = 20; index > 0; index--) yield indexed(index, index);
      throw failure;
    })();
    await expect(start({ source, window: 4 }).done).rejects.toBe(failure);
    await turns();
    expect(await readdir(folder)).toEqual([]);
  });

  it('without a deadlock at a gap after spooled frames', { timeout: 5000 }, async () => {
    // 3 and 4 are spooled while 0 is missing; they give no room when they are written, while 6, 7 and 8 fill it; and
    // then 5 is missing, which can only be pulled when there is room.
    const order = [1, 2, 3, 4, 0, 6, 7, 8, 5];
    const source = order.map((index) => indexed(index, index));
    const { done, written } = start({ source, window: 3, write: () => turns(20) });
    expect(await done).toBe(order.length);
    expect(written.map(Number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each(Array.from({ length: 24 }, (_, seed) => ({ seed, window: 3 + (seed % 4) })))(
    'and encodes shuffled, sparse, repeating frames in order (seed $seed, window $window)',
    { timeout: 3000 },
    async ({ seed, window }) => {
      const random = randomNumbers(seed);
      const frames = Array.from({ length: 60 }, (_, index) => indexed(index, Math.floor(index / 3)))
        .filter(() => random() < 0.8)
        // Each moves by a few places, and some by many.
        .map((frame) => ({ frame, place: frame.index + (random() < 0.1 ? 40 : 6) * random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ frame }) => frame);
      const draw = async (frame: FrameRequest) => {
        await turns(Math.floor(random() * 6));
        return drawAtOnce(frame);
      };
      const write = () => turns(Math.floor(random() * (seed % 2 === 0 ? 3 : 20)));
      const { done, written } = start({ source: frames, window, draw, write });
      expect(await done).toBe(frames.length);
      const inOrder = frames.toSorted((a, b) => a.index - b.index);
      expect(written).toEqual(inOrder.map(({ params }) => String(params)));
    },
  );
});

describe('drawFrames() fails', { timeout: 3000 }, () => {
  const hang = () => NEVER;
  const endless = async function* () {
    yield 'a';
    await NEVER;
  };
  const failing = (error: Error) =>
    async function* () {
      yield 'a';
      yield 'b';
      throw error;
    };
  /** Fails at the second frame, when the source has been read. */
  const failAtB =
    (error: Error) =>
    async ({ params }: FrameRequest): Promise<DrawnFrame> => {
      if (params?.value.json === '"b"') {
        await turns();
        throw error;
      }
      return picture(params?.value.json ?? '');
    };

  const source = new InputError('The frame source has frame 0 twice (item 1)');
  const drawing = new FrameError(1, 'not drawn within 30 s (frameTimeoutMs)');
  const encoding = new EncoderError('ffmpeg stopped with exit code 1 before the video was complete');
  const starting = new Error('The browser ended');

  it.each<{ what: string; parts: () => Partial<Parts>; error: Error }>([
    { what: 'the source', parts: () => ({ source: failing(source)() }), error: source },
    { what: 'the source while all draw', parts: () => ({ source: failing(source)(), draw: hang }), error: source },
    {
      what: 'the source while ffmpeg takes nothing',
      parts: () => ({ source: failing(source)(), write: hang }),
      error: source,
    },
    { what: 'a frame', parts: () => ({ source: ['a', 'b', 'c'], draw: failAtB(drawing) }), error: drawing },
    {
      what: 'a frame while the source waits',
      parts: () => ({
        source: (async function* () {
          yield 'a';
          yield 'b';
          await NEVER;
        })(),
        draw: failAtB(drawing),
      }),
      error: drawing,
    },
    {
      what: 'a frame while there is no room',
      parts: () => ({
        source: ['a', 'b', 'c', 'd', 'e'],
        window: 3,
        draw: (frame) => (frame.index === 0 ? NEVER : failAtB(drawing)(frame)),
      }),
      error: drawing,
    },
    {
      what: 'a frame while others draw, after the end of the source',
      parts: () => ({
        source: ['a', 'b', 'c'],
        draw: (frame) => (frame.index === 2 ? NEVER : failAtB(drawing)(frame)),
      }),
      error: drawing,
    },
    {
      what: 'a frame while ffmpeg takes nothing and others draw, after the end of the source',
      parts: () => ({
        source: ['a', 'b', 'c'],
        draw: (frame) => (frame.index === 2 ? NEVER : failAtB(drawing)(frame)),
        write: hang,
      }),
      error: drawing,
    },
    {
      what: 'the encoder',
      parts: () => ({ source: ['a', 'b'], write: () => Promise.reject(encoding) }),
      error: encoding,
    },
    {
      what: 'the encoder while the source waits',
      parts: () => ({ source: endless(), write: () => Promise.reject(encoding) }),
      error: encoding,
    },
    {
      what: 'the encoder while others draw',
      parts: () => ({
        source: ['a', 'b', 'c', 'd'],
        window: 3,
        draw: (frame) => (frame.index === 0 ? drawAtOnce(frame) : NEVER),
        write: () => Promise.reject(encoding),
      }),
      error: encoding,
    },
    {
      what: 'a stage at its start',
      parts: () => ({ source: ['a', 'b'], complete: Promise.reject(starting) }),
      error: starting,
    },
    {
      what: 'a stage at its start while everything waits',
      parts: () => ({
        source: endless(),
        draw: hang,
        write: hang,
        complete: turns().then(() => Promise.reject(starting)),
      }),
      error: starting,
    },
  ])('with the error of $what', async ({ parts, error }) => {
    await expect(start(parts()).done).rejects.toBe(error);
  });

  it('with the first of several errors', async () => {
    const { gate } = gates<DrawnFrame>();
    const complete = Promise.withResolvers<void>();
    const { done } = start({
      source: ['a', 'b', 'c'],
      draw: ({ index }) => gate(index).promise,
      complete: complete.promise,
    });
    const outcome = done.catch((error: unknown) => error);
    await turns();
    gate(2).reject(drawing);
    await turns();
    gate(0).reject(new Error('later'));
    complete.reject(new Error('still later'));
    await turns();
    expect(await outcome).toBe(drawing);
  });

  it('when a first frame says that it repeats the one before', async () => {
    const { done } = start({ own: 2, draw: async () => ({ repeated: true, times: TIMES }) });
    await expect(done).rejects.toThrow(new RangeError('The first frame repeats nothing'));
  });
});

describe('drawFrames() is aborted', { timeout: 3000 }, () => {
  const reason = { why: 'enough' };
  const endless = async function* () {
    yield 'a';
    await NEVER;
  };
  const sparse = async function* () {
    yield indexed(1, 'b');
    await NEVER;
  };

  // Farm and encoder know the caller's signal themselves: what they do rejects with its reason.
  it.each<{ what: string; parts: (aborted: Promise<never>) => Partial<Parts> }>([
    { what: 'the source waits', parts: () => ({ source: endless() }) },
    {
      what: 'there is no room',
      parts: (aborted) => ({ source: countedSource().source, window: 3, draw: () => aborted }),
    },
    { what: 'a frame is missing', parts: () => ({ source: sparse() }) },
    { what: 'frames are drawn', parts: (aborted) => ({ source: ['a', 'b'], draw: () => aborted }) },
    { what: 'ffmpeg takes nothing', parts: (aborted) => ({ source: ['a', 'b'], write: () => aborted }) },
  ])('while $what, and throws the reason untouched', async ({ parts }) => {
    const controller = new AbortController();
    const aborted = Promise.withResolvers<never>();
    aborted.promise.catch(() => {});
    controller.signal.addEventListener('abort', () => aborted.reject(controller.signal.reason));
    const { done } = start({ ...parts(aborted.promise), signal: controller.signal });
    done.catch(() => {});
    await turns();
    controller.abort(reason);
    await expect(done).rejects.toBe(reason);
  });

  it('before it starts, and pulls nothing', async () => {
    const { source, seen } = countedSource();
    await expect(start({ source, signal: AbortSignal.abort(reason) }).done).rejects.toBe(reason);
    expect(seen.pulled).toBe(0);
  });
});

/** Pseudo-random numbers in 0 ≤ x < 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
