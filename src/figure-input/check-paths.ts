import { describeValue } from './describe-value.ts';
import { isPlainObject } from './json-values.ts';

/** Lists are made as long as a path asks for; no figure has as many annotations, and data come as whole lists. */
const MAX_ITEM = 100_000;

/** Keys of a frame such as `annotations[2].text`, at any depth, that lead to an item which no list has. */
export function* checkPaths(value: unknown, name: string): Generator<string> {
  if (!isPlainObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* checkPath(key, name, /\[(\d+)\]/g);
    yield* checkPaths(inner, name);
  }
}

/** The same in the arguments of a call such as `restyle`, an attribute and its value or objects: `annotations.2.text` too. */
export function* checkCallPaths(args: readonly unknown[], name: string): Generator<string> {
  for (const arg of args) {
    const paths = isPlainObject(arg) ? Object.keys(arg) : typeof arg === 'string' && arg === args[0] ? [arg] : [];
    for (const path of paths) yield* checkPath(path, name, /[.[](\d+)(?=[.\]]|$)/g);
  }
}

function* checkPath(path: string, name: string, item: RegExp): Generator<string> {
  if ([...path.matchAll(item)].some(([, index]) => Number(index) >= MAX_ITEM)) {
    yield `Expected \`${name}\` to name items below ${MAX_ITEM}, got ${describeValue(path)}`;
  }
}
