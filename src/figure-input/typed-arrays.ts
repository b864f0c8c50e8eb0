import { InputError } from '../errors.ts';
import { decodeArraySpec } from './array-spec.ts';
import { formatPath } from './format-path.ts';
import { isPlainObject } from './json-values.ts';
import { isLeftOut } from './left-out-keys.ts';
import { problemList } from './problem-list.ts';

/** Figures nest about 15 levels deep; an object that holds itself nests without end. */
const MAX_DEPTH = 200;

/**
 * Typed arrays that a figure may become, 1 kB each until they are packed: a shape of "8000000, 1" is written in a few bytes where it is
 * packed. The largest honest surfaces have some thousand rows.
 */
const MAX_ROWS = 1_000_000;

/**
 * Replaces every typed array spec (`{ dtype, bdata, shape }`, as Python's plotly 6 writes NumPy arrays) by its values.
 * What holds no spec is the same object as before; keys that are no attributes but in JavaScript's way are left out.
 *
 * @throws InputError that lists every spec that is wrong, and its place
 */
export function decodeTypedArrays(root: unknown): unknown {
  const problems = problemList();
  const path: (string | number)[] = [];
  let rows = 0;

  const countRows = (more: number, name: string) => {
    if (rows + more > MAX_ROWS) {
      const before = rows > 0 ? ` after ${rows} before it` : '';
      throw new InputError(
        `Expected a figure's typed arrays to have at most ${MAX_ROWS} rows, got ${more} in \`${name}\`${before}`,
      );
    }
    rows += more;
  };

  const visit = (value: unknown): unknown => {
    if (path.length > MAX_DEPTH) throw new InputError(`${formatPath(path)} nests without end`);
    if (Array.isArray(value)) return visitItems(value);
    if (!isPlainObject(value)) return value;
    if (!Object.hasOwn(value, 'dtype') || !Object.hasOwn(value, 'bdata')) return visitEntries(value);
    try {
      return decodeArraySpec(value, { name: formatPath(path) || 'figure', countRows });
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
      const without = isLeftOut(key, item);
      const visited = without ? undefined : visitAt(key, item);
      if (!without) entries.push([key, visited]);
      changed ||= without || visited !== item;
    }
    return changed ? Object.fromEntries(entries) : object;
  };

  const decoded = visit(root);
  problems.throwIfAny();
  return decoded;
}
