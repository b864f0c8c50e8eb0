const LEADING = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Whether a key could lead from a figure to what all objects share: `__proto__`, and `constructor` or `prototype` with an
 * object behind them or within a path such as `marker.constructor.prototype.x`. No attribute of Plotly's is called so; as
 * names of a column with plain values they are nobody's way.
 */
export function leadsToPrototype(key: string, value: unknown): boolean {
  const names = key.split(/[.[\]]/);
  if (!names.some((name) => LEADING.has(name))) return false;
  return key === '__proto__' || names.length > 1 || (typeof value === 'object' && value !== null);
}
