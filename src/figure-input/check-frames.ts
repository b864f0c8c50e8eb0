import { checkPaths } from './check-paths.ts';
import { checkTrace } from './check-trace.ts';
import { describeValue, shorten } from './describe-value.ts';
import { frameNames } from './frame-names.ts';
import { isAbsent, isList, isPlainObject } from './json-values.ts';

/** What is wrong with the frames of a figure that has `traceCount` traces. */
export function* checkFrames(frames: readonly unknown[], traceCount: number): Generator<string> {
  for (const [i, frame] of frames.entries()) {
    if (isPlainObject(frame)) yield* checkFrame(frame, `frames[${i}]`, traceCount);
    else yield `Expected \`frames[${i}]\` to be an object, got ${describeValue(frame)}`;
  }
  if (!frames.every(isPlainObject)) return;
  yield* checkNames(frames);
  yield* checkBaseframes(frames);
}

type RawFrame = Readonly<Record<string, unknown>>;

function* checkFrame(frame: RawFrame, name: string, traceCount: number): Generator<string> {
  for (const key of ['name', 'group', 'baseframe']) {
    const value = frame[key] ?? '';
    if (typeof value !== 'string' && typeof value !== 'number') {
      yield `Expected \`${name}.${key}\` to be a text, got ${describeValue(value)}`;
    }
  }
  const { data, layout, traces } = frame;
  yield* checkPaths(layout, `${name}.layout`);
  if (!isPlainObject(layout ?? {})) yield `Expected \`${name}.layout\` to be an object, got ${describeValue(layout)}`;
  if (Array.isArray(data ?? [])) yield* checkData(data ?? [], name);
  else yield `Expected \`${name}.data\` to be a list of traces, got ${describeValue(data)}`;
  if (isAbsent(traces)) return;
  if (!isList(traces)) {
    yield `Expected \`${name}.traces\` to be a list of trace numbers, got ${describeValue(traces)}`;
    return;
  }
  for (const [i, trace] of traces.entries()) {
    if (trace === null || (Number.isInteger(trace) && Number(trace) >= 0 && Number(trace) < traceCount)) continue;
    yield `\`${name}.traces[${i}]\` names trace ${typeof trace === 'number' ? trace : describeValue(trace)}, but ${describeTraces(traceCount)}`;
  }
  if (Array.isArray(data) && traces.length < data.length) {
    yield `\`${name}.traces\` names ${traces.length} traces for ${data.length} in \`data\`; give each its trace`;
  }
}

function* checkData(data: unknown, name: string): Generator<string> {
  if (!Array.isArray(data)) return;
  for (const [i, trace] of data.entries()) {
    if (!isPlainObject(trace)) yield `Expected \`${name}.data[${i}]\` to be an object, got ${describeValue(trace)}`;
    else {
      yield* checkPaths(trace, `${name}.data[${i}]`);
      yield* checkTrace(trace, `${name}.data[${i}]`);
    }
  }
}

function describeTraces(count: number): string {
  if (count === 0) return 'the figure has no traces in `data`';
  return count === 1 ? 'the figure has only trace 0' : `the figure has ${count} traces, 0 to ${count - 1}`;
}

/** Plotly finds frames by their name: of two with the same it plays the later one twice. */
function* checkNames(frames: readonly RawFrame[]): Generator<string> {
  const seen = new Map<string, number>();
  for (const [i, name] of frameNames(frames).entries()) {
    const before = seen.get(name);
    if (before !== undefined) {
      yield `\`frames[${i}]\` has the name ${describeValue(name)} of \`frames[${before}]\`, which Plotly would never show; give each frame its own`;
    }
    seen.set(name, i);
  }
}

function* checkBaseframes(frames: readonly RawFrame[]): Generator<string> {
  const names = frameNames(frames);
  const indices = new Map(names.map((name, i) => [name, i]));
  const bases = frames.map(({ baseframe }) => (isAbsent(baseframe) ? '' : String(baseframe)));
  for (const [i, base] of bases.entries()) {
    if (base !== '' && !indices.has(base))
      yield `\`frames[${i}].baseframe\` names ${describeValue(base)}, but there is no such frame`;
  }
  const done = new Set<number>();
  for (const start of bases.keys()) {
    const chain: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined && !done.has(at)) {
      done.add(at);
      chain.push(at);
      at = indices.get(bases[at] ?? '');
    }
    const circle = at === undefined ? -1 : chain.indexOf(at);
    if (at !== undefined && circle >= 0) {
      const links = shorten([...chain.slice(circle), at].map((index) => `'${names[index]}'`).join(' → '));
      yield `\`frames[${at}].baseframe\` leads back to the frame itself: ${links}`;
    }
  }
}
