interface Graph {
  _fullData?: Record<string, unknown>[];
}

/**
 * An indicator keeps the smallest size that its number ever had, lest it jump in an animation. In a video the
 * pixels of a frame would depend on the frames before it.
 */
export function forgetIndicatorNumbers({ _fullData: traces = [] }: HTMLElement & Graph): void {
  for (const trace of traces) {
    if (trace.type !== 'indicator') continue;
    for (const key of Object.keys(trace)) if (CACHE.test(key)) delete trace[key];
  }
}

const CACHE = /^_cache/;
