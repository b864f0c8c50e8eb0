import { type Attributes, isAttributes } from './figure-state.ts';

export type AxisType = 'linear' | 'log' | 'date' | 'category' | 'multicategory' | '-';

/** The type of each axis by its place in the layout: `xaxis`, `yaxis2`, `scene.zaxis`, `polar.radialaxis`. */
export type AxisTypes = Readonly<Record<string, AxisType>>;

/** Reads the types that Plotly has settled on out of its `_fullLayout`. */
export function axisTypes(fullLayout: Attributes): AxisTypes {
  const types: Record<string, AxisType> = {};
  for (const [name, part] of Object.entries(fullLayout)) {
    if (!isAttributes(part) || name.startsWith('_')) continue;
    if (AXIS.test(name)) addType(types, name, part);
    if (!SUBPLOT.test(name)) continue;
    for (const [inner, axis] of Object.entries(part)) {
      if (AXIS.test(inner) && isAttributes(axis)) addType(types, `${name}.${inner}`, axis);
    }
  }
  return types;
}

const AXIS = /^(x|y|z|radial|angular)axis\d*$/;
const SUBPLOT = /^(scene|polar)\d*$/;

function addType(types: Record<string, AxisType>, place: string, axis: Attributes): void {
  if (isAxisType(axis.type)) types[place] = axis.type;
}

function isAxisType(type: unknown): type is AxisType {
  return ['linear', 'log', 'date', 'category', 'multicategory', '-'].includes(String(type));
}
