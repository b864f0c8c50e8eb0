import { checkControls } from './check-controls.ts';
import { checkFrames } from './check-frames.ts';
import { checkTrace } from './check-trace.ts';
import { describeValue } from './describe-value.ts';
import { isAbsent, isPlainObject } from './json-values.ts';

/** More frames are more likely a mistake than a figure; each is kept in memory. */
export const MAX_FRAMES = 100_000;
/** Plotly takes minutes to draw as many. */
export const MAX_TRACES = 10_000;
/** More subplots than any picture shows. */
const MAX_CELLS = 10_000;

/** What is wrong with the structure of a figure whose typed arrays are decoded. */
export function* checkFigure(figure: Readonly<Record<string, unknown>>): Generator<string> {
  const { data, layout, frames, config } = figure;
  for (const [name, value] of Object.entries({ layout, config })) {
    if (!isAbsent(value) && !isPlainObject(value))
      yield `Expected \`${name}\` to be an object, got ${describeValue(value)}`;
  }
  yield* checkTraces(data);
  yield* checkFrameList(frames, Array.isArray(data) ? data.length : 0);
  if (!isPlainObject(layout)) return;
  yield* checkGrid(layout.grid);
  yield* checkControls(layout, Array.isArray(frames) ? frames.filter(isPlainObject) : []);
}

function* checkFrameList(frames: unknown, traceCount: number): Generator<string> {
  if (isAbsent(frames)) return;
  if (!Array.isArray(frames)) yield `Expected \`frames\` to be a list of frames, got ${describeValue(frames)}`;
  else if (frames.length > MAX_FRAMES) yield `Expected at most ${MAX_FRAMES} \`frames\`, got ${frames.length}`;
  else yield* checkFrames(frames, traceCount);
}

/** Plotly lists all its cells before it draws one. */
function* checkGrid(grid: unknown): Generator<string> {
  const { rows, columns } = isPlainObject(grid) ? grid : {};
  const cells = [rows, columns].reduce<number>((count, side) => count * (typeof side === 'number' ? side : 1), 1);
  if (cells > MAX_CELLS) yield `Expected \`layout.grid\` to have at most ${MAX_CELLS} cells, got ${cells}`;
}

function* checkTraces(data: unknown): Generator<string> {
  if (isAbsent(data)) return;
  if (!Array.isArray(data)) yield `Expected \`data\` to be a list of traces, got ${describeValue(data)}`;
  else if (data.length > MAX_TRACES) yield `Expected at most ${MAX_TRACES} traces in \`data\`, got ${data.length}`;
  else {
    for (const [i, trace] of data.entries()) {
      if (!isPlainObject(trace)) yield `Expected \`data[${i}]\` to be a trace (an object), got ${describeValue(trace)}`;
      else yield* checkTrace(trace, `data[${i}]`);
    }
  }
}
