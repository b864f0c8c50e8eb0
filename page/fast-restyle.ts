// A restyle that only moves or sizes the points of scatter traces, without Plotly's full redraw.
//
// `Plotly.restyle` fills in all defaults anew, computes every trace, and lays out and draws axes, margins and legend:
// 4.5 ms for one line, of which the line is half a millisecond. When points move inside ranges that stay as they are,
// nothing but the trace's own layer changes. Then its points are computed and drawn by the same functions of Plotly
// that a full redraw calls for them, and the rest is left alone.
//
// It looks into plotly.js, whose version is pinned. Each stage compares its pixels with a full redraw's before it
// draws for a video, and whatever is not known to be safe takes the full way.

type Values = ArrayLike<unknown>;

interface Extreme {
  val: number;
  pad: number;
  extrapad?: boolean;
}

interface Trace {
  type: string;
  visible: unknown;
  xaxis: string;
  yaxis: string;
  stackgroup?: string;
  error_x?: { visible?: boolean };
  error_y?: { visible?: boolean };
  _length: number;
  _extremes: Record<string, { min: Extreme[]; max: Extreme[] }>;
  _module: ScatterModule;
  [attribute: string]: unknown;
}

interface CalcPoint {
  trace?: Trace;
  t?: object;
}

interface ScatterModule {
  calc(graph: Graph, trace: Trace): CalcPoint[];
  plot(graph: Graph, plotinfo: PlotInfo, calcdata: CalcPoint[][], layer: unknown): void;
}

interface PlotInfo {
  plot: { select(selector: string): { empty(): boolean } };
}

interface Axis {
  type: string;
  autorange?: unknown;
  rangeslider?: { visible?: boolean };
}

interface Graph extends HTMLElement {
  data: Record<string, unknown>[];
  calcdata: CalcPoint[][];
  _fullData: Trace[];
  _fullLayout: { _plots: Record<string, PlotInfo>; _zindices: number[]; [axis: string]: unknown };
}

/**
 * Moves points if that is all that `patch` asks for and if it is safe.
 *
 * @returns 'done'; 'redraw' when the figure's data was changed and a full redraw has to show it; 'no' when nothing was
 * done
 */
export function fastRestyle(
  element: HTMLElement,
  patch: Record<string, unknown>,
  traces: readonly number[] | undefined,
): 'done' | 'redraw' | 'no' {
  if (!isGraph(element)) return 'no';
  const moves = readMoves(element, patch, traces);
  if (!moves) return 'no';

  for (const { input, trace, attribute, values } of moves) {
    set(input, attribute, values);
    set(trace, attribute, values);
  }
  let rangesHold = true;
  const moved = new Set(moves.map(({ trace }) => trace));
  for (const trace of moved) {
    const before = trace._extremes;
    trace._extremes = {};
    const points = trace._module.calc(element, trace);
    const first = points[0];
    if (!first) return 'redraw';
    first.t ??= {};
    first.trace = trace;
    element.calcdata[element._fullData.indexOf(trace)] = points;
    rangesHold &&= [trace.xaxis, trace.yaxis].every(
      (id) => !autoranged(element, id) || sameExtremes(before[id], trace._extremes[id]),
    );
  }
  if (!rangesHold) return 'redraw';

  for (const subplot of new Set([...moved].map((trace) => trace.xaxis + trace.yaxis)))
    drawScatterLayer(element, subplot);
  return 'done';
}

/** What may change; what a legend shows of it is for the check of pixels to find. */
const ATTRIBUTES = ['x', 'y', 'marker.size'] as const;
type Attribute = (typeof ATTRIBUTES)[number];

interface Move {
  input: Record<string, unknown>;
  trace: Trace;
  attribute: Attribute;
  values: Values;
}

