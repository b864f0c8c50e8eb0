import { nextAnimationFrame } from './animation-frame.ts';

/** How many lines Plotly draws in one animation frame. */
const BLOCK = 5000;

interface Graph {
  _fullData?: { type: string; _length?: number }[];
}

/** Waits until parallel coordinates are complete: many lines are drawn in blocks, one in each animation frame. */
export async function parcoordsDrawn({ _fullData: traces = [] }: HTMLElement & Graph): Promise<void> {
  const lines = traces.map(({ type, _length = 0 }) => (type === 'parcoords' ? _length : 0));
  for (let drawn = BLOCK; drawn < Math.max(0, ...lines); drawn += BLOCK) await nextAnimationFrame();
}
