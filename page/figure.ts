import type { Config, Data, Layout } from 'plotly.js';
import Plotly from 'plotly.js-dist';
import { fastRestyle } from './fast-restyle.ts';
import { drawOnceAFrame, forgetSurfaceBounds, stopCameraDelay, stopPicking } from './gl3d.ts';
import { imagesDecoded } from './images-decoded.ts';
import { forgetIndicatorNumbers } from './indicators.ts';
import { loadMathJaxFor } from './mathjax.ts';
import { parcoordsDrawn } from './parcoords-drawn.ts';
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
  /** Whether a restyle that only moves points may leave out the full redraw. */
  fastRestyle: boolean;
}

/** A plotted figure. */
export interface OpenFigure {
  handle: FigureHandle;
  /** Whether the last change took a short cut that a full redraw does not. */
  shortened(): boolean;
  redraw(): Promise<void>;
  /** Lets go of what Plotly keeps of the frames before. */
  forget(): void;
  /** Waits for what Plotly's promises leave open. */
  settled(): Promise<void>;
  close(): void;
}

/** Plots `spec` inside `host` at exactly this size. */
export async function openFigure(host: HTMLElement, spec: FigureSpec, size: FigureOptions): Promise<OpenFigure> {
  const element = document.createElement('div');
  host.append(element);
  await loadMathJaxFor(spec.data, spec.layout);
  await Plotly.newPlot(element, spec.data, sized(spec.layout, size), configured(spec.config, size));
  const { handle, shortened } = figureHandle(element, size);
  return {
    handle,
    shortened,
    redraw: async () => {
      await Plotly.redraw(element);
    },
    forget: () => {
      forgetSurfaceBounds(element);
      forgetIndicatorNumbers(element);
    },
    settled: async () => {
      stopCameraDelay(element);
      stopPicking(element);
      drawOnceAFrame(element);
      await Promise.all([imagesDecoded(element), parcoordsDrawn(element), tileMapsDrawn(element)]);
      await transitionsEnded(element);
    },
    close: () => {
      Plotly.purge(element);
      element.remove();
    },
  };
}

export type FigureHandle = ReturnType<typeof figureHandle>['handle'];

/** The handle that a scene's `update` gets. */
function figureHandle(element: HTMLElement, size: FigureOptions) {
  let way: ReturnType<typeof fastRestyle> = 'no';
  const handle = {
    element,
    restyle: async (patch: Patch, traces?: Traces) => {
      const indices = toIndices(traces);
      way = size.fastRestyle ? fastRestyle(element, patch, indices) : 'no';
      if (way === 'no') await change([patch], () => Plotly.restyle(element, patch, indices));
      else if (way === 'redraw') await Plotly.redraw(element);
    },
    relayout: (patch: Patch) => change([patch], () => Plotly.relayout(element, patch)),
    update: (data: Patch, layout: Patch = {}, traces?: Traces) =>
      change([data, layout], () => Plotly.update(element, data, layout, toIndices(traces))),
    react: ({ data, layout, config }: FigureSpec) =>
      change([data, layout], () => Plotly.react(element, data, sized(layout, size), configured(config, size))),
    animate: (frames: unknown, options: Patch = {}) =>
      change([frames], () => Plotly.animate(element, frames, { ...INSTANTLY, ...options })),
  };
  return { handle, shortened: () => way === 'done' };
}

const INSTANTLY = { mode: 'immediate', frame: { duration: 0 }, transition: { duration: 0 } };

/** Changes the figure when what the new texts need is there. */
async function change(texts: unknown[], plot: () => Promise<unknown>): Promise<void> {
  await loadMathJaxFor(...texts);
  await plot();
}

// staticPlot leaves 3-D scenes empty; without the mode bar nothing of the interactive plot shows.
function configured(config: FigureSpec['config'], { scale }: Size): Partial<Config> {
  return {
    // Served beside the page; Plotly would fetch maps from its makers' server.
    topojsonURL: '/topojson/',
    ...config,
    displayModeBar: false,
    staticPlot: false,
    responsive: false,
    plotGlPixelRatio: scale,
  };
}

function sized(layout: FigureSpec['layout'], { width, height }: Size): Partial<Layout> {
  return { ...layout, ...fixedCameras({ ...layout }), width, height, autosize: false };
}

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
