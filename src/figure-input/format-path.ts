import { shorten } from './describe-value.ts';

/** Keys of a path that are shown: no figure nests deeper, but a broken one may. */
const MAX_KEYS = 12;

/** `data[0].marker.size` for `['data', 0, 'marker', 'size']`. */
export function formatPath(path: readonly (string | number)[]): string {
  const keys = path
    .slice(0, MAX_KEYS)
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? shorten(key) : `.${shorten(key)}`));
  return path.length > MAX_KEYS ? `${keys.join('')}…` : keys.join('');
}
