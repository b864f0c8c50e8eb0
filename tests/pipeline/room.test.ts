import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRoom } from '../../src/pipeline/room.ts';

/** Enters and notes it. */
function enterAll(room: ReturnType<typeof createRoom>, names: string) {
  const entered: string[] = [];
  const entering = [...names].map((name) => room.enter().then(() => entered.push(name)));
  return { entered, entering };
}

describe('createRoom()', () => {
  it('lets in as many as it has places, and the others in their order as these leave', async () => {
    const room = createRoom(2, new AbortController().signal);
    const { entered, entering } = enterAll(room, 'abcd');
    await setImmediate();
    expect(entered.join('')).toBe('ab');
    room.leave();
    await setImmediate();
    expect(entered.join('')).toBe('abc');
    room.leave();
    await Promise.all(entering);
    expect(entered.join('')).toBe('abcd');
  });

  it('keeps a place that nobody waits for', async () => {
    const room = createRoom(1, new AbortController().signal);
    await room.enter();
    room.leave();
    const { entered } = enterAll(room, 'ab');
    await setImmediate();
    expect(entered.join('')).toBe('a');
  });

  it('wakes all who wait with the reason of an abort', async () => {
    const controller = new AbortController();
    const room = createRoom(1, controller.signal);
    await room.enter();
    const waiting = [room.enter(), room.enter()];
    const reason = { why: 'enough' };
    controller.abort(reason);
    for (const waiter of waiting) await expect(waiter).rejects.toBe(reason);
  });

  it('lets nobody in after an abort', async () => {
    const reason = new Error('enough');
    await expect(createRoom(1, AbortSignal.abort(reason)).enter()).rejects.toBe(reason);
  });
});
