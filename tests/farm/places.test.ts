import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPlaces } from '../../src/farm/places.ts';

/** Places for stages that are names, and what is drawn where until it is told to end. */
function fakes() {
  const stop = new AbortController();
  const places = createPlaces<{ name: string; inFlight: number }>(stop.signal);
  const drawn: string[] = [];
  const open: PromiseWithResolvers<void>[] = [];
  const stages = new Map<string, { name: string; inFlight: number }>();
  const stage = (name: string, inFlight = 2) => {
    const made = stages.get(name) ?? { name, inFlight };
    stages.set(name, made);
    return made;
  };
  const use = (frame: number, urgent = false) =>
    places.use(async ({ name }) => {
      drawn.push(`${frame} on ${name}`);
      const ended = Promise.withResolvers<void>();
      open.push(ended);
      await ended.promise;
    }, urgent);
  return { stop, places, drawn, open, stage, use };
}

const turns = async () => {
  for (let i = 0; i < 5; i++) await setImmediate();
};

describe('createPlaces()', () => {
  it('gives each stage as many frames as it takes, the others when one has ended', async () => {
    const { places, drawn, open, stage, use } = fakes();
    places.add(stage('a'));
    places.add(stage('b', 1));
    for (let k = 0; k < 5; k++) use(k);
    await turns();
    expect(drawn).toEqual(['0 on a', '1 on a', '2 on b']);
    open[2]?.resolve();
    await turns();
    expect(drawn.slice(3)).toEqual(['3 on b']);
  });

  it('draws what is urgent first', async () => {
    const { places, drawn, stage, use } = fakes();
    for (let k = 0; k < 3; k++) use(k);
    use(9, true);
    places.add(stage('a'));
    await turns();
    expect(drawn).toEqual(['9 on a', '0 on a']);
  });

  it('waits while there is no stage, and until the frames of one that goes are through', async () => {
    const { places, drawn, open, stage, use } = fakes();
    places.add(stage('a'));
    use(0);
    await turns();
    let through = false;
    const removed = places.remove(stage('a')).then(() => {
      through = true;
    });
    use(1);
    await turns();
    expect({ drawn, through }).toEqual({ drawn: ['0 on a'], through: false });
    open[0]?.resolve();
    await removed;
    await turns();
    expect(drawn).toEqual(['0 on a']);
    places.add(stage('b'));
    await turns();
    expect(drawn).toEqual(['0 on a', '1 on b']);
  });

  it('gives a stage that goes no more frames, although others wait', async () => {
    const { places, drawn, open, stage, use } = fakes();
    places.add(stage('a'));
    places.add(stage('b'));
    for (let k = 0; k < 6; k++) use(k);
    await turns();
    places.remove(stage('a'));
    for (const ended of open) ended.resolve();
    await turns();
    expect(drawn.slice(4)).toEqual(['4 on b', '5 on b']);
  });

  it('rejects what waits with the reason of an abort', async () => {
    const { stop, use } = fakes();
    const waiting = use(0);
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});
