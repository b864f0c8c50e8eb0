import fc from 'fast-check';
import { ODD_SETTINGS } from './odd-settings.ts';
import { oddValue } from './odd-values.ts';

type Json = Record<string, unknown>;

/** A change of a figure; `at` chooses one of its places, whatever they are by then. */
export type Mutation =
  | { change: 'set'; at: number; value: unknown }
  | { change: 'take'; at: number; from: number }
  | { change: 'drop'; at: number }
  | { change: 'key'; at: number; key: string; value: unknown }
  | { change: 'repeat'; at: number; times: number }
  | { change: 'cut'; at: number; length: number }
  | { change: 'wrap'; at: number; depth: number }
  | { change: 'setting'; path: string; at: number; value: unknown };

const at = fc.nat({ max: 1_000_000 });
const KEYS = [
  ...['__proto__', 'constructor', 'toString', 'length', '', '0'],
  ...['a.b', 'x[0]', '[', '$plotreel', 'bdata', 'title', 'type'],
];

const setting = fc.constantFrom(...ODD_SETTINGS).chain(([path, values]): fc.Arbitrary<Mutation> => {
  const value = fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 5 }, { arbitrary: oddValue(), weight: 1 });
  return fc.record({ change: fc.constant('setting'), path: fc.constant(path), at, value });
});

/** How often each change is made. */
const CHANGES: readonly (readonly [fc.Arbitrary<Mutation>, weight: number])[] = [
  [setting, 8],
  [fc.record({ change: fc.constant('set'), at, value: oddValue() }), 6],
  [fc.record({ change: fc.constant('take'), at, from: at }), 2],
  [fc.record({ change: fc.constant('drop'), at }), 2],
  [fc.record({ change: fc.constant('key'), at, key: fc.constantFrom(...KEYS), value: oddValue() }), 2],
  [fc.record({ change: fc.constant('repeat'), at, times: fc.constantFrom(2, 3, 50) }), 1],
  [fc.record({ change: fc.constant('cut'), at, length: fc.nat({ max: 2 }) }), 1],
  [fc.record({ change: fc.constant('wrap'), at, depth: fc.constantFrom(1, 2, 3, 100, 1000) }), 1],
];

/** One to four changes, most of them of single values. */
export function mutations(): fc.Arbitrary<Mutation[]> {
  const mutation = fc.oneof(...CHANGES.map(([arbitrary, weight]) => ({ arbitrary, weight })));
  return fc.array(mutation, { minLength: 1, maxLength: 4 });
}

/** A figure with these changes made one after the other. */
export function mutate(figure: object, changes: readonly Mutation[]): Json {
  const root: Json = { figure: structuredClone(figure) };
  for (const mutation of changes) apply(root, mutation);
  const { figure: changed } = root;
  return isContainer(changed) ? changed : root;
}

interface Place {
  parent: Json;
  key: string;
}

/** Items of a list that can be changed: the others are most likely of their kind. */
const ITEMS = 3;

function places(parent: Json, depth = 0): Place[] {
  // What is wrapped deeper has nothing new to offer.
  if (depth > 30) return [];
  const keys = Array.isArray(parent) ? Object.keys(parent.slice(0, ITEMS)) : Object.keys(parent);
  return keys.flatMap((key) => {
    const value = parent[key];
    const own = { parent, key };
    return isContainer(value) ? [own, ...places(value, depth + 1)] : [own];
  });
}

function apply(root: Json, mutation: Mutation): void {
  if (mutation.change === 'setting') set(root, mutation);
  else changePlace(root, mutation);
}

function changePlace(root: Json, mutation: Exclude<Mutation, { change: 'setting' }>): void {
  const all = places(root);
  const place = all[mutation.at % all.length];
  if (!place) return;
  const { parent, key } = place;
  const value = parent[key];
  switch (mutation.change) {
    case 'set':
      put(parent, key, structuredClone(mutation.value));
      break;
    case 'take': {
      const other = all[mutation.from % all.length];
      put(parent, key, structuredClone(other?.parent[other.key]));
      break;
    }
    case 'drop':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else if (parent !== root) delete parent[key];
      break;
    case 'key':
      if (isContainer(value) && !Array.isArray(value)) put(value, mutation.key, structuredClone(mutation.value));
      break;
    case 'repeat':
      if (Array.isArray(value)) put(parent, key, Array.from({ length: mutation.times }, () => value).flat());
      break;
    case 'cut':
      if (Array.isArray(value)) value.length = Math.min(value.length, mutation.length);
      break;
    case 'wrap':
      put(parent, key, wrapped(value, mutation.depth));
  }
}

/** Keys such as `__proto__` become the object's own, as JSON.parse makes them. */
function put(parent: Json, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}

function wrapped(value: unknown, depth: number): unknown {
  let inner = value;
  for (let i = 0; i < depth; i++) inner = i % 2 === 0 ? [inner] : { a: inner };
  return inner;
}

function set(root: Json, { path, at, value }: Extract<Mutation, { change: 'setting' }>): void {
  const [container = '', ...rest] = path.split('.');
  const list = { trace: 'data', frame: 'frames' }[container];
  const { figure } = root;
  if (!isContainer(figure)) return;
  const items = list === undefined ? undefined : figure[list];
  const item = Array.isArray(items) ? items[at % (items.length || 1)] : undefined;
  let parent: unknown = list === undefined ? figure : item;
  const keys = list === undefined ? [container, ...rest] : rest;
  for (const key of keys.slice(0, -1)) {
    if (!isContainer(parent)) return;
    if (!isContainer(parent[key])) put(parent, key, {});
    parent = parent[key];
  }
  if (isContainer(parent)) put(parent, keys.at(-1) ?? '', structuredClone(value));
}

function isContainer(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
