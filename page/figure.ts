import type { Config, Data, Layout } from 'plotly.js';
import Plotly from 'plotly.js-dist';
import type { UpdateMethod, Updating } from '../src/protocol.ts';
import { fastRestyle } from './fast-restyle.ts';
import { drawOnceAFrame, drawScenesAgain, forgetSurfaceBounds, stopCameraDelay, stopPicking } from './gl3d.ts';
import { imagesDecoded } from './images-decoded.ts';
import { inPlotly } from './in-plotly.ts';
import { forgetIndicatorNumbers } from './indicators.ts';
import { loadMathJaxFor } from './mathjax.ts';
import { OFFLINE_CONFIG } from './offline-config.ts';
import { parcoordsDrawn } from './parcoords-drawn.ts';
import { forgetPieMargins } from './pie-margins.ts';
import { forgetSortedCategories } from './sorted-categories.ts';
import { putTicksInOrder } from './ticks-in-order.ts';
import { tileMapsDrawn } from './tile-maps.ts';
import { transitionsEnded } from './transitions-ended.ts';

export interface FigureSpec {
  data: Data[];
  layout?: Partial<Layout>;
  config?: Partial<Config>;
}

type Patch = Record<string, unknown>;
type Traces = number | readonly number[];

/** Size of the plot in CSS pixels and the pixel ratio of its WebGL canvases. */
interface Size {
  width: number;
  height: number;
  scale: number;
}

interface FigureOptions extends Size {
  /** Fill behind the figure; 'transparent': what the figure does not paint itself stays clear. */
  background: string;
  /** How far updates may go to save work. */
  updating: Updating;
}

/** A plotted figure. */
export interface OpenFigure {
  handle: FigureHandle;
  /** Makes ready for the next frame: lets go of what Plotly keeps of the frames before. */
  begin(): void;
  /** The methods that were called since. */
  updates(): UpdateMethod[];
  /** Whether a full redraw might give another picture. */
  unproven(): boolean;
  redraw(): Promise<void>;
  /** Has WebGL drawn anew that the browser has shown and let go of. */
  drawScenesAgain(): void;
  /** Waits for what Plotly's promises leave open. */
  settled(): Promise<void>;
  close(): void;
}

/** Plots `spec` inside `host` at exactly this size. */
export async function openFigure(host: HTMLElement, spec: FigureSpec, size: FigureOptions): Promise<OpenFigure> {
  const element = document.createElement('div');
  host.append(element);
  await loadMathJaxFor(spec.data, spec.layout);
  await inPlotly(() => Plotly.newPlot(element, spec.data, sized(spec.layout, size), configured(spec.config, size)));
  const { handle, ...calls } = figureHandle(element, size);
  return {
    handle,
    begin: () => {
      forgetSurfaceBounds(element);
      forgetIndicatorNumbers(element);
      forgetPieMargins(element);
      forgetSortedCategories(element);
      calls.begin();
    },
    updates: calls.updates,
    unproven: calls.unproven,
    redraw: async () => {
      await inPlotly(() => Plotly.redraw(element));
    },
    drawScenesAgain: () => drawScenesAgain(element),
    settled: async () => {
      stopCameraDelay(element);
      stopPicking(element);
      drawOnceAFrame(element);
      await Promise.all([imagesDecoded(element), parcoordsDrawn(element), tileMapsDrawn(element)]);
      await transitionsEnded(element);
      putTicksInOrder(element);
    },
    close: () => {
      Plotly.purge(element);
      element.remove();
    },
  };
}

export type FigureHandle = ReturnType<typeof figureHandle>['handle'];

/** The handle that a scene's `update` gets, and what was done with it. */
function figureHandle(element: HTMLElement, size: FigureOptions) {
  const methods = new Set<UpdateMethod>();
  let unproven = false;
  /** Changes the figure when what the new texts need is there. */
  const call = async (method: UpdateMethod, texts: unknown[], plot: () => Promise<unknown>) => {
    methods.add(method);
    await loadMathJaxFor(...texts);
    await inPlotly(plot);
  };
  /** Does a restyle if it only moves points; whether it did. */
  const movePoints = async (patch: Patch, indices: number[] | undefined): Promise<boolean> => {
    const way = size.updating === 'shortest' ? fastRestyle(element, patch, indices) : 'no';
    if (way === 'redraw') await call('restyle', [], () => Plotly.redraw(element));
    if (way !== 'done') return way === 'redraw';
    unproven = true;
    methods.add('points');
    return true;
  };
  const handle = {
    element,
    /** How far calls may go to save work. */
    updating: size.updating,
    /** Has the picture compared with a full redraw's before this way of updating is used. */
    doubt: () => {
      unproven = true;
    },
    movePoints,
    restyle: async (patch: Patch, traces?: Traces) => {
      const indices = toIndices(traces);
      if (!(await movePoints(patch, indices)))
        await call('restyle', [patch], () => Plotly.restyle(element, patch, indices));
    },
    relayout: (patch: Patch) => call('relayout', [patch], () => Plotly.relayout(element, patch)),
    update: (data: Patch, layout: Patch = {}, traces?: Traces) =>
      call('update', [data, layout], () => Plotly.update(element, data, layout, toIndices(traces))),
    react: async (figure: FigureSpec) => {
      // Plotly's own takes data and layout apart, and would show nothing at all.
      if (Array.isArray(figure)) throw new TypeError('`react` takes one figure, { data, layout }, got an array');
      const { data, layout, config } = figure;
      await call('react', [data, layout], () =>
        Plotly.react(element, data, sized(layout, size), configured(config, size)),
      );
    },
    animate: (frames: unknown, options: Patch = {}) => {
      const { redraw = true } = Object(options.frame);
      unproven ||= size.updating === 'shortest' && redraw === false;
      return call('animate', [frames], () => Plotly.animate(element, frames, { ...INSTANTLY, ...options }));
    },
  };
  return {
    handle,
    begin: () => {
      methods.clear();
      unproven = false;
    },
    updates: () => [...methods],
    unproven: () => unproven,
  };
}

const INSTANTLY = { mode: 'immediate', frame: { duration: 0 }, transition: { duration: 0 } };

// staticPlot leaves 3-D scenes empty; without the mode bar nothing of the interactive plot shows.
function configured(config: FigureSpec['config'], { scale }: Size): Partial<Config> {
  return {
    ...config,
    ...OFFLINE_CONFIG,
    displayModeBar: false,
    staticPlot: false,
    responsive: false,
    plotGlPixelRatio: scale,
  };
}

function sized(layout: FigureSpec['layout'], { width, height, background }: FigureOptions): Partial<Layout> {
  const paper = background === 'transparent' ? CLEAR : {};
  return { ...paper, ...layout, ...fixedCameras({ ...layout }), width, height, autosize: false };
}

/** Plotly's own white, and its templates', is nobody's wish. */
const CLEAR = { paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)' };

// In the default drag mode, turntable, Plotly eases the camera of a 3-D scene into its place by the clock.
function fixedCameras(layout: Record<string, unknown> = {}): Partial<Layout> {
  const scenes = Object.entries(layout).filter(([name]) => /^scene\d*$/.test(name));
  const fixed = scenes.map(([name, scene]) => [name, { ...Object(scene), dragmode: 'orbit' }]);
  return { dragmode: 'orbit', ...Object.fromEntries(fixed) };
}

function toIndices(traces: Traces | undefined): number[] | undefined {
  if (traces === undefined) return undefined;
  return typeof traces === 'number' ? [traces] : [...traces];
}
