// The clock that scenes see. It is bundled with scenes that ask for the time or for random numbers, which get these in
// place of the browser's own. What it needs of the browser it takes by name: its own mentions would be replaced as well.
import { SCENE_CLOCK, type SceneClock } from './protocol.ts';

/** 2000-01-01T00:00:00Z: the time at frame 0, in milliseconds since 1970. */
const START = 946_684_800_000;

/** Milliseconds since frame 0. */
let elapsed = 0;

const setClock: SceneClock = (milliseconds) => {
  elapsed = milliseconds;
};
Reflect.set(globalThis, SCENE_CLOCK, setClock);

const wholeMilliseconds = () => Math.floor(START + elapsed);

const RealDate: DateConstructor = Reflect.get(globalThis, 'Date');

/** The browser's `Date`, for which it is now as late as the frame says. */
export const sceneDate: DateConstructor = new Proxy(RealDate, {
  apply: () => new RealDate(wholeMilliseconds()).toString(),
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [wholeMilliseconds()] : given, newTarget),
  get: (target, key) => (key === 'now' ? wholeMilliseconds : Reflect.get(target, key)),
});

/** The browser's `performance`, which counts from frame 0. */
export const scenePerformance: object = new Proxy(Reflect.get(globalThis, 'performance'), {
  get: (target, key) => {
    if (key === 'now') return () => elapsed;
    if (key === 'timeOrigin') return START;
    const value: unknown = Reflect.get(target, key);
    // The browser's methods work on the browser's object only.
    return typeof value === 'function' ? value.bind(target) : value;
  },
});

/** `Math.random()`: it begins anew with each frame by itself, and is here so that it is known that the scene calls it. */
export const sceneRandom = (): number => Reflect.get(Math, 'random')();
