// What 3-D scenes of plotly.js carry over from frame to frame, or do for a mouse that is not there, and no option turns
// off. Whatever is not found, in another version of plotly.js, is left as it is.

interface Graph3d {
  _fullLayout?: Record<string, unknown> & { _subplots?: { gl3d?: string[] } };
}

/**
 * With each change a scene is drawn a second time, to find what lies under the mouse, and read back: a sixth of the time
 * of the fourteen panels. Reads of the visible picture, for `Plotly.toImage`, go on working.
 */
export function stopPicking(element: HTMLElement & Graph3d): void {
  for (const scene of scenes(element)) {
    const plot = at(scene, 'glplot');
    for (const object of Object.values(Object(at(plot, 'objects')))) Reflect.set(Object(object), 'drawPick', undefined);
    const gl = at(plot, 'gl');
    if (!(gl instanceof WebGLRenderingContext) || Object.hasOwn(gl, 'readPixels')) continue;
    const readPixels = (...parameters: Parameters<typeof gl.readPixels>) => {
      if (gl.getParameter(gl.FRAMEBUFFER_BINDING) !== null) return;
      WebGLRenderingContext.prototype.readPixels.apply(gl, parameters);
    };
    Object.defineProperty(gl, 'readPixels', { value: readPixels });
  }
}

/**
 * Plotly draws a scene in each call that changes it, and the scene draws itself in the next animation frame, which is the
 * one that is captured. The call only marks it as changed, then: half the drawing, and the same bytes.
 */
export function drawOnceAFrame(element: HTMLElement & Graph3d): void {
  for (const scene of scenes(element)) {
    const plot = at(scene, 'glplot');
    const markChanged = at(plot, 'update');
    if (typeof markChanged === 'function') Reflect.set(Object(plot), 'redraw', () => markChanged.call(plot, {}));
  }
}

/** A scene that was on show has given its picture away: it draws it again in the next animation frame. */
export function drawScenesAgain(element: HTMLElement & Graph3d): void {
  for (const scene of scenes(element)) {
    const plot = at(scene, 'glplot');
    const markChanged = at(plot, 'update');
    if (typeof markChanged === 'function') markChanged.call(plot, {});
  }
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
      fill(at(trace, 'minValues'), Number.POSITIVE_INFINITY);
      fill(at(trace, 'maxValues'), Number.NEGATIVE_INFINITY);
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
