/** A place in the plane, or a velocity there. */
export interface Vector {
  x: number;
  y: number;
}
export type Field = (at: Vector) => Vector;

/** Points of a scatter trace; a NaN lifts the pen. */
export interface Path {
  x: number[];
  y: number[];
}

const GAP: Vector = { x: Number.NaN, y: Number.NaN };

/** Puts shapes into one trace, which Plotly draws as one SVG path. */
export function join(shapes: readonly (readonly Vector[])[]): Path {
  const points = shapes.flatMap((shape) => [...shape, GAP]);
  return { x: points.map((point) => point.x), y: points.map((point) => point.y) };
}

/** Outline of an arrow whose middle is at `middle`; its width grows with its length. */
export function arrow(middle: Vector, along: Vector): Vector[] {
  // Offsets along and across the arrow, in lengths of it.
  const outline = [
    [-0.5, 0.04],
    [0.1, 0.07],
    [0.06, 0.2],
    [0.5, 0],
    [0.06, -0.2],
    [0.1, -0.07],
    [-0.5, -0.04],
  ] as const;
  return outline.map(([a, b]) => ({
    x: middle.x + a * along.x - b * along.y,
    y: middle.y + a * along.y + b * along.x,
  }));
}

/** The streamline through `seed`, followed for `steps` steps of `length` both ways (midpoint rule). */
export function streamline(field: Field, seed: Vector, { steps, length }: { steps: number; length: number }): Vector[] {
  const follow = (direction: number): Vector[] => {
    const line: Vector[] = [];
    let at = seed;
    for (let i = 0; i < steps; i++) {
      at = move(at, field(move(at, field(at), direction / 2)), direction);
      line.push(at);
    }
    return line;
  };
  const move = (from: Vector, { x, y }: Vector, distance: number): Vector => {
    // Constant steps: the line keeps its length where the flow is slow, so it does not flicker.
    const scale = (length * distance) / (Math.hypot(x, y) + 1e-9);
    return { x: from.x + x * scale, y: from.y + y * scale };
  };
  return [...follow(-1).reverse(), seed, ...follow(1)];
}
