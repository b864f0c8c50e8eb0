import type { Updating } from '../../src/protocol.ts';
import { isAnimatable } from './animatable.ts';
import { copyContainers, getAttribute, isContainerList } from './attributes.ts';
import { type Attributes, type FigureState, isAttributes } from './figure-state.ts';

/** What a plotted figure is asked for: Plotly's calls, and those of a scene's figure that do with less. */
export interface ShownFigure {
  readonly updating: Updating;
  doubt(): void;
  movePoints(patch: Record<string, unknown>, traces: number[]): Promise<boolean>;
  restyle(patch: Record<string, unknown>, traces: number[]): Promise<void>;
  relayout(patch: Record<string, unknown>): Promise<void>;
  update(data: Record<string, unknown>, layout: Record<string, unknown>, traces: number[]): Promise<void>;
  react(figure: { data: object[]; layout: object }): Promise<void>;
  animate(frame: { data: object[]; traces: number[] }, options: Record<string, unknown>): Promise<void>;
}

/** What differs between two states, as Plotly's calls take it. */
interface Changes {
  /** Paths of attributes that changed, by trace. */
  traces: Map<number, Set<string>>;
  /** Attribute path → value. */
  layout: Record<string, unknown>;
}

/**
 * Brings a mounted figure from one state to another by the cheapest call that does it: only points are moved, or scatters
 * and bars changed by `animate` without a redraw, where that is enough; `restyle` for data, `relayout` for the layout,
 * `update` for both, and `react` where traces come, go or become others.
 */
export async function showState(figure: ShownFigure, shown: FigureState, next: FigureState): Promise<void> {
  const changes = figure.updating === 'reacting' ? undefined : findChanges(shown, next);
  if (!changes) return reactTo(figure, next);
  figure.doubt();
  const indices = [...changes.traces.keys()];
  const layout = copyContainers(changes.layout);
  const changesLayout = Object.keys(layout).length > 0;
  if (indices.length === 0) return changesLayout ? figure.relayout(layout) : undefined;
  const paths = outermost(new Set(indices.flatMap((index) => [...(changes.traces.get(index) ?? [])])));
  const patch = patchOf(next, indices, paths);
  if (changesLayout) return figure.update(patch, layout, indices);
  if (await figure.movePoints(patch, indices)) return;
  if (figure.updating === 'shortest' && isAnimatable(shown, next, { indices, paths })) {
    const data = indices.map((index) => nest(next.data[index], paths));
    return figure.animate({ data, traces: indices }, { frame: { duration: 0, redraw: false } });
  }
  return figure.restyle(patch, indices);
}

let datarevision = 0;

function reactTo(figure: ShownFigure, { data, layout }: FigureState): Promise<void> {
  // Of arrays that it has seen `react` keeps what it made of them, but not always their extent.
  datarevision++;
  return figure.react({ data: [...copyContainers(data)], layout: { ...copyContainers(layout), datarevision } });
}

/** Undefined when no patch can do it. */
function findChanges(shown: FigureState, next: FigureState): Changes | undefined {
  if (shown.data.length !== next.data.length) return undefined;
  const traces = new Map<number, Set<string>>();
  for (const [index, trace] of next.data.entries()) {
    const before = shown.data[index];
    if (trace === before) continue;
    if ((trace.type ?? 'scatter') !== (before?.type ?? 'scatter')) return undefined;
    const changed: Record<string, unknown> = {};
    collect(before, trace, '', changed);
    const paths = Object.keys(changed);
    // A patch of a list item would be one of each trace's.
    if (paths.some((path) => path.includes('['))) return undefined;
    if (paths.length > 0) traces.set(index, new Set(paths));
  }
  const layout: Record<string, unknown> = {};
  collect(shown.layout, next.layout, '', layout);
  return { traces, layout: { ...layout, ...autoranges(layout, next.layout) } };
}

/** By a range Plotly ends autorange, and does not take it up again when the range goes. */
function autoranges(changes: Readonly<Record<string, unknown>>, layout: Attributes): Record<string, unknown> {
  const axes = Object.keys(changes).flatMap((path) => /^(.*axis\d*)\.range$/.exec(path)?.[1] ?? []);
  const given = axes.map((axis): [string, unknown] => {
    const path = `${axis}.autorange`;
    return [path, getAttribute(layout, path) ?? changes[`${axis}.range`] === null];
  });
  return Object.fromEntries(given.filter(([, autorange]) => autorange !== false));
}

/** Plotly takes these only whole: parts of them are its own business. */
const WHOLE = /(^|\.)(camera|colorscale|template|tickvals|ticktext|range|domain)$/;

function collect(before: unknown, after: unknown, path: string, changes: Record<string, unknown>): void {
  if (Object.is(before, after)) return;
  const join = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (isAttributes(before) && isAttributes(after) && !WHOLE.test(path)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      collect(before[key], after[key], join(key), changes);
    }
  } else if (isContainerList(before) && isContainerList(after) && before.length === after.length) {
    for (const [i, item] of after.entries()) collect(before[i], item, `${path}[${i}]`, changes);
  } else {
    // null takes an attribute away.
    changes[path] = after ?? null;
  }
}

/** Paths without those that lie within another one: Plotly refuses `marker` beside `marker.color`. */
function outermost(paths: ReadonlySet<string>): string[] {
  return [...paths].filter((path) => {
    const keys = path.split('.');
    return !keys.some((_, i) => i > 0 && paths.has(keys.slice(0, i).join('.')));
  });
}

/** One value per trace for each path, as `restyle` takes them. */
function patchOf(state: FigureState, indices: readonly number[], paths: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(
    paths.map((path) => [path, indices.map((index) => copyContainers(getAttribute(state.data[index], path)) ?? null)]),
  );
}

/** Some attributes of a trace as nested objects. */
function nest(trace: Attributes | undefined, paths: readonly string[]): Attributes {
  const nested: Record<string, Record<string, unknown> | unknown> = {};
  for (const path of paths) {
    const [key = '', inner] = path.split('.');
    const value = getAttribute(trace, path);
    if (inner === undefined) nested[key] = value;
    else nested[key] = { ...(isAttributes(nested[key]) ? nested[key] : {}), [inner]: value };
  }
  return nested;
}
