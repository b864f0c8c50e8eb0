/** The names under which Plotly keeps frames: their own, or 'frame 0', 'frame 1' … in turn for those without. */
export function frameNames(frames: readonly { readonly name?: unknown }[]): string[] {
  let unnamed = 0;
  return frames.map(({ name }) => {
    const named = typeof name === 'number' || (typeof name === 'string' && name !== '');
    return named ? String(name) : `frame ${unnamed++}`;
  });
}
