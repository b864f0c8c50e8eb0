import type { AxisTypes } from '../axis-types.ts';

/**
 * What the values of an attribute are:
 *
 * - `number`, `position`, `log`, `date`, `size`, `share`, `degrees`: numbers of that scale
 * - `colour`: strings are colours, numbers are values on a colour axis
 * - `colorscale`: pairs of a share and a colour
 * - `camera`: of a 3-D scene
 * - `items`: annotations and the like, which come and go
 * - `switch`: whatever has nothing in between
 */
export type AttributeKind =
  | 'number'
  | 'position'
  | 'log'
  | 'date'
  | 'size'
  | 'share'
  | 'degrees'
  | 'colour'
  | 'colorscale'
  | 'camera'
  | 'items'
  | 'switch';

/** What an attribute is by its name, wherever it stands; its values are never asked. Tested against Plotly's schema. */
export function attributeKind(path: readonly string[]): AttributeKind {
  const name = path.at(-1) ?? '';
  if (path.includes('colorscale')) return 'colorscale';
  if (COLOUR.test(name)) return 'colour';
  const parents = path.flatMap((parent) => WITHIN.get(parent) ?? []);
  return BY_NAME.get(name) ?? parents.at(-1) ?? 'number';
}

/** What the values on an axis are; `path` leads to the axis in the layout. */
export function axisKind(path: string, axes: AxisTypes): AttributeKind {
  const type = axes[path];
  if (type === 'log' || type === 'date') return type;
  // A number there is a category's name too.
  return type === 'category' || type === 'multicategory' ? 'switch' : 'position';
}

const COLOUR = /(color|colors|colorway)$/;

// Texts and names, whatever they are made of; whole numbers; numbers that stand for something else; and ticks, whose
// labels would shimmer.
const SWITCHING = `
  text hovertext texttemplate hovertemplate customdata ids labels parents locations name meta ticktext categoryarray
  uid uirevision datarevision editrevision selectionrevision selectedpoints level
  weight namelength nticks ticklabelstep zorder traceref tracerefminus nbinsx nbinsy ncontours row column maxdepth count
  maxdisplayed displayindex labelpadding minorgridcount arraytick0 arraydtick rows columns hoverdistance spikedistance
  ticklabelshift ticklabelstandoff ticklabelindex arrowhead startarrowhead active
  symbol i j k source target columnorder cells header sliders updatemenus transition duration
  geojson style
  tick0 dtick tickvals`;

const DEGREES = 'angle tickangle textangle rotation labelangle lon bearing';

const SHARES = `
  opacity fgopacity solidity jitter whiskerwidth hole pull baseratio ambient diffuse roughness fill position scattergap
  vertexnormalsepsilon facenormalsepsilon
  bargap bargroupgap boxgap boxgroupgap violingap violingroupgap funnelgap funnelgroupgap waterfallgap waterfallgroupgap`;

const SIZES = `
  size width thickness legendwidth backoff standoff sizemin sizeref len xpad ypad outlinewidth borderwidth minexponent
  sdmultiple outlierwidth bandwidth pad cornerradius aspectratio arrowlen linewidth minorgridwidth gridwidth lengthfactor
  minsize padding dvalue borderpad startstandoff coastlinewidth riverwidth countrywidth subunitwidth framewidth period
  minorticklen ticklen tickwidth maxheight tracegroupgap entrywidth smoothing spikethickness notchwidth squarifyratio xgap
  ygap scale scaleratio highlightwidth specular fresnel maxzoom minzoom radius height arrowsize startarrowsize arrowwidth
  minreducedwidth minreducedheight distance itemwidth minscale maxscale sum counts min`;

/** For attributes whose own name (`x`, `value`, `l`) does not say it. */
const WITHIN = new Map<string, AttributeKind>([
  ...named('share', 'domain title'),
  ...named('size', 'margin pad aspectratio error_x error_y error_z'),
]);

const BY_NAME = new Map<string, AttributeKind>([
  ...named('switch', SWITCHING),
  ...named('degrees', DEGREES),
  ...named('share', SHARES),
  ...named('size', SIZES),
  ...named('items', 'annotations shapes images selections'),
  ['camera', 'camera'],
]);

function named(kind: AttributeKind, names: string): [string, AttributeKind][] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, kind]);
}
