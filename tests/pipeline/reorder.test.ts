import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReorder, type OrderedFrame, type Reorder, type ReorderOptions } from '../../src/pipeline/reorder.ts';
import { createSpool, type Spool } from '../../src/pipeline/spool.ts';
import { tempFolder } from '../install/temp-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A spool for those who must not use it. */
const noSpool: Spool = {
  write: (index) => Promise.reject(new Error(`frame ${index} was spooled`)),
  read: (index) => Promise.reject(new Error(`frame ${index} was not spooled`)),
  close: async () => {},
};

function openReorder(options: Partial<ReorderOptions> = {}): Reorder {
  return createReorder({
    first: 0,
    capacity: 100,
    spool: noSpool,
    onSpooled: () => {},
    signal: new AbortController().signal,
    ...options,
  });
}

const picture = (name: number | string, release = () => {}): OrderedFrame => ({
  repeated: false,
  pixels: Buffer.from(String(name)),
  release,
});

/** What comes out, as text, as it comes. */
function readAll(reorder: Reorder) {
  const out: string[] = [];
  const done = (async () => {
    for await (const { frame } of reorder.frames()) out.push(frame.repeated ? 'repeated' : frame.pixels.toString());
    return out;
  })();
  return { out, done };
}

async function pullAndPut(reorder: Reorder, index: number, frame: OrderedFrame = picture(index)): Promise<void> {
  reorder.expect(index);
  await reorder.put(index, frame);
}

