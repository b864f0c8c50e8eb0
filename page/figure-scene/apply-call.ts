import { withAttribute } from './attributes.ts';
import { type Attributes, type FigureState, isAttributes } from './figure-state.ts';

type Patch = Readonly<Record<string, unknown>>;

/** The state that a call of Plotly's with these arguments (after the graph) leaves: what a slider's step does. */
export function applyCall(state: FigureState, method: string, args: readonly unknown[]): FigureState {
  switch (method) {
    case 'restyle': {
      const { patch, rest } = readPatch(args);
      return restyle(state, patch, rest);
    }
    case 'relayout':
      return { ...state, layout: patched(state.layout, readPatch(args).patch) };
    case 'update': {
      const [data, layout, traces] = args;
      const restyled = restyle(state, isAttributes(data) ? data : {}, traces);
      return isAttributes(layout) ? { ...restyled, layout: patched(state.layout, layout) } : restyled;
    }
    default:
      return state;
  }
}

/** A patch is given as an object, or as an attribute and its value. */
function readPatch([first, second, ...others]: readonly unknown[]): { patch: Patch; rest: unknown } {
  if (typeof first === 'string') return { patch: { [first]: second }, rest: others[0] };
  return { patch: isAttributes(first) ? first : {}, rest: second };
}

/** Arrays in the patch are one value per trace, used in turn where there are fewer. */
function restyle({ data, layout }: FigureState, patch: Patch, traces: unknown): FigureState {
  const indices = traceIndices(traces, data.length);
  return {
    layout,
    data: data.map((trace, index) => {
      const position = indices.indexOf(index);
      if (position === -1) return trace;
      const own = Object.entries(patch).map(([path, value]) => [
        path,
        Array.isArray(value) && value.length > 0 ? value[position % value.length] : value,
      ]);
      return patched(trace, Object.fromEntries(own));
    }),
  };
}

function patched(attributes: Attributes, patch: Patch): Attributes {
  return Object.entries(patch)
    .filter(([, value]) => value !== undefined)
    .reduce((copy, [path, value]) => withAttribute(copy, path, value), attributes);
}

function traceIndices(traces: unknown, count: number): number[] {
  if (traces === undefined || traces === null) return Array.from({ length: count }, (_, i) => i);
  return [traces]
    .flat()
    .filter((index) => typeof index === 'number')
    .map((index) => (index < 0 ? index + count : index));
}
