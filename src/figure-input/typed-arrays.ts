import { InputError } from '../errors.ts';
import { TAG } from '../protocol.ts';
import { decodeArraySpec } from './array-spec.ts';
import { formatPath } from './format-path.ts';
import { isPlainObject } from './json-values.ts';
import { problemList } from './problem-list.ts';

/** Figures nest about 15 levels deep; an object that holds itself nests without end. */
const MAX_DEPTH = 200;

/**
 * No attributes of Plotly's. The first would reach a prototype; objects with the next two cannot be read as texts and
 * numbers, which Plotly does with all that it is given; the last marks what plotreel sends to its pages.
 */
const LEFT_OUT: ReadonlySet<string> = new Set(['__proto__', 'toString', 'valueOf', TAG]);

/**
 * Replaces every typed array spec (`{ dtype, bdata, shape }`, as Python's plotly 6 writes NumPy arrays) by its values.
 * What holds no spec is the same object as before; keys that are in nobody's way but JavaScript's, such as `__proto__`, are left out.
 *
 * @throws InputError that lists every spec that is wrong, and its place
 */
export function decodeTypedArrays(root: unknown): unknown {
  const problems = problemList();
  const path: (string | number)[] = [];

  const visit = (value: unknown): unknown => {
    if (path.length > MAX_DEPTH) throw new InputError(`${formatPath(path)} nests without end`);
    if (Array.isArray(value)) return visitItems(value);
    if (!isPlainObject(value)) return value;
    if (!Object.hasOwn(value, 'dtype') || !Object.hasOwn(value, 'bdata')) return visitEntries(value);
    try {
      return decodeArraySpec(value, formatPath(path) || 'figure');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.add(error.problems);
      return value;
    }
  };

  const visitAt = (key: string | number, value: unknown) => {
    path.push(key);
    const visited = visit(value);
    path.pop();
    return visited;
  };

  const visitItems = (items: readonly unknown[]) => {
    let copy: unknown[] | undefined;
    for (const [i, item] of items.entries()) {
      if (typeof item !== 'object') continue;
      const visited = visitAt(i, item);
      if (visited === item) continue;
      copy ??= [...items];
      copy[i] = visited;
    }
    return copy ?? items;
  };

  const visitEntries = (object: Readonly<Record<string, unknown>>) => {
    let changed = false;
    const entries: [string, unknown][] = [];
    for (const [key, item] of Object.entries(object)) {
      const isLeftOut = LEFT_OUT.has(key);
      const visited = isLeftOut ? undefined : visitAt(key, item);
      if (!isLeftOut) entries.push([key, visited]);
      changed ||= isLeftOut || visited !== item;
    }
    return changed ? Object.fromEntries(entries) : object;
  };

  const decoded = visit(root);
  problems.throwIfAny();
  return decoded;
}
