import { PROTOTYPE_KEYS, TAG } from '../protocol.ts';

/**
 * No attributes of Plotly's. Objects with the first two cannot be read as texts and numbers, which Plotly does with all
 * that it is given; the last marks what plotreel sends to its pages.
 */
const IN_THE_WAY = new Set(['toString', 'valueOf', TAG]);

/**
 * Whether a key of a figure is left out. So are those that could lead from it to what all objects share: `__proto__`, and
 * `constructor` or `prototype` with an object behind them or within a path such as `marker.constructor.prototype.x`. As
 * names of a column with plain values they are nobody's way.
 */
export function isLeftOut(key: string, value: unknown): boolean {
  if (IN_THE_WAY.has(key)) return true;
  const names = key.split(/[.[\]]/);
  if (!names.some((name) => PROTOTYPE_KEYS.has(name))) return false;
  return key === '__proto__' || names.length > 1 || (typeof value === 'object' && value !== null);
}
