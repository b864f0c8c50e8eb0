interface Graph {
  _fullLayout?: { _pushmargin?: Record<string, unknown> };
}

/**
 * A pie whose labels once stood outside keeps the margin that they took, also when they are inside again. In a video the
 * pixels of a frame would depend on the frames before it.
 */
export function forgetPieMargins({ _fullLayout: layout }: HTMLElement & Graph): void {
  const margins = layout?._pushmargin ?? {};
  for (const key of Object.keys(margins)) if (/^pie\..*\.automargin$/.test(key)) delete margins[key];
}
