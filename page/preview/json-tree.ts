import { make } from './elements.ts';

/** Items of an array that are written out, and of what is nested. */
const WRITTEN = 8;
const LISTED = 200;

/** A value as text that opens up, level by level. @param opened the paths that are open: kept up to date */
export function jsonTree(value: unknown, opened: Set<string>, path = ''): Node[] {
  if (!isNested(value)) return [leaf('', value)];
  return entriesOf(value).map(([key, item]) =>
    isNested(item) ? branch(key, item, { opened, path: `${path}/${key}` }) : leaf(key, item),
  );
}

function branch(key: string, value: object, { opened, path }: { opened: Set<string>; path: string }): HTMLElement {
  const inside = make('div');
  const size = Array.isArray(value) ? `[${value.length}]` : `{${Object.keys(value).length}}`;
  const summary = make('summary', {}, make('span', { className: 'key' }, key), ' ', note(size));
  const details = make('details', {}, summary, inside);
  // What nobody looks at is not made: figures are large.
  const fill = () => inside.replaceChildren(...jsonTree(value, opened, path));
  if (opened.has(path)) {
    details.open = true;
    fill();
  }
  details.addEventListener('toggle', () => {
    if (details.open) opened.add(path);
    else opened.delete(path);
    if (inside.childElementCount === 0) fill();
  });
  return details;
}

function leaf(key: string, value: unknown): HTMLElement {
  const name = key === '' ? [] : [make('span', { className: 'key' }, key), ': '];
  return make('div', { className: 'leaf' }, ...name, ...written(value));
}

function written(value: unknown): (Node | string)[] {
  if (!isList(value)) return [literal(value)];
  const items = Array.from(value.slice(0, WRITTEN), literal).join(', ');
  return value.length <= WRITTEN ? [`[${items}]`] : [`[${items}, … `, note(`${value.length} items`), ']'];
}

function literal(value: unknown): string {
  if (isDate(value)) return value.toISOString();
  if (typeof value === 'number') return String(Number(value.toPrecision(7)));
  return value === undefined ? 'undefined' : (JSON.stringify(value) ?? String(value));
}

function entriesOf(value: object): [string, unknown][] {
  const entries = Object.entries(value);
  return entries.length <= LISTED ? entries : [...entries.slice(0, LISTED), ['…', `${entries.length} in all`]];
}

/** Objects, and lists of them. */
function isNested(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !isDate(value) && !isList(value) && Object.keys(value).length > 0
  );
}

type List = { length: number; slice(from: number, to: number): ArrayLike<unknown> };

/** Typed arrays, and lists of what is written in a word. */
function isList(value: unknown): value is List {
  if (ArrayBuffer.isView(value)) return 'slice' in value;
  return Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
}

// Values come from another page, whose classes are others.
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function note(text: string): HTMLElement {
  return make('span', { className: 'note' }, text);
}
