interface Axis {
  categoryorder?: unknown;
  _initialCategories?: unknown;
}

interface Graph {
  _fullLayout?: Record<string, unknown>;
}

/**
 * An axis whose categories are sorted by value keeps all that it ever had. In a video the places of bars would depend on
 * the frames before.
 */
export function forgetSortedCategories({ _fullLayout: layout = {} }: HTMLElement & Graph): void {
  for (const [name, axis] of Object.entries(layout)) {
    if (/^[xy]axis\d*$/.test(name) && isSortedByValue(axis)) delete axis._initialCategories;
  }
}

function isSortedByValue(axis: unknown): axis is Axis {
  return /^(total|min|max|sum|mean|geometric mean|median) /.test(String(Object(axis).categoryorder));
}
