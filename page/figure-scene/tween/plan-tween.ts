import type { AxisTypes } from '../axis-types.ts';
import type { FigureState } from '../figure-state.ts';
import { movingList, valueAt } from './motion.ts';
import { planLayout } from './plan-layout.ts';
import { planTrace } from './plan-trace.ts';

/**
 * Plans the way from one state of a figure to another. Dates and colours are read and points matched once, here; what
 * is left for a frame is arithmetic.
 *
 * At 0 the returned function gives `from` itself, at 1 `to` itself, and in between a state of its own that shares with
 * `from` whatever does not move. Where an easing overshoots, positions lie beyond 0 and 1: numbers and dates follow,
 * sizes stay at 0 or above, shares within 0 and 1, and colours at their ends. What has nothing in between (texts,
 * categories, lists of other lengths) switches at 0.5.
 *
 * @param axes the types of the figure's axes, as `axisTypes` reads them
 */
export function planTween(from: FigureState, to: FigureState, axes: AxisTypes): (position: number) => FigureState {
  const traces = Math.max(from.data.length, to.data.length);
  const data = movingList(
    from.data,
    Array.from({ length: traces }, (_, i) => planTrace(from.data[i], to.data[i], axes)),
  );
  const layout = planLayout(from.layout, to.layout, axes);
  return (position) => {
    if (position === 0) return from;
    if (position === 1) return to;
    return {
      data: valueAt(data, position),
      layout: valueAt(layout, position),
    };
  };
}
