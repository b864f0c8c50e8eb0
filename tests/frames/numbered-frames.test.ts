import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { indexed } from '../../src/frames/indexed.ts';
import { type FrameSelection, type NumberedFrame, numberFrames } from '../../src/frames/numbered-frames.ts';
import type { FrameSource } from '../../src/options/options.ts';

const ALL: FrameSelection = { count: undefined, range: undefined };

/** The frames as [index, JSON of the params]. */
async function numbered(source: FrameSource, selection: Partial<FrameSelection> = {}) {
  const frames: [number, string | undefined][] = [];
  for await (const { index, params } of numberFrames(source, { ...ALL, ...selection })) {
    frames.push([index, params?.value.json]);
  }
  return frames;
}

async function repeats(source: FrameSource, selection: Partial<FrameSelection> = {}) {
  const frames = await Array.fromAsync(numberFrames(source, { ...ALL, ...selection }));
  return frames.map((frame) => frame.repeats);
}

/** A source of numbers that counts what was asked of it. */
function watchedSource(length = Number.POSITIVE_INFINITY) {
  const seen = { asked: 0, closed: 0 };
  const source = {
    [Symbol.iterator]: () => ({
      next: () => {
        const value = seen.asked++;
        return value < length ? { done: false, value } : { done: true, value: undefined };
      },
      return: () => {
        seen.closed++;
        return { done: true, value: undefined };
      },
    }),
  } as Iterable<number>;
  return { source, seen };
}

describe('numberFrames() keeps limits', () => {
  const limits = { frames: 3, paramsBytes: 20 };
  const take = (source: FrameSource, range?: [number, number]) =>
    Array.fromAsync(numberFrames(source, { ...ALL, range }, limits));

  it.each([
    { what: 'as many frames as there may be', source: [1, 2, 3], frames: 3 },
    { what: 'these out of any number', source: watchedSource().source, range: [90, 92] as [number, number], frames: 3 },
  ])('and takes $what', async ({ source, range, frames }) => {
    expect(await take(source, range)).toHaveLength(frames);
  });

  it('and stops a source that goes on', async () => {
    const { source, seen } = watchedSource();
    await expect(take(source)).rejects.toMatchObject({
      ...{ name: 'LimitError', limit: 'frames', max: 3 },
      message: 'The frame source has more than 3 frames (`limits.frames`, --limit frames)',
    });
    expect(seen).toEqual({ asked: 4, closed: 1 });
  });

  it.each([
    { what: 'JSON', params: 'x'.repeat(19), size: '21 bytes' },
    { what: 'characters of two bytes', params: 'π'.repeat(10), size: '22 bytes' },
    { what: 'typed arrays', params: new Float64Array(1000), size: '8 kB' },
  ])('and refuses params of too many bytes, naming the frame: $what', async ({ params, size }) => {
    await expect(take(['x'.repeat(18), params])).rejects.toMatchObject({
      ...{ name: 'LimitError', limit: 'paramsBytes', max: 20 },
      message: `Frame 1: the params have ${size}, more than 20 bytes (\`limits.paramsBytes\`, --limit params-size)`,
    });
  });
});

