import { describeValue } from './describe-value.ts';
import { isAbsent, isPlainObject } from './json-values.ts';

type Trace = Readonly<Record<string, unknown>>;

/** What is wrong with a trace, or a frame's part of one, that plotly.js would stumble over or never come to the end of. */
export function* checkTrace(trace: Trace, name: string): Generator<string> {
  const { marker } = trace;
  // plotly.js looks into it before it checks it.
  if (!isAbsent(marker) && typeof marker !== 'object') {
    yield `Expected \`${name}.marker\` to be an object, got ${describeValue(marker)}`;
  }
  yield* checkBins(trace, name);
}

/** Plotly makes each before it draws one; no picture has as many columns of pixels. */
const MAX_BINS = 1_000_000;

function* checkBins(trace: Trace, name: string): Generator<string> {
  for (const key of ['xbins', 'ybins']) {
    const { start, end, size } = isPlainObject(trace[key]) ? trace[key] : {};
    if (typeof start !== 'number' || typeof end !== 'number' || typeof size !== 'number' || size <= 0) continue;
    const count = (end - start) / size;
    if (count > MAX_BINS) yield `Expected \`${name}.${key}\` to be at most ${MAX_BINS} bins, got ${count}`;
  }
}
