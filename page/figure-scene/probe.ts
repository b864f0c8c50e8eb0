import Plotly from 'plotly.js-dist';
import { inPlotly } from '../in-plotly.ts';
import { OFFLINE_CONFIG } from '../offline-config.ts';
import { copyContainers, getAttribute } from './attributes.ts';
import { type AutoRange, findAutoRanges } from './auto-ranges.ts';
import { type AxisTypes, axisTypes } from './axis-types.ts';
import type { Attributes, FigureState } from './figure-state.ts';
import { type Bins, readBins } from './pinned-bins.ts';
import { type SectorColours, sectorColours } from './pinned-colours.ts';
import { fittedViews, type MapView } from './pinned-views.ts';
import { leaveUndrawn } from './undrawn.ts';

/** A plot out of sight, of which only what Plotly makes of a state is wanted. */
export interface Probe {
  /** Plots a state. */
  plot(state: FigureState): Promise<void>;
  /** The axis types that Plotly found in the state's data and keeps from then on. */
  keptTypes(): ReadonlyMap<string, string>;
  /** The types of all axes. */
  axisTypes(): AxisTypes;
  /** The ranges that the state leaves to Plotly. */
  autoRanges(): ReadonlyMap<string, AutoRange>;
  /** The maps that Plotly has fitted to their locations. */
  fittedViews(): ReadonlyMap<string, MapView>;
  /** The colours that Plotly has handed out to sectors. */
  sectorColours(): SectorColours;
  /** The bins of histograms, by the trace's index. */
  bins(): ReadonlyMap<number, Bins>;
  /** Gives Plotly's axis for the x or y values of a trace, also when the probe is closed. */
  axes(): (trace: Attributes, letter: 'x' | 'y') => unknown;
  close(): void;
}

interface Graph extends HTMLElement {
  layout: Attributes;
  _fullLayout: Attributes;
  _fullData: readonly Attributes[];
}

const PROBE_CONFIG = { ...OFFLINE_CONFIG, displayModeBar: false };

/** @param size that of the figure, in CSS pixels: ranges leave room for markers */
export async function openProbe(first: FigureState, size: { width: number; height: number }): Promise<Probe> {
  const element = document.createElement('div');
  element.style.cssText = `position: absolute; visibility: hidden; width: ${size.width}px; height: ${size.height}px`;
  document.body.append(element);
  let datarevision = 0;
  const plot = async (state: FigureState) => {
    const { data, layout } = copyContainers(state);
    // Of arrays that it has seen `react` keeps what it made of them, but not always their extent.
    datarevision++;
    const shape = { ...layout, ...size, autosize: false, datarevision };
    await inPlotly(() => Plotly.react(element, [...data], shape, PROBE_CONFIG));
  };
  await plot(first);
  if (!isGraph(element)) throw new Error('Plotly plotted nothing');
  const full = () => element._fullLayout;
  return {
    plot: async (state) => {
      // By what was plotted last, mostly of the same types; what is new is drawn once.
      const drawAgain = leaveUndrawn(element._fullData);
      try {
        await plot(state);
      } finally {
        drawAgain();
      }
    },
    keptTypes: () => keptTypes(element),
    axisTypes: () => axisTypes(full()),
    autoRanges: () => findAutoRanges(full(), element._fullData),
    fittedViews: () => fittedViews(full()),
    bins: () => readBins(full(), element._fullData),
    sectorColours: () => sectorColours(full()),
    axes: () => {
      const layout = full();
      return (trace, letter) => {
        const id = String(trace[`${letter}axis`] ?? letter);
        return getAttribute(layout, `${letter}axis${id.slice(1)}`);
      };
    },
    close: () => {
      Plotly.purge(element);
      element.remove();
    },
  };
}

/** Plotly notes the type that it found for an axis in the layout that it was given. */
function keptTypes({ layout, _fullLayout }: Graph): Map<string, string> {
  return new Map(
    Object.entries(axisTypes(_fullLayout)).filter(([path]) => {
      const noted = getAttribute(layout, `${path}.type`);
      return path.includes('.') || (noted !== undefined && noted !== '-');
    }),
  );
}

function isGraph(element: HTMLElement): element is Graph {
  return '_fullLayout' in element && '_fullData' in element && 'layout' in element;
}
