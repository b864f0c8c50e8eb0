/** Frame params that know their place. */
export class IndexedParams<Params = unknown> {
  readonly index: number;
  readonly params: Params;

  constructor(index: number, params: Params) {
    this.index = index;
    this.params = params;
  }
}

/**
 * Marks frame params that come out of order: `index` (0-based) is their place among the frames.
 *
 * A source may mix indexed and plain params; a plain one's index is its position in the source. Gaps close up: the
 * video shows the frames in the order of their indices. A duplicate or negative index is an error.
 */
export function indexed<Params>(index: number, params: Params): IndexedParams<Params> {
  return new IndexedParams(index, params);
}
