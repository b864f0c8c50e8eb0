import type { AxisTypes } from '../axis-types.ts';
import { type Attributes, isSame } from '../figure-state.ts';
import { alignPoints } from './align-points.ts';
import { appearing, fading, ifVisible } from './fade.ts';
import { type Motion, switching } from './motion.ts';
import { planRecord } from './plan-value.ts';
import { standAlike, traceKind } from './trace-kind.ts';

/** Plans one trace; undefined stands for a trace that one side has not. */
export function planTrace(
  from: Attributes | undefined,
  to: Attributes | undefined,
  axes: AxisTypes,
): Motion<Attributes> {
  const start = ifVisible(from);
  const end = ifVisible(to);
  if (!start || !end) {
    if (end) return hasOpacity(end) ? fading(end, 'in') : appearing(end, 'in');
    if (start) return hasOpacity(start) ? fading(start, 'out') : appearing(start, 'out');
    return switching(from ?? to ?? {}, to ?? from ?? {});
  }
  if (isSame(start, end) || !standAlike(start, end)) return switching(start, end);
  const [left, right] = alignPoints(start, end, axes);
  return planRecord(left, right, { path: [], kindOf: traceKind(start, axes) });
}

function hasOpacity({ type }: Attributes): boolean {
  return !['choropleth', 'choroplethmap', 'parcoords', 'parcats', 'sankey', 'indicator', 'table'].includes(
    String(type),
  );
}