describe('numberFrames()', () => {
  it.each([
    { what: 'an array', source: () => ['a', 'b'] },
    { what: 'a generator', source: () => ['a', 'b'].values() },
    { what: 'a Set', source: () => new Set(['a', 'b']) },
    {
      what: 'an async generator',
      source: async function* () {
        yield 'a';
        yield 'b';
      },
    },
    { what: 'an iterable of promises', source: () => [Promise.resolve('a'), 'b'] },
  ])('numbers the items of $what', async ({ source }) => {
    expect(await numbered(source())).toEqual([
      [0, '"a"'],
      [1, '"b"'],
    ]);
  });

  it('gives nothing for an empty source', async () => {
    expect(await numbered([])).toEqual([]);
  });

  it('takes null and undefined for params without content', async () => {
    expect(await numbered([null, undefined])).toEqual([
      [0, 'null'],
      [1, 'null'],
    ]);
  });

  it("takes an indexed item's place from its index and a plain one's from its position", async () => {
    const source = [indexed(4, 'e'), 'b', indexed(0, 'a'), 'd', indexed(10, 'k')];
    expect(await numbered(source)).toEqual([
      [4, '"e"'],
      [1, '"b"'],
      [0, '"a"'],
      [3, '"d"'],
      [10, '"k"'],
    ]);
  });

  it.each([
    { source: [indexed(0, 'a'), indexed(0, 'b')], message: 'The frame source has frame 0 twice (item 1)' },
    { source: ['a', indexed(5, 'f'), indexed(0, 'b')], message: 'The frame source has frame 0 twice (item 2)' },
    { source: [indexed(1, 'b'), 'x'], message: 'The frame source has frame 1 twice (item 1)' },
    { source: [indexed(7, 'h'), 'b', indexed(7, 'h')], message: 'The frame source has frame 7 twice (item 2)' },
    {
      source: ['a', indexed(-1, 'b')],
      message: 'Expected the index of item 1 of the frame source to be an integer, 0 or above, got -1',
    },
    {
      source: [indexed(0.5, 'a')],
      message: 'Expected the index of item 0 of the frame source to be an integer, 0 or above, got 0.5',
    },
    {
      source: [indexed(Number.NaN, 'a')],
      message: 'Expected the index of item 0 of the frame source to be an integer, 0 or above, got NaN',
    },
  ])('refuses with "$message"', async ({ source, message }) => {
    await expect(numbered(source)).rejects.toThrow(new InputError(message));
  });

  it('names frame and place of params that cannot be sent', async () => {
    const source = [{ x: 1 }, indexed(7, { list: [0, () => {}] })];
    const error = await numbered(source).catch((error: unknown) => error);
    expect(error).toEqual(new InputError('Frame 7: params.list[1] is a function, which cannot be sent to the page'));
    expect(error).toHaveProperty('cause', expect.any(InputError));
  });

  it('passes on what a source throws, untouched, after the frames before', async () => {
    const failure = new Error('no more data');
    const frames: NumberedFrame[] = [];
    const source = (function* () {
      yield 'a';
      throw failure;
    })();
    const reading = (async () => {
      for await (const frame of numberFrames(source, ALL)) frames.push(frame);
    })();
    await expect(reading).rejects.toBe(failure);
    expect(frames).toHaveLength(1);
  });
});

describe('numberFrames() takes `count` frames', () => {
  it.each([1, 2, 3])('%i of 3', async (count) => {
    expect(await numbered(['a', 'b', 'c'], { count })).toHaveLength(count);
  });

  it('counts items, not indices', async () => {
    const source = [indexed(100, 'a'), indexed(50, 'b'), indexed(0, 'c')];
    expect(await numbered(source, { count: 2 })).toEqual([
      [100, '"a"'],
      [50, '"b"'],
    ]);
  });

  it.each([
    { length: 0, message: 'The frame source ended after 0 of 4 frames (frameCount)' },
    { length: 3, message: 'The frame source ended after 3 of 4 frames (frameCount)' },
  ])('and refuses a source of $length', async ({ length, message }) => {
    const { source } = watchedSource(length);
    await expect(numbered(source, { count: 4 })).rejects.toThrow(new InputError(message));
  });
});

describe('numberFrames() takes a `range`', () => {
  it.each([
    { range: [0, 0], indices: [0] },
    { range: [1, 3], indices: [1, 2, 3] },
    { range: [3, 100], indices: [3, 4] },
    { range: [5, 9], indices: [] },
  ] as const)('$range of 5 frames: $indices', async ({ range, indices }) => {
    const frames = await numbered(['a', 'b', 'c', 'd', 'e'], { range });
    expect(frames.map(([index]) => index)).toEqual(indices);
  });

  it('of indices out of order, reading on while one of them may come', async () => {
    const source = [indexed(9, 'j'), indexed(2, 'c'), indexed(0, 'a'), indexed(1, 'b'), indexed(3, 'd')];
    expect(await numbered(source, { range: [1, 2] })).toEqual([
      [2, '"c"'],
      [1, '"b"'],
    ]);
  });

  it('and packs no params outside it', async () => {
    const source = [() => {}, 'b', () => {}];
    expect(await numbered(source, { range: [1, 1] })).toEqual([[1, '"b"']]);
  });

  it('within the first `count` frames', async () => {
    expect(await numbered(['a', 'b', 'c', 'd'], { range: [1, 3], count: 2 })).toEqual([[1, '"b"']]);
  });
});

