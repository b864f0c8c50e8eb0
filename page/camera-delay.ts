interface Graph3d {
  _fullLayout?: Record<string, unknown> & { _subplots?: { gl3d?: string[] } };
}

/**
 * A 3-D camera follows what the layout says 32 ms late, to smooth dragging: frames that come faster would show where it
 * was. plotly.js has no option for it.
 */
export function stopCameraDelay(element: HTMLElement & Graph3d): void {
  const layout = element._fullLayout;
  for (const id of layout?._subplots?.gl3d ?? []) {
    const camera = at(at(layout?.[id], '_scene'), 'camera');
    if (at(camera, 'delay') !== undefined) Reflect.set(Object(camera), 'delay', 0);
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
