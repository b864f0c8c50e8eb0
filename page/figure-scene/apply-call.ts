import { withAttribute } from './attributes.ts';
import { type Attributes, type FigureState, isAttributes } from './figure-state.ts';

type Patch = Readonly<Record<string, unknown>>;

/** The state that a call of Plotly's with these arguments (after the graph) leaves: what a slider's step does. */
export function applyCall(state: FigureState, method: string, args: readonly unknown[]): FigureState {
  switch (method) {
    case 'restyle': {
      const { patch, traces } = readPatch(args);
      return { ...state, data: restyle(state.data, patch, traces) };
    }
    case 'relayout':
      return { ...state, layout: relayout(state.layout, readPatch(args).patch) };
    case 'update': {
      const [data, layout, traces] = args;
      return {
        data: isAttributes(data) ? restyle(state.data, data, traces) : state.data,
        layout: isAttributes(layout) ? relayout(state.layout, layout) : state.layout,
      };
    }
    default:
      return state;
  }
}

/** A patch is given as an object, or as an attribute and its value. */
function readPatch([first, second, third]: readonly unknown[]): { patch: Patch; traces: unknown } {
  if (typeof first === 'string') return { patch: { [first]: second }, traces: third };
  return { patch: isAttributes(first) ? first : {}, traces: third === undefined ? second : third };
}

/** Arrays in the patch are one value per trace, used in turn where there are fewer. */
function restyle(data: FigureState['data'], patch: Patch, traces: unknown): Attributes[] {
  const indices = traceIndices(traces, data.length);
  return data.map((trace, index) => {
    const position = indices.indexOf(index);
    if (position === -1) return trace;
    const own = Object.entries(patch).map(([path, value]) => [
      path,
      Array.isArray(value) ? value[position % value.length] : value,
    ]);
    return patched(trace, Object.fromEntries(own));
  });
}

const RANGE = /^((?:(?:scene|polar)\d*\.)?(?:[xyz]|radial)axis\d*)\.range(?:\[[01]\])?$/;

/** A range that is given ends autorange. */
function relayout(layout: Attributes, patch: Patch): Attributes {
  const axes = Object.entries(patch).map(([path, value]) => (value == null ? undefined : RANGE.exec(path)?.[1]));
  const ended = axes.filter((axis) => axis !== undefined).map((axis) => [`${axis}.autorange`, false]);
  return patched(layout, { ...Object.fromEntries(ended), ...patch });
}

function patched(attributes: Attributes, patch: Patch): Attributes {
  return Object.entries(patch)
    .filter(([, value]) => value !== undefined)
    .reduce((copy, [path, value]) => withAttribute(copy, path, value), attributes);
}

/** As Plotly reads them: no list, or an empty one, is for all traces, and what is no trace's index is left out. */
function traceIndices(traces: unknown, count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (typeof traces === 'number') return all.filter((index) => index === traces);
  if (!Array.isArray(traces) || traces.length === 0) return all;
  return traces.filter((index) => all.includes(index));
}
