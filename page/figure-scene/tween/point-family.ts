import type { Attributes } from '../figure-state.ts';
import { typeOf } from './trace-kind.ts';

/** How points of a trace type come and go, and which of their lists say how many there are. */
export interface PointFamily {
  /**
   * - `markers` grow from nothing, and lines out of the point before
   * - `bars` grow from their base, and `sectors` from no share
   * - `samples` are there from the half on
   */
  readonly entering: 'markers' | 'bars' | 'sectors' | 'samples';
  /** Every one that a trace has is as long as it has points. */
  readonly lists: readonly string[];
  /** What tells the points apart where there are no `ids`; their place in the list where this does not either. */
  readonly key?: 'place' | 'labels' | 'locations' | 'x' | 'rank';
}

/** The family of a trace's type; undefined for those that are not made of points (heatmaps, surfaces, tables …). */
export function pointFamily(trace: Attributes): PointFamily | undefined {
  return FAMILIES.get(typeOf(trace));
}

const XY = ['x', 'y'];
const FAMILIES = new Map<string, PointFamily>([
  ...family('scatter scattergl', { entering: 'markers', lists: XY }),
  ...family('scatterpolar scatterpolargl', { entering: 'markers', lists: ['r', 'theta'] }),
  ...family('scatterternary scattercarpet', { entering: 'markers', lists: ['a', 'b', 'c'] }),
  ...family('scattersmith', { entering: 'markers', lists: ['real', 'imag'] }),
  ...family('scattergeo', { entering: 'markers', lists: ['lon', 'lat', 'locations'], key: 'locations' }),
  ...family('scattermap', { entering: 'markers', lists: ['lon', 'lat'] }),
  ...family('choropleth choroplethmap', { entering: 'markers', lists: ['locations', 'z'], key: 'locations' }),
  ...family('scatter3d', { entering: 'markers', lists: ['x', 'y', 'z'] }),
  ...family('bar waterfall funnel', { entering: 'bars', lists: XY, key: 'place' }),
  ...family('barpolar', { entering: 'bars', lists: ['r', 'theta'] }),
  ...family('pie funnelarea', { entering: 'sectors', lists: ['labels', 'values'], key: 'labels' }),
  ...family('sunburst treemap icicle', { entering: 'sectors', lists: ['labels', 'parents', 'values'], key: 'labels' }),
  ...family('candlestick ohlc', { entering: 'samples', lists: ['x', 'open', 'high', 'low', 'close'], key: 'x' }),
  ...family('histogram box violin', { entering: 'samples', lists: XY, key: 'rank' }),
]);

function family(types: string, { ...given }: PointFamily): [string, PointFamily][] {
  return types.split(' ').map((type) => [type, given]);
}
