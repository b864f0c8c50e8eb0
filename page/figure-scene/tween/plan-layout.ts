import type { AxisTypes } from '../axis-types.ts';
import { type Attributes, isAttributes } from '../figure-state.ts';
import { type AttributeKind, attributeKind } from './attribute-kind.ts';
import type { Motion } from './motion.ts';
import { planItems } from './plan-items.ts';
import { planRecord } from './plan-value.ts';

/** Plans a layout: attributes by their name, ranges by their axis, annotations and the like one by one. */
export function planLayout(from: Attributes, to: Attributes, axes: AxisTypes): Motion<Attributes> {
  return planRecord(withScenesOf(from, to), withScenesOf(to, from), {
    path: [],
    // Ranges of another type of axis are other numbers.
    kindOf: (path) => (typeAt(from, path, axes) === typeAt(to, path, axes) ? layoutKind(path, axes) : 'switch'),
    planItems: (start, end, path) => planItems(start, end, { path, axes }),
  });
}

// A camera that only one side names has Plotly's own to come from or to go to.
function withScenesOf(layout: Attributes, other: Attributes): Attributes {
  const scenes = Object.keys(other).filter((name) => /^scene\d*$/.test(name) && layout[name] === undefined);
  return scenes.length === 0 ? layout : { ...layout, ...Object.fromEntries(scenes.map((name) => [name, {}])) };
}

function layoutKind(path: readonly string[], axes: AxisTypes): AttributeKind {
  if (!RANGES.has(path.at(-1) ?? '')) return attributeKind(path);
  // A range is in the axis' own numbers: exponents on a logarithmic one, places on one of categories.
  const places = path.map((_, depth) => path.slice(0, depth).join('.'));
  return places.some((place) => axes[place] === 'date') ? 'date' : 'number';
}

/** The type of the axis at `path`; undefined when there is none. */
function typeAt(layout: Attributes, path: readonly string[], axes: AxisTypes): unknown {
  const place = path.join('.');
  if (!(place in axes)) return undefined;
  const axis = path.reduce<unknown>((part, name) => (isAttributes(part) ? part[name] : undefined), layout);
  return (isAttributes(axis) ? axis.type : undefined) ?? axes[place];
}

const RANGES = new Set(['range', 'minallowed', 'maxallowed']);
