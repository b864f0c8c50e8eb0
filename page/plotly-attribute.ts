import Plotly, { type PlotlyProblem } from 'plotly.js-dist';

type Attribute = Readonly<Record<string, unknown>>;

/** Trace types of earlier versions, and what took their place. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  scattermapbox: 'scattermap',
  choroplethmapbox: 'choroplethmap',
  densitymapbox: 'densitymap',
  heatmapgl: 'heatmap',
  pointcloud: 'scattergl',
};

/** What plotly.js takes for the attribute that has a problem. */
export function describeAttribute({ trace, path }: PlotlyProblem, data: readonly Attribute[]): string {
  const schema = Plotly.PlotSchema.get();
  if (trace === null) return describe(attributeAt(schema.layout.layoutAttributes, path));
  const type = data[trace]?.type;
  if (path[0] === 'type') return describeType(String(type));
  return describe(attributeAt(schema.traces[typeof type === 'string' ? type : 'scatter']?.attributes, path));
}

function describeType(type: string): string {
  const successor = SUCCESSORS[type];
  return `a trace type of plotly.js ${Plotly.version}${successor ? ` (${successor})` : ''}`;
}

function attributeAt(root: unknown, path: PlotlyProblem['path']): Attribute | undefined {
  let at: unknown = root;
  for (const key of path) {
    if (!isAttribute(at)) return undefined;
    if (typeof key === 'string') at = at[key] ?? at[key.replace(/\d+$/, '')];
    else if (Array.isArray(at.items)) at = at.items[key];
    else if (isAttribute(at.items)) at = 'valType' in at.items ? at.items : Object.values(at.items)[0];
    else return undefined;
  }
  return isAttribute(at) ? at : undefined;
}

function describe(attribute: Attribute | undefined): string {
  if (!attribute) return 'what plotly.js takes there';
  const { valType, values, flags, extras, min, max, items } = attribute;
  // Values such as '/^x([2-9])?$/' are patterns.
  const list = (names: unknown) =>
    Array.isArray(names) ? names.filter((name) => !/^\/.*\/$/.test(name)).join(', ') : '';
  switch (valType) {
    case 'enumerated':
      return `one of ${list(values)}`;
    case 'flaglist':
      return `some of ${list(flags)} joined by +${Array.isArray(extras) ? `, or ${list(extras)}` : ''}`;
    case 'boolean':
      return 'true or false';
    case 'number':
    case 'integer': {
      const kind = valType === 'number' ? 'a number' : 'a whole number';
      if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
      return min === undefined ? kind : `${kind} of at least ${min}`;
    }
    case 'string':
      return 'a text';
    case 'color':
      return 'a CSS colour';
    case 'colorlist':
      return 'a list of CSS colours';
    case 'colorscale':
      return 'a colour scale (a name, or a list of [position, colour])';
    case 'angle':
      return 'an angle in degrees';
    case 'info_array':
      return Array.isArray(items) ? `a list of ${items.length}` : 'a list';
    case undefined:
      return 'items' in attribute ? 'a list of objects' : 'an object';
    default:
      return 'what plotly.js takes there';
  }
}

function isAttribute(value: unknown): value is Attribute {
  return typeof value === 'object' && value !== null;
}
