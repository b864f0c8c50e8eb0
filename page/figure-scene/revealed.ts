import { type Attributes, type FigureState, isList } from './figure-state.ts';

/** An x axis: places on it are numbers that grow evenly from left to right. */
export interface RevealAxis {
  /** NaN where there is none. */
  toPlace(x: unknown): number;
  /** The x value at a place between two others; undefined on an axis that has none, of categories. */
  fromPlace: ((place: number) => unknown) | undefined;
}

/** Traces whose points lie along x; others are shown whole. */
const ALONG_X = new Set(['scatter', 'scattergl', 'bar', 'candlestick', 'ohlc', 'waterfall', 'funnel']);

interface RevealOptions {
  /** 0 to 1. */
  share: number;
  axisOf(trace: Attributes): RevealAxis;
}

/** A figure of which only what lies left of a share of its x range is drawn. */
export function revealed({ data, layout }: FigureState, { share, axisOf }: RevealOptions): FigureState {
  if (share >= 1) return { data, layout };
  const extents = new Map<string, [low: number, high: number]>();
  const places = data.map((trace) => (isAlongX(trace) ? xOf(trace).map(axisOf(trace).toPlace) : undefined));
  for (const [i, trace] of data.entries()) {
    const finite = places[i]?.filter(Number.isFinite) ?? [];
    const [low, high] = extents.get(axisId(trace)) ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    extents.set(axisId(trace), [
      finite.reduce((a, b) => Math.min(a, b), low),
      finite.reduce((a, b) => Math.max(a, b), high),
    ]);
  }
  return {
    layout,
    data: data.map((trace, i) => {
      const along = places[i];
      const [low = 0, high = 0] = extents.get(axisId(trace)) ?? [];
      return along ? cutTrace(trace, { places: along, limit: low + (high - low) * share, axis: axisOf(trace) }) : trace;
    }),
  };
}

function isAlongX(trace: Attributes): boolean {
  return ALONG_X.has(String(trace.type ?? 'scatter')) && trace.orientation !== 'h';
}

function axisId(trace: Attributes): string {
  return String(trace.xaxis ?? 'x');
}

/** x values; where there are none Plotly counts them from x0 in steps of dx. */
function xOf(trace: Attributes): unknown[] {
  if (isList(trace.x)) return Array.from(trace.x);
  const length = [trace.y, trace.close].find(isList)?.length ?? 0;
  const start = typeof trace.x0 === 'number' ? trace.x0 : 0;
  const step = typeof trace.dx === 'number' ? trace.dx : 1;
  return Array.from({ length }, (_, i) => start + i * step);
}

interface Cut {
  places: readonly number[];
  /** The place up to which the trace is drawn. */
  limit: number;
  axis: RevealAxis;
}

/** The trace up to a place: its points left of it, and for lines the point where the line crosses it. */
function cutTrace(trace: Attributes, { places, limit, axis }: Cut): Attributes {
  const x = xOf(trace);
  const isLeft = (place: number) => !(place > limit);
  const sorted = places.every((place, i) => i === 0 || !(place < (places[i - 1] ?? place)));
  if (!sorted)
    return mapPoints(trace, x, (values) => values.map((value, i) => (isLeft(places[i] ?? 0) ? value : null)));
  const count = places.filter(isLeft).length;
  const cut = mapPoints(trace, x, (values) => values.slice(0, count));
  const tip = isLine(trace) ? tipOf(trace, { places, limit, axis, count }) : undefined;
  return tip ? withTip(cut, tip) : cut;
}

/** Where a line of which `count` points are drawn ends, between two of its points. */
function tipOf(
  trace: Attributes,
  { places, limit, axis, count }: Cut & { count: number },
): { x: unknown; y: number } | undefined {
  const [start, end] = [places[count - 1], places[count]];
  const [from, to] = [listOf(trace.y)[count - 1], listOf(trace.y)[count]];
  if (!axis.fromPlace || start === undefined || end === undefined || !isNumber(from) || !isNumber(to)) return undefined;
  const { shape } = Object(trace.line);
  const share = shape === 'hv' ? 0 : shape === 'vh' ? 1 : (limit - start) / (end - start);
  return { x: axis.fromPlace(limit), y: from + (to - from) * share };
}

function withTip(cut: Attributes, tip: { x: unknown; y: number }): Attributes {
  const points = listOf(cut.x).length;
  const tipped = { ...cut, x: [...Array.from(listOf(cut.x)), tip.x], y: [...Array.from(listOf(cut.y)), tip.y] };
  if (!String(cut.mode ?? 'lines').includes('markers')) return tipped;
  // No point lies there: its marker is not to be seen.
  const marker: Attributes = Object(cut.marker);
  const opacity = isList(marker.opacity) ? Array.from(marker.opacity) : Array(points).fill(marker.opacity ?? 1);
  return { ...tipped, marker: { ...marker, opacity: [...opacity, 0] } };
}

function isLine({ type = 'scatter', mode = 'lines' }: Attributes): boolean {
  return (type === 'scatter' || type === 'scattergl') && String(mode).includes('lines');
}

/** Changes all lists that have one item per point, x included even where the trace leaves it to Plotly. */
function mapPoints(trace: Attributes, x: readonly unknown[], change: (values: unknown[]) => unknown[]): Attributes {
  const map = (value: unknown): unknown => {
    if (isList(value)) return value.length === x.length ? change(Array.from(value)) : value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]));
  };
  return { ...Object.fromEntries(Object.entries(trace).map(([key, value]) => [key, map(value)])), x: change([...x]) };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function listOf(value: unknown): ArrayLike<unknown> {
  return isList(value) ? value : [];
}

/** What is needed of an axis of Plotly's, whose `d2l` and `l2d` lead from data to even steps and back. */
export function revealAxis(axis: unknown): RevealAxis {
  const { type, d2l, l2d } = Object(axis);
  return {
    toPlace: (x) => (typeof d2l === 'function' ? Number(d2l(x)) : Number(x)),
    fromPlace: typeof l2d !== 'function' || String(type).includes('category') ? undefined : (place) => l2d(place),
  };
}
