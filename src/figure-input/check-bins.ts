import { isPlainObject } from './json-values.ts';

/** Plotly makes each before it draws one; no picture has as many columns of pixels. */
const MAX_BINS = 1_000_000;

/** Bins of a trace that are so many that no browser would come to their end. */
export function* checkBins(trace: Readonly<Record<string, unknown>>, name: string): Generator<string> {
  for (const key of ['xbins', 'ybins']) {
    const { start, end, size } = isPlainObject(trace[key]) ? trace[key] : {};
    if (typeof start !== 'number' || typeof end !== 'number' || typeof size !== 'number' || size <= 0) continue;
    const count = (end - start) / size;
    if (count > MAX_BINS) yield `Expected \`${name}.${key}\` to be at most ${MAX_BINS} bins, got ${count}`;
  }
}
