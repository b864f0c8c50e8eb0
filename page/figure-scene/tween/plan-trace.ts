import type { AxisTypes } from '../axis-types.ts';
import { type Attributes, isList, isSame } from '../figure-state.ts';
import { alignPoints } from './align-points.ts';
import { appearing, fading, ifVisible } from './fade.ts';
import { type Motion, switching } from './motion.ts';
import { planRecord } from './plan-value.ts';
import { pointFamily } from './point-family.ts';
import { standAlike, traceKind } from './trace-kind.ts';

/** Plans one trace; undefined stands for a trace that one side has not. */
export function planTrace(
  from: Attributes | undefined,
  to: Attributes | undefined,
  axes: AxisTypes,
): Motion<Attributes> {
  const start = ifDrawn(from, to);
  const end = ifDrawn(to, from);
  if (!start || !end) {
    if (end) return hasOpacity(end) ? fading(end, 'in') : appearing(end, 'in');
    if (start) return hasOpacity(start) ? fading(start, 'out') : appearing(start, 'out');
    return switching(from ?? to ?? {}, to ?? from ?? {});
  }
  if (isSame(start, end) || !standAlike(start, end)) return switching(start, end);
  const [left, right] = alignPoints(start, end, axes);
  return planRecord(left, right, { path: [], kindOf: traceKind(start, axes) });
}

/** Undefined also for a trace that still waits for the points that the other side has. */
function ifDrawn(trace: Attributes | undefined, other: Attributes | undefined): Attributes | undefined {
  const waits = trace && pointFamily(trace) && !hasLists(trace) && other && hasLists(other);
  return waits ? undefined : ifVisible(trace);
}

function hasLists(trace: Attributes): boolean {
  return Object.values(trace).some(isList);
}

function hasOpacity({ type }: Attributes): boolean {
  return !['choropleth', 'choroplethmap', 'parcoords', 'parcats', 'sankey', 'indicator', 'table'].includes(
    String(type),
  );
}
