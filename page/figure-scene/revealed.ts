import { ALONG_X } from '../../src/protocol.ts';
import { type Attributes, type FigureState, isList } from './figure-state.ts';
import type { RevealAxis } from './reveal-axis.ts';

interface RevealAxes {
  x: RevealAxis;
  y: RevealAxis;
}

interface RevealOptions {
  /** 0 to 1. */
  share: number;
  axesOf(trace: Attributes): RevealAxes;
}

/** A figure of which only what lies left of a share of its x range is drawn. */
export function revealed({ data, layout }: FigureState, { share, axesOf }: RevealOptions): FigureState {
  if (share >= 1) return { data, layout };
  const extents = new Map<string, [low: number, high: number]>();
  const points = data.map((trace) => (isAlongX(trace) ? pointsOf(trace, axesOf(trace)) : undefined));
  for (const [i, trace] of data.entries()) {
    const finite = points[i]?.places.filter(Number.isFinite) ?? [];
    const [low, high] = extents.get(axisId(trace)) ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    extents.set(axisId(trace), [
      finite.reduce((a, b) => Math.min(a, b), low),
      finite.reduce((a, b) => Math.max(a, b), high),
    ]);
  }
  return {
    layout,
    data: data.map((trace, i) => {
      const own = points[i];
      const [low = 0, high = 0] = extents.get(axisId(trace)) ?? [];
      return own ? cutTrace(trace, { ...own, limit: low + (high - low) * share }) : trace;
    }),
  };
}

/** Others are shown whole. */
function isAlongX(trace: Attributes): boolean {
  if (!ALONG_X.has(String(trace.type ?? 'scatter')) || trace.orientation === 'h') return false;
  // Categories in categories are two lists, of no one's length.
  return !(isList(trace.x) && isList(trace.x[0]));
}

function axisId(trace: Attributes): string {
  return String(trace.xaxis ?? 'x');
}

interface Points {
  axes: RevealAxes;
  x: readonly unknown[];
  /** Those of the x values. */
  places: readonly number[];
}

function pointsOf(trace: Attributes, axes: RevealAxes): Points {
  const x = xOf(trace, axes.x);
  return { axes, x, places: x.map(axes.x.toPlace) };
}

/** x values; where there are none Plotly counts them from x0 in steps of dx, which are milliseconds for dates. */
function xOf(trace: Attributes, { toPlace, fromPlace }: RevealAxis): unknown[] {
  if (isList(trace.x)) return Array.from(trace.x);
  const length = [trace.y, trace.close].find(isList)?.length ?? 0;
  const { x0 = 0, dx } = trace;
  const step = isNumber(dx) ? dx : 1;
  if (isNumber(x0) || !fromPlace) return Array.from({ length }, (_, i) => (isNumber(x0) ? x0 : 0) + i * step);
  return Array.from({ length }, (_, i) => fromPlace(toPlace(x0) + i * step));
}

interface Cut extends Points {
  /** The place up to which the trace is drawn. */
  limit: number;
}

/** The trace up to a place: its points left of it, and for lines the point where the line crosses it. */
function cutTrace(trace: Attributes, cut: Cut): Attributes {
  const { x, places, limit } = cut;
  const left = (values: readonly unknown[]) => values.map((value, i) => ((places[i] ?? 0) > limit ? null : value));
  // Bars are as wide as the smallest gap between them: they keep their places.
  if (KEEPING_PLACES.has(String(trace.type))) return { ...mapPoints(trace, x.length, left), x };
  const whole = { ...trace, ...(isScatter(trace) && { mode: modeOf(trace, x.length) }), x };
  if (!isSorted(places)) return mapPoints(whole, x.length, left);
  const beyond = places.findIndex((place) => place > limit);
  const count = beyond === -1 ? places.length : beyond;
  const shown = mapPoints(whole, x.length, (values) => values.slice(0, count));
  const tip = String(whole.mode).includes('lines') ? tipOf(trace, { ...cut, count }) : undefined;
  return tip ? withTip(shown, tip) : shown;
}

const KEEPING_PLACES = new Set(['bar', 'candlestick', 'ohlc']);

function isScatter({ type = 'scatter' }: Attributes): boolean {
  return type === 'scatter' || type === 'scattergl';
}

/** With few points Plotly marks them unless told otherwise; a line that grows does not become another one. */
function modeOf({ mode, stackgroup = '' }: Attributes, count: number): unknown {
  return mode ?? (count < 20 && stackgroup === '' ? 'lines+markers' : 'lines');
}

function isSorted(places: readonly number[]): boolean {
  const finite = places.filter(Number.isFinite);
  return finite.every((place, i) => i === 0 || place >= (finite[i - 1] ?? place));
}

interface Tip {
  x: unknown;
  y: unknown;
}

/** Where a line of which `count` points are drawn ends, between two of its points. */
function tipOf(trace: Attributes, { axes, places, limit, count }: Cut & { count: number }): Tip | undefined {
  const [start, end] = [places[count - 1], places[count]];
  if (!axes.x.fromPlace || !axes.y.fromPlace) return undefined;
  const y = listOf(trace.y);
  const [from, to] = [axes.y.toPlace(y[count - 1]), axes.y.toPlace(y[count])];
  if (![start, end, from, to].every(isNumber)) return undefined;
  const { shape } = Object(trace.line);
  const share = shape === 'hv' ? 0 : shape === 'vh' ? 1 : (limit - Number(start)) / (Number(end) - Number(start));
  return { x: axes.x.fromPlace(limit), y: axes.y.fromPlace(from + (to - from) * share) };
}

function withTip(cut: Attributes, tip: Tip): Attributes {
  const points = listOf(cut.x).length;
  const tipped = { ...cut, x: [...Array.from(listOf(cut.x)), tip.x], y: [...Array.from(listOf(cut.y)), tip.y] };
  if (!String(cut.mode).includes('markers')) return tipped;
  // No point lies there: its marker is not to be seen.
  const marker: Attributes = Object(cut.marker);
  // Plotly's default: bubbles shine through.
  const { opacity = isList(marker.size) ? 0.7 : 1 } = marker;
  const opacities = isList(opacity) ? Array.from(opacity) : Array(points).fill(opacity);
  return { ...tipped, marker: { ...marker, opacity: [...opacities, 0] } };
}

/** Lists that do not go by points, however long they are. */
const NOT_BY_POINT = new Set(['colorscale', 'colorbar', 'selectedpoints']);

/** Changes all lists that have one item per point. */
function mapPoints(trace: Attributes, count: number, change: (values: unknown[]) => unknown[]): Attributes {
  const map = (value: unknown): unknown => {
    if (isList(value)) return value.length === count ? change(Array.from(value)) : value;
    return typeof value === 'object' && value !== null ? mapEntries(value) : value;
  };
  const mapEntries = (part: object): Attributes =>
    Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, NOT_BY_POINT.has(key) ? inner : map(inner)]));
  return mapEntries(trace);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function listOf(value: unknown): ArrayLike<unknown> {
  return isList(value) ? value : [];
}