function permutations(items: number[]): number[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

describe('createReorder()', () => {
  it('gives out five frames in order, whatever the order they come in', async () => {
    const orders = permutations([0, 1, 2, 3, 4]);
    expect(orders).toHaveLength(120);
    for (const order of orders) {
      const reorder = openReorder();
      const { done } = readAll(reorder);
      for (const index of order) await pullAndPut(reorder, index);
      reorder.end();
      expect(await done).toEqual(['0', '1', '2', '3', '4']);
    }
  });

  it('gives out frames that came before anyone asked', async () => {
    const reorder = openReorder();
    for (const index of [2, 0, 1]) await pullAndPut(reorder, index);
    reorder.end();
    expect(await readAll(reorder).done).toEqual(['0', '1', '2']);
  });

  it('gives out each frame as soon as all before it have come', async () => {
    const reorder = openReorder();
    const { out, done } = readAll(reorder);
    const steps: string[] = [];
    for (const index of [1, 0, 3, 4, 2]) {
      await pullAndPut(reorder, index);
      await setImmediate();
      steps.push(out.join(''));
    }
    expect(steps).toEqual(['', '01', '01', '01', '01234']);
    reorder.end();
    await done;
  });

  it('begins with `first`', async () => {
    const reorder = openReorder({ first: 7 });
    const { out, done } = readAll(reorder);
    await pullAndPut(reorder, 8);
    await pullAndPut(reorder, 7);
    await setImmediate();
    expect(out).toEqual(['7', '8']);
    reorder.end();
    await done;
  });

  it('waits at a gap and closes it at the end', async () => {
    const reorder = openReorder();
    const { out, done } = readAll(reorder);
    for (const index of [0, 10, 3, 1_000_000, 7]) await pullAndPut(reorder, index);
    await setImmediate();
    expect(out).toEqual(['0']);
    reorder.end();
    expect(await done).toEqual(['0', '3', '7', '10', '1000000']);
  });

  it('ends without frames', async () => {
    const reorder = openReorder();
    const { done } = readAll(reorder);
    reorder.end();
    expect(await done).toEqual([]);
  });

  it('passes on that a frame repeats the one before', async () => {
    const reorder = openReorder();
    await pullAndPut(reorder, 1, { repeated: true });
    await pullAndPut(reorder, 0, picture('a'));
    await pullAndPut(reorder, 2, picture('b'));
    reorder.end();
    expect(await readAll(reorder).done).toEqual(['a', 'repeated', 'b']);
  });

  it('releases no frame that it gives out: who takes it does', async () => {
    const release = vi.fn();
    const reorder = openReorder();
    await pullAndPut(reorder, 0, picture('a', release));
    reorder.end();
    await readAll(reorder).done;
    expect(release).not.toHaveBeenCalled();
  });
});

describe('createReorder() spools', () => {
  it('what exceeds the capacity while the next frame was not pulled, to the bit, and leaves nothing behind', async () => {
    const folder = await tempFolder();
    vi.stubEnv('TMPDIR', folder);
    const spool = createSpool();
    const onSpooled = vi.fn();
    const reorder = openReorder({ capacity: 2, spool, onSpooled });
    const frames = Array.from({ length: 10 }, (_, index) => ({ index: index + 1, pixels: randomBytes(5000) }));
    const copies = frames.map(({ pixels }) => Buffer.from(pixels));

    for (const { index, pixels } of frames.toReversed()) {
      // The buffer is used again as soon as it is released.
      await pullAndPut(reorder, index, { repeated: false, pixels, release: () => pixels.fill(0) });
    }
    expect(onSpooled).toHaveBeenCalledTimes(8);
    expect(await readdir(folder, { recursive: true })).toHaveLength(9);

    reorder.end();
    const out = await Array.fromAsync(reorder.frames());
    expect(out.map(({ frame }) => (frame.repeated ? undefined : frame.pixels))).toEqual(copies);
    // The frames furthest ahead went to disk.
    expect(out.map(({ inRoom }) => inRoom)).toEqual([true, true, ...Array(8).fill(false)]);
    await spool.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('nothing within the capacity', async () => {
    const reorder = openReorder({ capacity: 3 });
    for (const index of [5, 3, 1]) await pullAndPut(reorder, index);
    reorder.end();
    expect(await readAll(reorder).done).toEqual(['1', '3', '5']);
  });

  it('nothing while the next frame is being drawn', async () => {
    const reorder = openReorder({ capacity: 1 });
    const { done } = readAll(reorder);
    for (const index of [0, 1, 2, 3, 4]) reorder.expect(index);
    for (const index of [4, 3, 2, 1, 0]) await reorder.put(index, picture(index));
    reorder.end();
    expect(await done).toEqual(['0', '1', '2', '3', '4']);
  });

  it('nothing while the reader is slow', async () => {
    const reorder = openReorder({ capacity: 1 });
    for (const index of [0, 1, 2, 3, 4]) await pullAndPut(reorder, index);
    reorder.end();
    expect(await readAll(reorder).done).toEqual(['0', '1', '2', '3', '4']);
  });

  it('repeated frames by giving up their place: they have no pixels', async () => {
    const onSpooled = vi.fn();
    const reorder = openReorder({ capacity: 1, onSpooled });
    await pullAndPut(reorder, 1, picture('a'));
    for (const index of [2, 3, 4]) await pullAndPut(reorder, index, { repeated: true });
    expect(onSpooled).toHaveBeenCalledTimes(3);
    reorder.end();
    const out = await Array.fromAsync(reorder.frames());
    expect(out.map(({ frame, inRoom }) => [frame.repeated, inRoom])).toEqual([
      [false, true],
      [true, false],
      [true, false],
      [true, false],
    ]);
  });

  it('and releases a frame only once it is on disk', async () => {
    const written = Promise.withResolvers<void>();
    const release = vi.fn();
    const onSpooled = vi.fn();
    const reorder = openReorder({ capacity: 0, spool: { ...noSpool, write: () => written.promise }, onSpooled });
    const put = pullAndPut(reorder, 5, picture('f', release));
    await setImmediate();
    expect([release.mock.calls.length, onSpooled.mock.calls.length]).toEqual([0, 0]);
    written.resolve();
    await put;
    expect([release.mock.calls.length, onSpooled.mock.calls.length]).toEqual([1, 1]);
  });

  it('and rejects the put() whose frame cannot be written', async () => {
    const full = new Error('ENOSPC: no space left on device');
    const reorder = openReorder({ capacity: 0, spool: { ...noSpool, write: () => Promise.reject(full) } });
    await expect(pullAndPut(reorder, 5)).rejects.toBe(full);
  });

  it('and rejects the reader whose frame cannot be read back', async () => {
    const gone = new Error('ENOENT: no such file');
    const spool: Spool = { ...noSpool, write: async () => {}, read: () => Promise.reject(gone) };
    const reorder = openReorder({ capacity: 0, spool });
    await pullAndPut(reorder, 5);
    reorder.end();
    await expect(readAll(reorder).done).rejects.toBe(gone);
  });
});

describe('createReorder() is aborted', () => {
  it.each([
    { what: 'before the first frame', before: [] },
    { what: 'after a frame', before: [0] },
    { what: 'at a gap', before: [0, 2, 3] },
  ])('and wakes a reader that is parked $what', { timeout: 2000 }, async ({ before }) => {
    const controller = new AbortController();
    const reorder = openReorder({ signal: controller.signal });
    const { done } = readAll(reorder);
    for (const index of before) await pullAndPut(reorder, index);
    await setImmediate();
    const reason = { why: 'enough' };
    controller.abort(reason);
    await expect(done).rejects.toBe(reason);
  });

  it('and wakes a reader that comes to wait later', { timeout: 2000 }, async () => {
    const controller = new AbortController();
    const reorder = openReorder({ signal: controller.signal });
    await pullAndPut(reorder, 0);
    const frames = reorder.frames();
    await frames.next();
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(frames.next()).rejects.toBe(reason);
  });

  it('and wakes a reader when a frame comes after the abort', { timeout: 2000 }, async () => {
    const controller = new AbortController();
    const reorder = openReorder({ signal: controller.signal });
    const reason = new Error('enough');
    const frames = reorder.frames();
    controller.abort(reason);
    await pullAndPut(reorder, 0);
    const outcome = await (async () => {
      await frames.next();
      return frames.next();
    })().catch((error: unknown) => error);
    expect(outcome).toBe(reason);
  });

  it('already: no reader waits', { timeout: 2000 }, async () => {
    const reason = new Error('enough');
    const reorder = openReorder({ signal: AbortSignal.abort(reason) });
    await expect(readAll(reorder).done).rejects.toBe(reason);
  });
});
