import type { AxisTypes } from '../axis-types.ts';
import type { Attributes } from '../figure-state.ts';
import { sceneOf } from '../scene-of.ts';
import { type AttributeKind, attributeKind, axisKind } from './attribute-kind.ts';

/** What an attribute of this trace is: those that are positions on an axis follow the axis. */
export function traceKind(trace: Attributes, axes: AxisTypes): (path: readonly string[]) => AttributeKind {
  return (path) => {
    // Categories, even where they are numbers.
    if (trace.type === 'parcats' && path[0] === 'dimensions') return 'switch';
    // Samples in two dimensions have no ranks to be matched by.
    if (SAMPLED.has(typeOf(trace)) && /^[xyz]$/.test(path.join('.'))) return 'switch';
    const axis = axisOf(trace, path);
    return axis === undefined ? attributeKind(path) : axisKind(axis, axes);
  };
}

/** Whether two traces are of one type and on the same axes: whether there is anything between them. */
export function standAlike(from: Attributes, to: Attributes): boolean {
  const turned = from.orientation !== undefined && to.orientation !== undefined && from.orientation !== to.orientation;
  const places = ['x', 'y', 'r'].every((name) => axisOf(from, [name]) === axisOf(to, [name]));
  return typeOf(from) === typeOf(to) && places && !turned;
}

export function typeOf({ type }: Attributes): string {
  return typeof type === 'string' ? type : 'scatter';
}

/** The list that a bar's length is in, and the one that it stands at. */
export function barLists(trace: Attributes): { length: string; place: string } {
  return isHorizontal(trace) ? { length: 'x', place: 'y' } : { length: 'y', place: 'x' };
}

/** The list of a distribution's values, and the one, if any, of the categories that they are drawn for. */
export function sampleLists({ type, orientation, x, y }: Attributes): { values: string; groups?: string } {
  if (type === 'histogram') return { values: orientation === 'h' || (orientation === undefined && !x) ? 'y' : 'x' };
  const horizontal = orientation === 'h' || (orientation === undefined && !y);
  const [values, groups] = horizontal ? ['x', 'y'] : ['y', 'x'];
  return { values, ...((horizontal ? y : x) !== undefined && { groups }) };
}

/** The place in the layout of the axis that an attribute belongs to. */
export function axisOf(trace: Attributes, path: readonly string[]): string | undefined {
  const [name = '', inner] = path;
  const type = typeOf(trace);
  if (inner !== undefined) {
    const bins = /^([xy])bins$/.exec(name)?.[1];
    return bins !== undefined && (inner === 'start' || inner === 'end') ? cartesian(trace, bins) : undefined;
  }
  const scene = sceneOf(trace);
  if (scene !== undefined) return /^[xyz]$/.test(name) ? `${scene}.${name}axis` : undefined;
  if (POLAR.has(type)) {
    if (/^r0?$/.test(name)) return `${trace.subplot ?? 'polar'}.radialaxis`;
    return /^theta0?$/.test(name) ? `${trace.subplot ?? 'polar'}.angularaxis` : undefined;
  }
  if (AXISLESS.has(type)) return undefined;
  if (/^[xy]0?$/.test(name)) return cartesian(trace, name.charAt(0));
  if (/^(open|high|low|close)$/.test(name)) return cartesian(trace, 'y');
  if (OF_VALUES.has(name)) return cartesian(trace, isHorizontal(trace) ? 'x' : 'y');
  return undefined;
}

const SAMPLED = new Set(['histogram2d', 'histogram2dcontour']);
const POLAR = new Set(['scatterpolar', 'scatterpolargl', 'barpolar']);
// Their x and y, where they have some, are plain numbers.
const AXISLESS = new Set(['carpet', 'scattercarpet', 'contourcarpet', 'pie', 'funnelarea', 'sankey', 'table']);
const OF_VALUES = new Set('base q1 median q3 lowerfence upperfence notchspan mean'.split(' '));

/** Where the values run: as given, or as Plotly concludes from what there is. */
function isHorizontal({ orientation, type, x, y, q1 }: Attributes): boolean {
  if (orientation !== undefined) return orientation === 'h';
  // Where quartiles are given, x or y says where the boxes stand.
  if (type === 'box' && q1 !== undefined) return y !== undefined && x === undefined;
  if (type === 'funnel') return x !== undefined || y === undefined;
  return x !== undefined && y === undefined;
}

function cartesian(trace: Attributes, letter: string): string {
  const id = trace[`${letter}axis`];
  return typeof id === 'string' ? `${letter}axis${id.slice(1)}` : `${letter}axis`;
}
