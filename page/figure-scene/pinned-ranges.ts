import type { RangeMode } from '../../src/protocol.ts';
import { getAttribute, withAttribute } from './attributes.ts';
import type { AutoRange } from './auto-ranges.ts';
import { extremeStates } from './extreme-states.ts';
import { type FigureState, isSame } from './figure-state.ts';
import { outermostStates } from './outermost-states.ts';
import { pinCategories } from './pinned-categories.ts';

/** What is asked of a plot out of sight. */
export interface RangeProbe {
  plot(state: FigureState): Promise<void>;
  keptTypes(): ReadonlyMap<string, string>;
  autoRanges(): ReadonlyMap<string, AutoRange>;
}

/**
 * States in which ranges, colour axes and the order of categories that the figure leaves to Plotly, which would find
 * them anew for each, are set. They are Plotly's own.
 *
 * @param probe shows the figure as it stands, before its first keyframe
 * @param mode 'pin': as wide as all states need; 'figure': as the figure has them; 'auto': left to Plotly
 */
export async function pinRanges(
  probe: RangeProbe,
  states: readonly FigureState[],
  mode: RangeMode,
): Promise<readonly FigureState[]> {
  const types = new Map(probe.keptTypes());
  const typed = states.map((state) => withAxisTypes(state, types));
  if (mode === 'auto') return typed;
  const ordered = pinCategories(typed, types);
  if (mode === 'figure') {
    const ranges = probe.autoRanges();
    return ordered.map((state) => withRanges(state, ranges, [...ranges.keys()]));
  }
  const ranges = new Map<string, AutoRange>();
  /** Which ranges each state leaves to Plotly. */
  const open: string[][] = [];
  const telling = tellingStates(ordered);
  for (const state of ordered) {
    const [first] = open;
    if (first && (first.length === 0 || !telling.has(state)) && isAlike(state, ordered[0])) {
      open.push(first);
      continue;
    }
    await probe.plot(withAxisTypes(state, types));
    for (const [path, type] of probe.keptTypes()) if (!types.has(path)) types.set(path, type);
    const found = probe.autoRanges();
    open.push([...found.keys()]);
    for (const [key, range] of found) ranges.set(key, union(ranges.get(key), range));
  }
  return ordered.map((state, index) => withRanges(withAxisTypes(state, types), ranges, open[index] ?? []));
}

/** The states that are to be plotted; with ranges of their own they tell nothing of the others. */
function tellingStates(states: readonly FigureState[]): ReadonlySet<FigureState> {
  if (!states.every((state) => isAlike(state, states[0]))) return new Set(states);
  return outermostStates(states) ?? extremeStates(states);
}

/** Whether two states leave the same ranges to Plotly. */
function isAlike({ layout, data }: FigureState, other: FigureState | undefined): boolean {
  if (!other || data.length !== other.data.length) return false;
  const keys = new Set([...Object.keys(layout), ...Object.keys(other.layout)]);
  return (
    data.every(({ type, visible = true }, i) => {
      const { type: otherType, visible: otherVisible = true } = other.data[i] ?? {};
      return type === otherType && visible === otherVisible;
    }) &&
    [...keys].every((key) => !/^([xy]axis|scene|polar|coloraxis)/.test(key) || isSame(layout[key], other.layout[key]))
  );
}

/** Plotly keeps the type that it finds for an axis at first; a fresh look at other data might find another. */
function withAxisTypes(state: FigureState, types: ReadonlyMap<string, string>): FigureState {
  const layout = [...types].reduce((typed, [path, type]) => {
    const given = getAttribute(typed, `${path}.type`);
    return given === undefined || given === '-' ? withAttribute(typed, `${path}.type`, type) : typed;
  }, state.layout);
  return { ...state, layout };
}

function union(known: AutoRange | undefined, found: AutoRange): AutoRange {
  if (!known || known.isEmpty) return found;
  if (found.isEmpty) return known;
  return { ...found, low: Math.min(known.low, found.low), high: Math.max(known.high, found.high) };
}

function withRanges(state: FigureState, ranges: ReadonlyMap<string, AutoRange>, keys: readonly string[]): FigureState {
  return keys.reduce((pinned, key) => {
    const range = ranges.get(key);
    return range ? range.pin(pinned, range.low, range.high) : pinned;
  }, state);
}