/** What the patch moves, undefined when it does anything else or a trace is of a kind that is not known to be safe. */
function readMoves(
  graph: Graph,
  patch: Record<string, unknown>,
  traces: readonly number[] | undefined,
): Move[] | undefined {
  if (graph._fullLayout._zindices?.length !== 1) return undefined;
  const indices = traces ?? graph.data.map((_, i) => i);
  const moves: Move[] = [];
  for (const [attribute, perTrace] of Object.entries(patch)) {
    if (!isAttribute(attribute) || !Array.isArray(perTrace) || perTrace.length === 0) return undefined;
    for (const [position, index] of indices.entries()) {
      const trace = graph._fullData[index];
      const input = graph.data[index];
      // As Plotly does: fewer values than traces are used in turn.
      const values: unknown = perTrace[position % perTrace.length];
      if (!trace || !input || !isSafe(graph, trace) || !isPoints(values, trace._length)) return undefined;
      if (!takes(graph, trace, attribute, values)) return undefined;
      moves.push({ input, trace, attribute, values });
    }
  }
  return moves.length === 0 ? undefined : moves;
}

function isSafe(graph: Graph, trace: Trace): boolean {
  return (
    trace.type === 'scatter' &&
    trace.visible === true &&
    !trace.stackgroup &&
    !trace.error_x?.visible &&
    !trace.error_y?.visible &&
    Array.isArray(trace.x) === Array.isArray(trace.y) &&
    [trace.xaxis, trace.yaxis].every((id) => {
      const axis = axisOf(graph, id);
      return (axis?.type === 'linear' || axis?.type === 'log') && !axis.rangeslider?.visible;
    })
  );
}

/** As many finite numbers as the trace has points: gaps and lengths change more than positions. */
function isPoints(values: unknown, length: number): values is Values {
  const listed = Array.isArray(values) || (ArrayBuffer.isView(values) && 'length' in values);
  if (!listed) return false;
  const list = values as Values;
  if (list.length !== length) return false;
  for (let i = 0; i < list.length; i++) if (!Number.isFinite(list[i])) return false;
  return true;
}

/** On log axes what is not above 0 is a gap; sizes must be a list already. */
function takes(graph: Graph, trace: Trace, attribute: Attribute, values: Values): boolean {
  if (attribute === 'marker.size')
    return Array.isArray(Object(trace.marker).size) && isEvery(values, (size) => size >= 0);
  const axis = axisOf(graph, attribute === 'x' ? trace.xaxis : trace.yaxis);
  return axis?.type !== 'log' || isEvery(values, (value) => value > 0);
}

function isEvery(values: Values, test: (value: number) => boolean): boolean {
  for (let i = 0; i < values.length; i++) if (!test(Number(values[i]))) return false;
  return true;
}

function isAttribute(path: string): path is Attribute {
  return ATTRIBUTES.some((attribute) => attribute === path);
}

function set(trace: Record<string, unknown>, attribute: Attribute, values: Values): void {
  if (attribute === 'marker.size') trace.marker = { ...Object(trace.marker), size: values };
  else trace[attribute] = values;
}

function drawScatterLayer(graph: Graph, subplot: string): void {
  const plotinfo = graph._fullLayout._plots[subplot];
  const calcdata = graph.calcdata.filter(([first]) => {
    const trace = first?.trace;
    return trace?.type === 'scatter' && trace.visible === true && trace.xaxis + trace.yaxis === subplot;
  });
  const module = calcdata[0]?.[0]?.trace?._module;
  if (plotinfo && module) module.plot(graph, plotinfo, calcdata, plotinfo.plot.select('.scatterlayer'));
}

function autoranged(graph: Graph, id: string): boolean {
  return Boolean(axisOf(graph, id)?.autorange);
}

/** 'y2' → layout.yaxis2 */
function axisOf(graph: Graph, id: string): Axis | undefined {
  const axis: unknown = graph._fullLayout[`${id[0]}axis${id.slice(1)}`];
  return isAxis(axis) ? axis : undefined;
}

function isAxis(value: unknown): value is Axis {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function sameExtremes(
  before: Trace['_extremes'][string] | undefined,
  after: Trace['_extremes'][string] | undefined,
): boolean {
  const same = (a: Extreme[] = [], b: Extreme[] = []) =>
    a.length === b.length && a.every((extreme, i) => extreme.val === b[i]?.val && extreme.pad === b[i]?.pad);
  return same(before?.min, after?.min) && same(before?.max, after?.max);
}

function isGraph(element: HTMLElement): element is Graph {
  return '_fullData' in element && '_fullLayout' in element && 'calcdata' in element;
}
