import type { AxisTypes } from '../axis-types.ts';
import { type Attributes, isAttributes, type List } from '../figure-state.ts';
import { type AttributeKind, attributeKind } from './attribute-kind.ts';
import { fading, ifVisible } from './fade.ts';
import { matchByKey, matchByPlace } from './match-points.ts';
import { type Motion, switching, valueAt } from './motion.ts';
import { planValue } from './plan-value.ts';

interface Container {
  /** Where the list stands in the layout. */
  readonly path: readonly string[];
  readonly axes: AxisTypes;
}

/** Plans annotations, shapes, images or selections: the same by `name`, else by their place in the list. */
export function planItems(from: List, to: List, container: Container): Motion {
  const starts = readItems(from);
  const ends = readItems(to);
  const match = matchByKey(starts.map(keyOf), ends.map(keyOf)) ?? matchByPlace(starts.length, ends.length);
  const motions = Array.from(match.from, (place, i) => planItem(starts[place], ends[match.to[i] ?? -1], container));
  return { at: (position) => motions.map((motion) => valueAt(motion, position)) };
}

function planItem(from: Attributes | undefined, to: Attributes | undefined, container: Container): Motion {
  const start = ifVisible(from);
  const end = ifVisible(to);
  if (start && end) {
    if (REFERENCES.some((name) => start[name] !== end[name])) return switching(start, end);
    return planValue(start, end, { path: [], kindOf: itemKind(start, container) });
  }
  if (end) return fading(end, 'in');
  return start ? fading(start, 'out') : switching(from ?? to, to ?? from);
}

function itemKind(item: Attributes, container: Container): (path: readonly string[]) => AttributeKind {
  const list = container.path.at(-1);
  return (path) => {
    const [, letter] = COORDINATE.exec(path.join('.')) ?? [];
    const type = letter === undefined ? undefined : container.axes[axisOf(item, letter, container) ?? ''];
    if (type === 'date') return 'date';
    // The others are in exponents there.
    if (type === 'log') return list === 'shapes' || list === 'selections' ? 'log' : 'number';
    return letter === undefined ? attributeKind(path) : 'number';
  };
}

const COORDINATE = /^(x|y|z|ax|ay)[01]?(?:anchor)?$/;
const REFERENCES = ['xref', 'yref', 'axref', 'ayref', 'type'];

/** The axis that a coordinate is on; undefined for shares of the paper or of an axis, and for pixels. */
function axisOf(item: Attributes, letter: string, { path, axes }: Container): string | undefined {
  const [list, ...parents] = path.toReversed();
  if (parents.length > 0) return [...parents.toReversed(), `${letter}axis`].join('.');
  const axis = letter.at(-1) ?? '';
  const ofPlot = letter === axis && list !== 'images' && `${axis}axis` in axes;
  const reference = String(item[`${letter}ref`] ?? (ofPlot ? axis : 'paper'));
  return /^[xy]\d*$/.test(reference) ? `${axis}axis${reference.slice(1)}` : undefined;
}

function readItems(list: List): readonly (Attributes | undefined)[] {
  return Array.from(list, (item) => (isAttributes(item) ? item : undefined));
}

function keyOf(item: Attributes | undefined, place: number): string {
  return typeof item?.name === 'string' ? `name ${item.name}` : `place ${place}`;
}
