import type { RangeMode } from '../../src/protocol.ts';
import { getAttribute, withAttribute } from './attributes.ts';
import { type Attributes, type FigureState, isAttributes, isList } from './figure-state.ts';

/** By trace type: the colour that Plotly gave each label. */
export type SectorColours = ReadonlyMap<string, Attributes>;

/** What is asked of a plot out of sight. */
export interface ColourProbe {
  plot(state: FigureState): Promise<void>;
  sectorColours(): SectorColours;
}

/**
 * States in which the sectors of a pie, a treemap … keep their colours. Plotly hands colours out by size, anew for each
 * state; here a label has the one that it gets where it first appears.
 */
export async function pinColours(
  probe: ColourProbe,
  states: readonly FigureState[],
  mode: RangeMode,
): Promise<readonly FigureState[]> {
  const sectors = new Set(states.flatMap(({ data }) => data.filter(({ type }) => TYPES.has(String(type)))));
  if (mode === 'auto' || sectors.size < 2) return states;
  await probe.plot({ data: [...sectors], layout: states[0]?.layout ?? {} });
  const colours = probe.sectorColours();
  return states.map((state) => ({ ...state, data: state.data.map((trace) => withColours(trace, colours)) }));
}

const TYPES = new Set(['pie', 'funnelarea', 'sunburst', 'treemap', 'icicle']);

/** Reads the colours that Plotly has handed out of its `_fullLayout`. */
export function sectorColours(layout: Attributes): SectorColours {
  const maps = [...TYPES].map((type) => [type, layout[`_${type}colormap`]] as const);
  return new Map(maps.flatMap(([type, map]) => (isAttributes(map) ? [[type, map] as const] : [])));
}

function withColours(trace: Attributes, colours: SectorColours): Attributes {
  const known = colours.get(String(trace.type));
  // Without parents sectors have no ids.
  const names = trace.parents === undefined ? trace.labels : (trace.ids ?? trace.labels);
  const given = ['marker.colors', 'marker.colorscale', 'marker.coloraxis'];
  if (!known || !isList(names) || given.some((path) => getAttribute(trace, path) !== undefined)) return trace;
  // What has none takes its parent's; a label that is empty is called by its place.
  const own = Array.from(names, (name: unknown, i) => known[String(name === '' ? i : name)] ?? '');
  const coloured = withAttribute(trace, 'marker.colors', own);
  // Plotly's default only where there are no colours.
  const fades = trace.type === 'treemap' && getAttribute(trace, 'marker.depthfade') === undefined;
  return fades ? withAttribute(coloured, 'marker.depthfade', true) : coloured;
}
