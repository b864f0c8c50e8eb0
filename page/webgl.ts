/** Whether the figure draws with WebGL, or would if it could. */
export function needsWebGl(host: HTMLElement): boolean {
  return host.querySelector('canvas, .no-webgl') !== null;
}

/** What draws WebGL here, '' when nothing does. */
export function webGlRenderer(): string {
  const context = document.createElement('canvas').getContext('webgl');
  const names = context?.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = names && context?.getParameter(names.UNMASKED_RENDERER_WEBGL);
  // There are few contexts to a page: the figure needs them.
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof renderer === 'string' ? renderer : '';
}
