import { type Attributes, isAttributes, isSame } from './figure-state.ts';

/**
 * Lays `update` over `base`, record by record, as Plotly does when it plays a frame: lists replace lists, except that
 * the items of those named in `itemLists` are laid over each other one by one.
 *
 * @returns a new record that shares with `base` what stays, or `base` itself when all does
 */
export function merge(base: Attributes, update: Attributes, itemLists: readonly string[] = []): Attributes {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(update)) {
    if (value === undefined) continue;
    const before = base[key];
    if (itemLists.includes(key) && Array.isArray(value)) merged[key] = mergeItems(before, value);
    else if (isAttributes(value)) merged[key] = merge(isAttributes(before) ? before : {}, value);
    else merged[key] = isSame(before, value) ? before : value;
  }
  const keys = Object.keys(merged);
  const unchanged = keys.length === Object.keys(base).length && keys.every((key) => merged[key] === base[key]);
  return unchanged ? base : merged;
}

function mergeItems(before: unknown, update: readonly unknown[]): readonly unknown[] {
  const base: readonly unknown[] = Array.isArray(before) ? before : [];
  const items = [...base];
  // A list made from a path such as `annotations[2].text` has holes.
  for (const [i, item] of update.entries()) {
    const own = isAttributes(items[i]) ? items[i] : {};
    items[i] = item === null ? null : merge(own, isAttributes(item) ? item : {});
  }
  const unchanged = Array.isArray(before) && items.length === base.length && items.every((item, i) => item === base[i]);
  return unchanged ? base : items;
}
