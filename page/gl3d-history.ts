// What 3-D scenes of plotly.js carry over from frame to frame, and no option turns off.

interface Graph3d {
  _fullLayout?: Record<string, unknown> & { _subplots?: { gl3d?: string[] } };
}

/** A camera follows the layout 32 ms late, to smooth dragging: frames that come faster would show where it was. */
export function stopCameraDelay(element: HTMLElement & Graph3d): void {
  for (const scene of scenes(element)) {
    const camera = at(scene, 'camera');
    if (at(camera, 'delay') !== undefined) Reflect.set(Object(camera), 'delay', 0);
  }
}

/** A surface is drawn about the middle of all values that it ever had: pixels would depend on the frames before. */
export function forgetSurfaceBounds(element: HTMLElement & Graph3d): void {
  for (const scene of scenes(element)) {
    for (const trace of Object.values(Object(at(scene, 'traces')))) {
      const surface = at(trace, 'surface');
      fill(at(surface, 'minValues'), Number.POSITIVE_INFINITY);
      fill(at(surface, 'maxValues'), Number.NEGATIVE_INFINITY);
    }
  }
}

function scenes({ _fullLayout: layout }: Graph3d): unknown[] {
  return (layout?._subplots?.gl3d ?? []).map((id) => at(layout?.[id], '_scene'));
}

function fill(bounds: unknown, value: number): void {
  if (Array.isArray(bounds)) bounds.fill(value);
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
