import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { rewindable } from '../../src/frames/rewindable.ts';

/** A source that counts what was asked of it, and gives letters. */
function letters(text = 'abcd') {
  const seen = { asked: 0, closed: 0 };
  const source = (async function* () {
    try {
      for (const letter of text) {
        seen.asked++;
        yield letter;
      }
    } finally {
      seen.closed++;
    }
  })();
  return { source, seen };
}

describe('rewindable()', () => {
  it('gives the items, then undefined for ever', async () => {
    const items = rewindable(letters('ab').source);
    const given = [await items.next(), await items.next(), await items.next(), await items.next()];
    expect(given).toEqual(['a', 'b', undefined, undefined]);
  });

  it('asks its source for one item at a time', async () => {
    const { source, seen } = letters();
    const items = rewindable(source);
    await setImmediate();
    expect(seen.asked).toBe(0);
    await items.next();
    await setImmediate();
    expect(seen.asked).toBe(1);
  });

  it('starts over without asking its source again', async () => {
    const { source, seen } = letters();
    const items = rewindable(source);
    await items.next();
    await items.next();
    items.rewind();
    expect([await items.next(), await items.next()]).toEqual(['a', 'b']);
    expect(seen.asked).toBe(2);
    expect(await items.next()).toBe('c');
    items.rewind();
    expect([await items.next(), await items.next(), await items.next(), await items.next()]).toEqual([...'abcd']);
    expect(await items.next()).toBeUndefined();
  });

  it('starts over after the end', async () => {
    const items = rewindable(letters('a').source);
    expect([await items.next(), await items.next()]).toEqual(['a', undefined]);
    items.rewind();
    expect([await items.next(), await items.next()]).toEqual(['a', undefined]);
  });

  it('gives what is kept, and goes on, when settled after a rewind', async () => {
    const items = rewindable(letters('abcd').source);
    await items.next();
    await items.next();
    items.rewind();
    items.settle();
    const given = [await items.next(), await items.next(), await items.next(), await items.next(), await items.next()];
    expect(given).toEqual(['a', 'b', 'c', 'd', undefined]);
  });

  it('refuses to start over once settled', async () => {
    const items = rewindable(letters().source);
    await items.next();
    items.settle();
    expect(() => items.rewind()).toThrow('A settled source cannot be read again');
    expect(await items.next()).toBe('b');
  });

  it('passes on what its source throws', async () => {
    const failure = new Error('no more data');
    const source = (async function* () {
      yield 'a';
      throw failure;
    })();
    const items = rewindable(source);
    expect(await items.next()).toBe('a');
    await expect(items.next()).rejects.toBe(failure);
  });

  it('closes its source once', async () => {
    const { source, seen } = letters();
    const items = rewindable(source);
    await items.next();
    await items.close();
    await items.close();
    expect(seen.closed).toBe(1);
    expect(await items.next()).toBeUndefined();
  });

  it('skips nothing when it starts over while an item is under way', async () => {
    const late = Promise.withResolvers<string>();
    const source = (async function* () {
      yield 'a';
      yield await late.promise;
      yield 'c';
    })();
    const items = rewindable(source);
    await items.next();
    // A stage failed meanwhile: the attempt that asked for it is over, and nobody waits for it.
    const abandoned = items.next();
    items.rewind();
    late.resolve('b');
    await abandoned;
    expect([await items.next(), await items.next(), await items.next()]).toEqual(['a', 'b', 'c']);
  });

  it('gives an item that was under way only once when it starts over meanwhile', async () => {
    const late = Promise.withResolvers<string>();
    const source = (async function* () {
      yield await late.promise;
      yield 'b';
    })();
    const items = rewindable(source);
    const abandoned = items.next();
    items.rewind();
    const again = items.next();
    late.resolve('a');
    await abandoned;
    expect([await again, await items.next(), await items.next()]).toEqual(['a', 'b', undefined]);
  });

  it('close() does not wait for an item that never comes: an abort must end the render', {
    timeout: 2000,
  }, async () => {
    const source = (async function* () {
      yield 'a';
      await new Promise(() => {});
      yield 'b';
    })();
    const items = rewindable(source);
    await items.next();
    // As the pipeline does when it is aborted: the item is asked for, and no longer waited for.
    void items.next();
    await expect(items.close()).resolves.toBeUndefined();
  });
});
