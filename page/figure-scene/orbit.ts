import { getAttribute, withAttribute } from './attributes.ts';
import { type FigureState, isAttributes } from './figure-state.ts';
import { sceneOf } from './scene-of.ts';

type Vector = readonly [x: number, y: number, z: number];

/** A state whose 3-D scenes are seen from a camera that has turned about its `up`, by degrees. */
export function turnCameras(state: FigureState, degrees: number): FigureState {
  let { layout } = state;
  for (const id of new Set(state.data.flatMap((trace) => sceneOf(trace) ?? []))) {
    const camera = getAttribute(layout, `${id}.camera`);
    const eye = toVector(getAttribute(camera, 'eye'), [1.25, 1.25, 1.25]);
    const center = toVector(getAttribute(camera, 'center'), [0, 0, 0]);
    const up = toVector(getAttribute(camera, 'up'), [0, 0, 1]);
    const [x, y, z] = plus(center, rotate(minus(eye, center), normalize(up), (degrees * Math.PI) / 180));
    layout = withAttribute(layout, `${id}.camera`, { ...(isAttributes(camera) ? camera : {}), eye: { x, y, z } });
  }
  return { ...state, layout };
}

/** Rodrigues' formula: v cos θ + (k × v) sin θ + k (k · v)(1 − cos θ), for a unit vector k. */
function rotate(v: Vector, k: Vector, angle: number): Vector {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = (k[0] * v[0] + k[1] * v[1] + k[2] * v[2]) * (1 - cos);
  const cross: Vector = [k[1] * v[2] - k[2] * v[1], k[2] * v[0] - k[0] * v[2], k[0] * v[1] - k[1] * v[0]];
  const turned = (i: 0 | 1 | 2) => v[i] * cos + cross[i] * sin + k[i] * along;
  return [turned(0), turned(1), turned(2)];
}

function toVector(value: unknown, fallback: Vector): Vector {
  const part = (key: string, i: 0 | 1 | 2) => {
    const number = getAttribute(value, key);
    return typeof number === 'number' ? number : fallback[i];
  };
  return [part('x', 0), part('y', 1), part('z', 2)];
}

function plus(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function normalize(v: Vector): Vector {
  const length = Math.hypot(...v) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
}
