import type { AxisTypes } from '../axis-types.ts';
import { type Attributes, isAttributes, isList } from '../figure-state.ts';
import type { PointFamily } from './point-family.ts';
import { axisOf, barLists } from './trace-kind.ts';

/**
 * What a point has where it is not there yet, or no more:
 *
 * - `own`: what it has where it is there
 * - `neighbour`: what the point before it has, which it grows out of
 * - `zero`, `blank`, `missing`: 0, '' and null, of which nothing is to be seen
 */
export type AbsentValue = 'own' | 'neighbour' | 'zero' | 'blank' | 'missing';

/** Says what an absent point has in the list at `path`. */
export function absentValues(
  from: Attributes,
  to: Attributes,
  { family, axes }: { family: PointFamily; axes: AxisTypes },
): (path: readonly string[]) => AbsentValue {
  const { length } = barLists(from);
  const sized = isSized(from) || isSized(to);
  const lined = hasLines(from) || hasLines(to);
  const unseen = growsByOpacity(from, to) || sized ? 'own' : 'missing';
  const logarithmic = axes[axisOf(from, [length]) ?? ''] === 'log';

  return (path) => {
    const name = path.join('.');
    if (name === 'text') return 'blank';
    switch (family.entering) {
      case 'bars':
        // No logarithm leads to 0.
        return name === length ? (logarithmic ? 'missing' : 'zero') : 'own';
      case 'sectors':
        return name === 'values' ? 'zero' : 'own';
      case 'samples':
        return family.lists.includes(name) ? 'missing' : 'own';
      case 'markers':
        if (family.lists.includes(name)) return lined ? 'neighbour' : unseen;
        return name === 'marker.size' || (name === 'marker.opacity' && !sized) ? 'zero' : 'own';
    }
  };
}

/**
 * Whether points have to fade in. A marker's size may only grow where the sizes are a list anyway: markers of given
 * sizes get another opacity and outline from Plotly.
 */
export function growsByOpacity(from: Attributes, to: Attributes): boolean {
  // Its markers share one opacity.
  if (from.type === 'scatter3d' || isSized(from) || isSized(to)) return false;
  return hasMarkers(from) || hasMarkers(to);
}

/** Gives each point an opacity of its own. */
export function withOpacities(trace: Attributes, count: number): Attributes {
  const marker = isAttributes(trace.marker) ? trace.marker : {};
  if (isList(marker.opacity)) return trace;
  return { ...trace, marker: { ...marker, opacity: new Array(count).fill(marker.opacity ?? 1) } };
}

function isSized({ marker }: Attributes): boolean {
  return isAttributes(marker) && isList(marker.size);
}

function hasMarkers({ mode }: Attributes): boolean {
  return typeof mode !== 'string' || mode.includes('markers');
}

function hasLines({ type, mode, fill }: Attributes): boolean {
  if (fill !== undefined && fill !== 'none') return true;
  return typeof mode === 'string' ? mode.includes('lines') : !LINELESS.has(String(type));
}

// Without a mode these have markers only.
const LINELESS = new Set(['scattergeo', 'scattermap', 'choropleth', 'choroplethmap']);
