import { describe, expect, it } from 'vitest';
import { createFramePool } from '../../src/farm/frame-pool.ts';

describe('createFramePool()', () => {
  it('gives buffers of the size, each to one taker', () => {
    const pool = createFramePool(1000);
    const [one, other] = [pool.take(), pool.take()];
    expect([one.length, other.length]).toEqual([1000, 1000]);
    expect(one.buffer).not.toBe(other.buffer);
  });

  it('gives again what was given back, and no more than that', () => {
    const pool = createFramePool(10);
    const [one, other] = [pool.take(), pool.take()];
    pool.give(one);
    pool.give(other);
    expect(new Set([pool.take(), pool.take()])).toEqual(new Set([one, other]));
    const third = pool.take();
    expect(third).not.toBe(one);
    expect(third).not.toBe(other);
  });

  it('gives memory of its own: not a part of what others use', () => {
    expect(createFramePool(10).take().buffer.byteLength).toBe(10);
  });
});
