import { type Attributes, isAttributes } from './figure-state.ts';
import { merge } from './merge.ts';

/**
 * Writes out keys that are paths, as frames may have them: `{ 'xaxis.range': r }` → `{ xaxis: { range: r } }`. A trace
 * or a layout that is null or left out has no keys.
 */
export function expandPaths(record: unknown): Attributes {
  if (!isAttributes(record)) return {};
  const expanded: Record<string, unknown> = {};
  const paths: [string, unknown][] = [];
  for (const [key, value] of Object.entries(record)) {
    // Plotly keeps these out too: they would reach the prototype.
    if (key.startsWith('__')) continue;
    const written = isAttributes(value) ? expandPaths(value) : value;
    if (/^[^.[]+(\.|\[\d+\])/.test(key)) paths.push([key, written]);
    else expanded[key] = written;
  }
  // As in Plotly a path wins over the attribute itself, wherever it stands.
  for (const [path, value] of paths) setAt(expanded, path, value);
  return expanded;
}

function setAt(record: Record<string, unknown>, path: string, value: unknown): void {
  const [, name = '', index, rest] = /^([^.[]+)(?:\[(\d+)\])?(?:\.(.+))?$/.exec(path) ?? [];
  if (name === '') return;
  const inner = rest === undefined ? value : expandPaths({ [rest]: value });
  if (index === undefined) {
    const before = record[name];
    record[name] = isAttributes(before) && isAttributes(inner) ? merge(before, inner) : inner;
    return;
  }
  const before = record[name];
  const list: unknown[] = Array.isArray(before) ? [...before] : [];
  const item = list[Number(index)];
  list[Number(index)] = isAttributes(item) && isAttributes(inner) ? merge(item, inner) : inner;
  record[name] = list;
}
