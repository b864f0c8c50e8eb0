/** Keys of a path that are shown: no figure nests deeper, but a broken one may. */
const MAX_KEYS = 12;

/** `data[0].marker.size` for `['data', 0, 'marker', 'size']`. */
export function formatPath(path: readonly (string | number)[]): string {
  const keys = path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`));
  return keys.length > MAX_KEYS ? `${keys.slice(0, MAX_KEYS).join('')}…` : keys.join('');
}
