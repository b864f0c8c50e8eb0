import { InputError } from './errors.ts';
import type { Figure } from './figure/figure.ts';
import type { FigureOptions } from './figure/figure-options.ts';
import { prepareFigure } from './figure/prepare-figure.ts';
import { isRecord } from './figure-input/json-values.ts';
import { readFigure } from './figure-input/read-figure.ts';
import { tooLarge } from './figure-input/read-text.ts';
import { formatBytes } from './format-bytes.ts';
import type { FrameRate } from './frames/fps.ts';
import { type Packed, pack, packedBytes } from './frames/pack.ts';
import { type Limits, limitsOf, MAX_TIMEOUT_MS } from './options/limits.ts';
import type { FrameSource } from './options/options.ts';
import { orAborted } from './or-aborted.ts';
import type { FigureMoment } from './protocol.ts';
import { figureSceneBundle } from './scene-bundle/figure-scene-bundle.ts';
import { loadSceneBundle, type SceneBundle } from './scene-bundle/scene-bundle.ts';

/** What a job draws: the user's own scene, or plotreel's scene for figures with a figure in it. */
export interface Content {
  scene: SceneBundle;
  /** What `setup` receives; null: nothing. */
  props: Packed | null;
  /** undefined: the scene's own frames. */
  frames: FrameSource | undefined;
  /** What each frame of a figure's video shows. */
  moments: readonly FigureMoment[] | undefined;
  /** How long it may take until the scene is set up, in milliseconds. */
  startTimeoutMs: number;
  notes: string[];
}

interface ContentOptions extends FigureOptions {
  scene?: string | undefined;
  figure?: unknown;
  props?: unknown;
  frames?: FrameSource | undefined;
  width: number;
  height: number;
  fps: FrameRate;
  limits: Limits;
  frameTimeoutMs: number;
  /** Gets the files that the scene depends on, also when it cannot be bundled. */
  inputs?: Set<string>;
}

const START_TIMEOUT_MS = 60_000;
/** A browser that loads a page on a busy machine. */
const LOAD_TIMEOUT_MS = 30_000;
/** Each keyframe is plotted once before the first frame, to find its ranges: 10 ms for a line, more for many traces. */
const KEYFRAME_TIMEOUT_MS = 1000;

/** Bundles the scene, or prepares the figure. @throws SceneError; InputError for a figure that does not move, or too much */
export async function loadContent(job: ContentOptions): Promise<Content> {
  if (job.scene !== undefined) {
    return {
      scene: await loadSceneBundle(job.scene, job.inputs),
      props: job.props === undefined ? null : pack(job.props, 'props'),
      frames: job.frames,
      moments: undefined,
      startTimeoutMs: START_TIMEOUT_MS,
      notes: [],
    };
  }
  if (!isFigure(job.figure)) throw new InputError('Expected `scene` or `figure`, got neither');
  const { frames: maxFrames, figureBytes } = job.limits;
  const { props, moments, notes } = prepareFigure(job.figure, job, { ...job, maxFrames });
  const packed = pack(props, 'figure');
  const bytes = packedBytes(packed);
  if (bytes > figureBytes) throw tooLarge(`The figure has ${formatBytes(bytes)}`, figureBytes);
  return {
    ...{ scene: await figureSceneBundle(), props: packed, frames: moments, moments, notes },
    startTimeoutMs: figureTimeout(props.keyframes.length, job.frameTimeoutMs),
  };
}

/** To plot a figure may take as long as a frame; a hopeless one ends sooner where frames have less time. */
function figureTimeout(keyframes: number, frameTimeoutMs: number): number {
  const plotting = frameTimeoutMs + keyframes * Math.min(KEYFRAME_TIMEOUT_MS, frameTimeoutMs);
  return Math.min(MAX_TIMEOUT_MS, LOAD_TIMEOUT_MS + plotting);
}

/**
 * Options with the figure read that they name, and its size where they have none.
 *
 * @throws InputError when it cannot be read or is not a figure; the reason of `signal` when that aborts meanwhile
 */
export async function withFigure<Options>(options: Options, signal?: AbortSignal): Promise<Options> {
  const limits = limitsOf(options);
  // Wrong limits are refused with the other options.
  if (!limits || !isRecord(options) || !isReadable(options.figure)) return options;
  const figure = await orAborted(readFigure(options.figure, { maxBytes: limits.figureBytes }), signal);
  const { width, height } = figure.layout;
  return { ...options, figure, width: options.width ?? sizeOf(width), height: options.height ?? sizeOf(height) };
}

/** As `withFigure` leaves it. */
function isFigure(figure: unknown): figure is Figure {
  return isRecord(figure) && Array.isArray(figure.data) && Array.isArray(figure.frames);
}

/** What is no figure at all is refused with the other options. */
function isReadable(figure: unknown): figure is string | URL | object {
  return typeof figure === 'string' || (typeof figure === 'object' && figure !== null);
}

function sizeOf(length: unknown): number | undefined {
  return typeof length === 'number' ? length : undefined;
}
