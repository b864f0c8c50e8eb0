import type { RangeMode } from '../../src/protocol.ts';
import { getAttribute } from './attributes.ts';
import { type Attributes, type FigureState, isAttributes, isSame } from './figure-state.ts';
import { axisOf, sampleLists } from './tween/trace-kind.ts';

/** Where a histogram's bins lie, in the axis' own values. */
export interface Bins {
  start: unknown;
  end: unknown;
  size: unknown;
}

/** What is asked of a plot out of sight. */
export interface BinProbe {
  plot(state: FigureState): Promise<void>;
  /** By the trace's index. */
  bins(): ReadonlyMap<number, Bins>;
}

/**
 * States in which histograms keep their bins. Plotly finds them by the samples of each state, and bars would jump where
 * a keyframe has bins of another size; here they are as wide as at first, and reach as far as all samples.
 */
export async function pinBins(
  probe: BinProbe,
  states: readonly FigureState[],
  { figure, mode }: { figure: FigureState; mode: RangeMode },
): Promise<readonly FigureState[]> {
  const [first] = states;
  if (mode === 'auto' || !first || !states.some((state) => changesSamples(first, state))) return states;
  await probe.plot(first);
  const sizes = new Map([...probe.bins()].map(([index, { size }]) => [index, { size }]));
  const overlay = first.layout.barmode === 'overlay';
  const histograms = states.flatMap(({ data }) =>
    data.flatMap((trace, index) => {
      const bins = sizes.get(index);
      if (!bins || !isAutomatic(trace)) return [];
      // Those that lie over each other have bins of their own.
      const group = trace.bingroup ?? (overlay ? `trace ${index}` : undefined);
      return [{ index, trace: { ...withBins(trace, bins), ...(group === undefined ? {} : { bingroup: group }) } }];
    }),
  );
  await probe.plot({ data: histograms.map(({ trace }) => trace), layout: first.layout });
  const all = probe.bins();
  // As the probe was before.
  await probe.plot(figure);
  const pinned = new Map(histograms.map(({ index }, i) => [index, all.get(i)]));
  return states.map((state) => ({
    ...state,
    data: state.data.map((trace, index) => {
      const bins = pinned.get(index);
      return bins && isAutomatic(trace) ? withBins(trace, bins) : trace;
    }),
  }));
}

function changesSamples({ data }: FigureState, other: FigureState): boolean {
  return other.data.some(
    (trace, i) => isAutomatic(trace) && !(isSame(trace.x, data[i]?.x) && isSame(trace.y, data[i]?.y)),
  );
}

/** A histogram that leaves its bins to Plotly. */
function isAutomatic(trace: Attributes): boolean {
  const { values } = sampleLists(trace);
  return trace.type === 'histogram' && trace[`${values}bins`] === undefined && trace[`nbins${values}`] === undefined;
}

function withBins(trace: Attributes, bins: Partial<Bins>): Attributes {
  return { ...trace, [`${sampleLists(trace).values}bins`]: { ...bins } };
}

/** Reads the bins that Plotly has found, but those of categories. */
export function readBins(layout: Attributes, data: readonly Attributes[]): Map<number, Bins> {
  const bins = new Map<number, Bins>();
  for (const [index, trace] of data.entries()) {
    if (trace.type !== 'histogram') continue;
    const { values } = sampleLists(trace);
    const found = Object(layout._histogramBinOpts)[String(trace[`_${values}bingroup`])];
    const type = getAttribute(layout, `${axisOf(trace, [values])}.type`);
    if (!isAttributes(found) || found.size === undefined || /category$/.test(String(type))) continue;
    const { start, end, size } = found;
    bins.set(index, { start, end, size });
  }
  return bins;
}
