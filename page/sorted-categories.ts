interface Axis {
  categoryorder?: unknown;
  _initialCategories?: unknown;
}

/**
 * An axis whose categories are sorted by value keeps all that it ever had. In a video the places of bars would depend on
 * the frames before.
 */
export function forgetSortedCategories(graph: object): void {
  for (const [name, axis] of Object.entries(Object(Reflect.get(graph, '_fullLayout')))) {
    if (/^[xy]axis\d*$/.test(name) && isSortedByValue(axis)) delete axis._initialCategories;
  }
}

/** Whether the order of an axis's categories goes by the data. */
export function isSortedByValue(axis: unknown): axis is Axis {
  return /^(total|min|max|sum|mean|geometric mean|median) /.test(String(Object(axis).categoryorder));
}
