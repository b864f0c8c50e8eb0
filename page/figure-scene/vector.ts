/** x, y and z in a 3-D scene. */
export type Vector = readonly [number, number, number];

export function mix(a: Vector, b: Vector, position: number): Vector {
  return plus(a, times(minus(b, a), position));
}

export function plus(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function times(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The same direction at length 1; NaNs for a vector without one. */
export function unit(a: Vector): Vector {
  return times(a, 1 / Math.hypot(...a));
}
