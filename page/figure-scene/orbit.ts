import { getAttribute, withAttribute } from './attributes.ts';
import { readView, toPoint } from './camera-view.ts';
import { type FigureState, isAttributes } from './figure-state.ts';
import { sceneOf } from './scene-of.ts';
import { cross, dot, minus, plus, times, type Vector } from './vector.ts';

/** A state whose 3-D scenes are seen from a camera that has turned about its `up`, by degrees. */
export function turnCameras(state: FigureState, degrees: number): FigureState {
  let { layout } = state;
  for (const id of new Set(state.data.flatMap((trace) => sceneOf(trace) ?? []))) {
    const camera = getAttribute(layout, `${id}.camera`);
    const { eye, center, up } = readView(camera);
    // About a direction of no length nothing turns.
    if (up.some(Number.isNaN)) continue;
    const turned = plus(center, rotate(minus(eye, center), up, (degrees * Math.PI) / 180));
    layout = withAttribute(layout, `${id}.camera`, { ...(isAttributes(camera) ? camera : {}), eye: toPoint(turned) });
  }
  return { ...state, layout };
}

/** Rodrigues' formula: v cos θ + (k × v) sin θ + k (k · v)(1 − cos θ), for a unit vector k. */
function rotate(v: Vector, k: Vector, angle: number): Vector {
  const along = dot(k, v) * (1 - Math.cos(angle));
  return plus(plus(times(v, Math.cos(angle)), times(cross(k, v), Math.sin(angle))), times(k, along));
}
