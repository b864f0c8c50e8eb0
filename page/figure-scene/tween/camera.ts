import { readView, toPoint } from '../camera-view.ts';
import type { Attributes } from '../figure-state.ts';
import { cross, dot, minus, mix, plus, times, unit, type Vector } from '../vector.ts';
import { type Motion, movingRecord, switching, valueAt } from './motion.ts';

/**
 * Swings the camera of a 3-D scene round its center: distance, height angle and turn change evenly, the turn the
 * shorter way. On a straight line the eye would come too near half way.
 */
export function planCamera(from: Attributes, to: Attributes): Motion {
  const start = readView(from);
  const end = readView(to);
  const pole = unit(mix(start.up, end.up, 0.5));
  // Ups that are opposite have nothing in between.
  if (pole.some(Number.isNaN)) return switching(from, to);

  const first = spherical(minus(start.eye, start.center), pole);
  const second = spherical(minus(end.eye, end.center), pole);
  const turn = first.turn ?? second.turn ?? 0;
  const swing = shorterSwing((second.turn ?? turn) - turn);
  const rest = movingRecord(from, to, (a, b, key) => (VIEW.has(key) ? { still: a } : switching(a, b)));

  return {
    at: (position) => {
      const between = (a: number, b: number) => a + (b - a) * position;
      const center = mix(start.center, end.center, position);
      const eye = cartesian(
        {
          // An easing that overshoots must not lead through the center.
          distance: Math.max(NEAREST, between(first.distance, second.distance)),
          height: between(first.height, second.height),
          turn: turn + swing * position,
        },
        pole,
      );
      return {
        ...valueAt(rest, position),
        eye: toPoint(plus(center, eye)),
        center: toPoint(center),
        up: toPoint(unit(mix(start.up, end.up, position))),
      };
    },
  };
}

const VIEW = new Set(['eye', 'center', 'up']);
const NEAREST = 0.001;

interface Spherical {
  distance: number;
  /** Angle above the plane at right angles to the pole, in radians. */
  height: number;
  /** Angle in that plane, in radians; none straight above and below. */
  turn?: number;
}

function spherical(place: Vector, pole: Vector): Spherical {
  const [east, north] = planeOf(pole);
  const [x, y, z] = [dot(place, east), dot(place, north), dot(place, pole)];
  const distance = Math.hypot(x, y, z);
  const flat = Math.hypot(x, y);
  const height = Math.atan2(z, flat);
  // Below this the turn is only what rounding has left.
  return flat < 1e-9 * distance ? { distance, height } : { distance, height, turn: Math.atan2(y, x) };
}

function cartesian({ distance, height, turn = 0 }: Spherical, pole: Vector): Vector {
  const [east, north] = planeOf(pole);
  const flat = distance * Math.cos(height);
  const inPlane = plus(times(east, flat * Math.cos(turn)), times(north, flat * Math.sin(turn)));
  return plus(inPlane, times(pole, distance * Math.sin(height)));
}

/** Two directions at right angles to the pole and to each other; x and y when the pole is z. */
function planeOf(pole: Vector): [Vector, Vector] {
  const aside: Vector = Math.abs(pole[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const east = unit(minus(aside, times(pole, dot(aside, pole))));
  return [east, cross(pole, east)];
}

function shorterSwing(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
