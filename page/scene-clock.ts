import { SCENE_CLOCK, type SceneClock } from '../src/protocol.ts';

/** Sets the clock that the scene sees; undefined when it asks neither for the time nor for random numbers. */
export function sceneClock(): SceneClock | undefined {
  const clock: unknown = Reflect.get(globalThis, SCENE_CLOCK);
  return isClock(clock) ? clock : undefined;
}

function isClock(value: unknown): value is SceneClock {
  return typeof value === 'function';
}