describe('numberFrames() is lazy', () => {
  it('asks the source for one item per frame asked of it', async () => {
    const { source, seen } = watchedSource();
    const frames = numberFrames(source, ALL);
    await setImmediate();
    expect(seen.asked).toBe(0);
    for (let asked = 1; asked <= 5; asked++) {
      await frames.next();
      await setImmediate();
      expect(seen.asked).toBe(asked);
    }
  });

  it('closes the source when it is left early', async () => {
    const { source, seen } = watchedSource();
    const frames = numberFrames(source, ALL);
    await frames.next();
    expect(seen.closed).toBe(0);
    await frames.return(undefined);
    expect(seen.closed).toBe(1);
  });

  it.each([
    { what: 'after `count` frames', selection: { count: 2, range: undefined }, asked: 2 },
    { what: 'after the end of `range`', selection: { count: undefined, range: [1, 4] }, asked: 5 },
  ] as const)('asks no further and closes the source $what', async ({ selection, asked }) => {
    const { source, seen } = watchedSource();
    await Array.fromAsync(numberFrames(source, selection));
    expect(seen).toEqual({ asked, closed: 1 });
  });

  it('closes the source when it refuses an item', async () => {
    let closed = false;
    const source = (function* () {
      try {
        yield indexed(0, 'a');
        yield indexed(0, 'a');
        yield indexed(1, 'a');
      } finally {
        closed = true;
      }
    })();
    await expect(numbered(source)).rejects.toThrow('has frame 0 twice');
    expect(closed).toBe(true);
  });
});

describe('numberFrames() marks repeats', () => {
  it('of consecutive frames with equal params', async () => {
    const source = [{ x: 1 }, { x: 1 }, { x: 2 }, { x: 2 }, { x: 2 }, { x: 1 }];
    expect(await repeats(source)).toEqual([false, true, false, true, true, false]);
  });

  it('never of the first frame', async () => {
    expect(await repeats([null, null])).toEqual([false, true]);
    expect(await repeats([{ x: 1 }, { x: 1 }, { x: 1 }], { range: [1, 2] })).toEqual([false, true]);
  });

  it('only where the frame before in the source is the frame before in the video', async () => {
    const same = { x: 1 };
    const source = [indexed(3, same), indexed(4, same), indexed(6, same), indexed(2, same), indexed(5, same)];
    expect(await repeats(source)).toEqual([false, true, false, false, false]);
  });

  it('by the content of typed arrays, inline and large', async () => {
    for (const length of [10, 10_000]) {
      const array = (fill: number) => ({ y: new Float64Array(length).fill(fill) });
      expect(await repeats([array(1), array(1), array(2)])).toEqual([false, true, false]);
    }
  });

  it.each([10, 10_000])(
    'but not of an array of %i numbers that its source fills anew for each frame',
    async (length) => {
      const y = new Float64Array(length);
      const source = (function* () {
        for (let i = 0; i < 3; i++) yield { y: y.fill(i) };
      })();
      expect(await repeats(source)).toEqual([false, false, false]);
    },
  );

  it('but not of an object that its source changes for each frame', async () => {
    const params = { phase: 0, y: [0, 0] };
    const source = (function* () {
      for (let i = 0; i < 3; i++) {
        params.phase = i;
        yield params;
      }
    })();
    expect(await repeats(source)).toEqual([false, false, false]);
  });
});
