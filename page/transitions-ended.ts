import { nextAnimationFrame } from './animation-frame.ts';

/** Longer than any transition that Plotly makes, in milliseconds. */
const LONG = 60_000;

/** What Plotly moves into place by the clock, whatever the transition that was asked for. */
const MOVING = new Set(['sankey', 'parcats', 'table', 'indicator', 'sunburst', 'treemap', 'icicle']);

interface Graph {
  _fullData?: { type: string }[];
  _fullLayout?: { sliders?: unknown[] };
}

/**
 * Ends the transitions that Plotly has started: the nodes of a sankey diagram fade in for half a second, for example. The
 * clock by which they go is moved on until none is left, so that the picture is the one after them.
 */
export async function transitionsEnded(element: HTMLElement & Graph): Promise<void> {
  const { _fullData: traces = [], _fullLayout: layout } = element;
  if (!layout?.sliders?.length && !traces.some(({ type }) => MOVING.has(type))) return;
  const { now } = Date;
  try {
    for (let later = LONG; hasTransition(element); later += LONG) {
      Date.now = () => now() + later;
      await nextAnimationFrame();
    }
  } finally {
    Date.now = now;
  }
}

/** d3 leaves a note on each element that has a transition before it or in progress. */
function hasTransition(element: HTMLElement): boolean {
  return [...element.querySelectorAll('*')].some((child) => '__transition__' in child);
}
