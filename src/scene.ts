/// <reference path="./scene-assets.ts" preserve="true" />
import type { Config, Data, Layout } from 'plotly.js';

/** What `setup` returns and Plotly draws once per stage. */
export interface FigureSpec {
  data: Data[];
  layout?: Partial<Layout>;
  /** Plotly's config. plotreel sets `displayModeBar: false`, `staticPlot: false` and `plotGlPixelRatio` itself. */
  config?: Partial<Config>;
}

/** Attribute path → value(s), as `Plotly.restyle` and `Plotly.relayout` take them. */
export type Patch = Record<string, unknown>;

/**
 * A thin handle over the mounted Plotly figure. Each method is the Plotly function of the same name with the graph div
 * filled in; await it, or return its promise from `update`.
 *
 * One call per frame is cheapest: restyling one trace costs as much as restyling thirty.
 */
export interface Figure {
  /** The mounted graph div, for whatever Plotly offers beyond this handle. */
  readonly element: HTMLElement;
  /** `Plotly.restyle(element, patch, traces)`: array values are one per trace. @param traces default: all traces */
  restyle(patch: Patch, traces?: number | readonly number[]): Promise<void>;
  /** `Plotly.relayout(element, patch)`. */
  relayout(patch: Patch): Promise<void>;
  /** `Plotly.update(element, data, layout, traces)`: restyle and relayout in one redraw. */
  update(data: Patch, layout?: Patch, traces?: number | readonly number[]): Promise<void>;
  /** `Plotly.react(element, …)`: compares with what is drawn and redraws what differs. */
  react(figure: FigureSpec): Promise<void>;
  /** `Plotly.animate(element, frames, options)`; durations are 0 unless given. */
  animate(frames: unknown, options?: Patch): Promise<void>;
}

/** Frames that a scene brings itself: computed in the page from the frame's index, so that nothing is sent there. */
export interface SceneFrames<Params> {
  /** Number of frames, a positive integer. */
  count: number;
  /** Params of frame `index` (0-based). A pure function: any stage may ask for any index, more than once. */
  params(index: number): Params;
}

/** What to draw: built once in each stage, then changed for each frame. */
export interface Scene<Params = unknown, Props = unknown> {
  /** Builds the figure, once per stage. `props` are those of `renderVideo({ props })`, `undefined` when not given. */
  setup(props: Props): FigureSpec | Promise<FigureSpec>;
  /**
   * Changes the figure for one frame; captured when the returned promise has settled.
   *
   * A pure function of its arguments: stages draw any frames in any order, so what it leaves behind must not show in
   * another frame.
   *
   * Time and chance are the frame's own: `performance.now()` is `index × 1000 / fps` milliseconds (0 in `setup`), `Date`
   * is 2000-01-01T00:00:00Z and that, and `Math.random()` begins anew with each frame. Where a scene mentions any of
   * them, or takes `index`, all frames are drawn, also those whose params equal those of the frame before.
   *
   * @param index 0-based index of the frame, before a `range` is taken
   */
  update(figure: Figure, params: Params, index: number): void | Promise<void>;
  /** The scene's own frames; used when `renderVideo` is given no `frames`. */
  frames?: SceneFrames<Params> | readonly Params[];
}

/**
 * Gives a scene its types, and changes nothing. A scene file's default export is a scene.
 *
 * @example
 * export default defineScene<{ phase: number }>({
 *   setup: () => ({ data: [{ x, y: x.map(Math.cos) }] }),
 *   update: (figure, { phase }) => figure.restyle({ y: [x.map((v) => Math.cos(v + phase))] }, [0]),
 *   frames: { count: 60, params: (i) => ({ phase: (2 * Math.PI * i) / 60 }) },
 * });
 */
export function defineScene<Params = unknown, Props = unknown>(scene: Scene<Params, Props>): Scene<Params, Props> {
  return scene;
}
