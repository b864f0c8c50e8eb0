import { isPlainObject } from './json-values.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** Before plotly.js 3 these stood beside the title's text; now they are in it. */
const MOVED = { titlefont: 'font', titleside: 'side', titleposition: 'position', titleoffset: 'offset' } as const;

/** What the figure's author keeps there is not Plotly's. */
const NOT_ATTRIBUTES = new Set(['meta', 'customdata', 'geojson', 'args', 'args2']);

/**
 * Turns titles that are plain texts, as R's plotly and figures made for plotly.js 1 and 2 have them, into objects:
 * `{ title: 'A', titlefont: f }` becomes `{ title: { text: 'A', font: f } }`. plotly.js 4 ignores the former.
 *
 * @param attributes a layout or a trace; returned as it is when it has no such titles
 */
export function titleObjects(attributes: Attributes): Attributes {
  const entries = Object.entries(attributes).map(([key, value]) => [
    key,
    NOT_ATTRIBUTES.has(key) ? value : visit(value),
  ]);
  const visited: Attributes = entries.some(([key, value]) => value !== attributes[String(key)])
    ? Object.fromEntries(entries)
    : attributes;
  return hasOldTitle(visited) ? withTitleObject(visited) : visited;
}

/** The same for the arguments of a call of Plotly's that changes a figure: `{ 'xaxis.title': 'A' }` and `{ title: 'A' }`. */
export function titleTexts(args: readonly unknown[]): unknown[] {
  const [first, second, ...rest] = args;
  const isText = typeof second === 'string' || typeof second === 'number';
  if (typeof first === 'string' && isText) return [textPath(first), second, ...rest];
  return args.map((patch) => {
    if (!isPlainObject(patch)) return patch;
    const entries = Object.entries(patch).map(([path, value]) => [
      typeof value === 'string' || typeof value === 'number' ? textPath(path) : path,
      visit(value),
    ]);
    return Object.fromEntries(entries);
  });
}

function textPath(path: string): string {
  return /(^|\.)title$/.test(path) ? `${path}.text` : path;
}

function visit(value: unknown): unknown {
  if (isPlainObject(value)) return titleObjects(value);
  // Lists of containers such as annotations; lists of values are long, and left alone.
  if (!Array.isArray(value) || !isPlainObject(value[0])) return value;
  const visited = value.map(visit);
  return visited.some((item, i) => item !== value[i]) ? visited : value;
}

function hasOldTitle(attributes: Attributes): boolean {
  const { title } = attributes;
  return typeof title === 'string' || typeof title === 'number' || Object.keys(MOVED).some((key) => key in attributes);
}

function withTitleObject(attributes: Attributes): Attributes {
  const { title, ...others } = attributes;
  const moved = Object.entries(MOVED).filter(([key]) => key in attributes);
  const rest = Object.fromEntries(Object.entries(others).filter(([key]) => !(key in MOVED)));
  const kept = isPlainObject(title)
    ? title
    : typeof title === 'string' || typeof title === 'number'
      ? { text: String(title) }
      : {};
  return { ...rest, title: { ...Object.fromEntries(moved.map(([key, name]) => [name, attributes[key]])), ...kept } };
}
