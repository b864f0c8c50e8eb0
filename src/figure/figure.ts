/** One trace, as Plotly's `data` lists it. */
export type Trace = Readonly<Record<string, unknown>>;

/** Plotly's `layout`. */
export type Layout = Readonly<Record<string, unknown>>;

/** One of Plotly's `frames`. */
export interface Frame {
  /** The name under which Plotly knows it: its own, or 'frame 0', 'frame 1' … for those without. */
  readonly name: string;
  readonly group?: string;
  /** Name of the frame whose content this one builds upon. */
  readonly baseframe?: string;
  /** Changes of traces: `data[i]` is for trace `traces[i]` of the figure. */
  readonly data?: readonly Trace[];
  /** Left out: `data[i]` is for trace `i`. null: that entry of `data` is for no trace. */
  readonly traces?: readonly (number | null)[];
  readonly layout?: Layout;
}

/** A checked Plotly figure. Typed array specs (`{ dtype, bdata, shape }`) in it are typed arrays. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly frames: readonly Frame[];
  /** Plotly's config. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What the page it was taken from plays when it opens: the arguments of `Plotly.animate`. */
  readonly animate?: readonly [target: unknown, options: Readonly<Record<string, unknown>>];
}
