import { type Attributes, isAttributes } from './figure-state.ts';
import { unit, type Vector } from './vector.ts';

/** Where a 3-D scene is seen from. */
export interface View {
  eye: Vector;
  center: Vector;
  /** Of length 1; NaNs where the camera has a direction of no length. */
  up: Vector;
}

/** A camera's view, with Plotly's own for what it leaves out. */
export function readView(camera: unknown): View {
  const { eye, center, up } = isAttributes(camera) ? camera : {};
  return {
    eye: readPoint(eye, [1.25, 1.25, 1.25]),
    center: readPoint(center, [0, 0, 0]),
    up: unit(readPoint(up, [0, 0, 1])),
  };
}

/** As cameras have it. */
export function toPoint([x, y, z]: Vector): Attributes {
  return { x, y, z };
}

function readPoint(value: unknown, fallback: Vector): Vector {
  const { x, y, z } = isAttributes(value) ? value : {};
  return [readNumber(x, fallback[0]), readNumber(y, fallback[1]), readNumber(z, fallback[2])];
}

function readNumber(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
