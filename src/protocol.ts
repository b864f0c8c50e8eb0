/**
 * What Node and the page say to each other. The one file that both sides share; it imports nothing.
 *
 * Node calls the methods of the `StageApi` that the page installs as `globalThis.plotreel`. Arguments and replies are
 * JSON; pixels and large arrays travel beside them, through files that both sides have open.
 */

/** Memory layout of a raw frame: planar BT.709 limited-range 4:2:0, or 4 bytes per pixel with straight alpha. */
export type PixelFormat = 'i420' | 'rgba';

/**
 * How far updates may go to save work. 'shortest': leave out Plotly's full redraw where only points move; 'patching':
 * change what differs; 'reacting': figures are given to `Plotly.react` as a whole. Scenes say themselves what they call.
 */
export type Updating = 'shortest' | 'patching' | 'reacting';

/** Where the page finds the clock of a scene that asks for the time or for random numbers: in its global object. */
export const SCENE_CLOCK: unique symbol = Symbol.for('plotreel.scene-clock');

/** Sets it. @param milliseconds since frame 0 */
export type SceneClock = (milliseconds: number) => void;

/** How a frame leaves the page. */
export type CaptureMode = 'canvas' | 'screenshot';

/** The typed arrays that params may hold, by the name of their constructor. */
export type TypedArrayName =
  | 'Int8Array'
  | 'Uint8Array'
  | 'Uint8ClampedArray'
  | 'Int16Array'
  | 'Uint16Array'
  | 'Int32Array'
  | 'Uint32Array'
  | 'Float32Array'
  | 'Float64Array'
  | 'BigInt64Array'
  | 'BigUint64Array';

/** Where one typed array lies in the bytes that accompany a value. */
export interface PackedArray {
  type: TypedArrayName;
  /** Byte offset, a multiple of 8. */
  offset: number;
  /** Number of elements. */
  length: number;
}

/** Key of an object that stands for what JSON has no word for: `{ [TAG]: ['array', k] }`, 'date', 'number'. */
export const TAG = '$plotreel';

/**
 * A value on its way to the page: JSON in which typed arrays, dates, NaN and the infinities are tagged objects. The
 * bytes of the arrays are in `inline` (base64) when they are few, else in the params file of the frame's slot; so is the
 * JSON when it is long.
 */
export interface PackedValue {
  /** Empty when it is in the file. */
  json: string;
  /** How many bytes the JSON takes up in the file, behind the arrays. */
  jsonBytes?: number;
  /** Whether the JSON has any tagged object. */
  tagged: boolean;
  arrays: PackedArray[];
  /** All that is beside the message: the arrays' bytes, and the JSON's when it is in the file. */
  byteLength: number;
  inline?: string;
}

export interface MountRequest {
  /** CSS pixels. */
  width: number;
  height: number;
  /** Device pixels per CSS pixel. */
  scale: number;
  capture: CaptureMode;
  /** Fill behind the figure, a CSS colour; 'transparent' keeps the figure's own alpha. */
  background: string;
  /** false: the figure is built anew for each frame. */
  reuse: boolean;
  /** How far updates may go to save work. */
  updating: Updating;
  /** Loaded before the scene is set up: text is measured with them. */
  fonts: FontFaceSource[];
  props: PackedValue | null;
  /** Frames per second. */
  fps: number;
}

/** What a font is called in CSS. */
export interface FontFaceNames {
  family: string;
  /** '400', or '100 900' for a variable font. */
  weight: string;
  style: 'normal' | 'italic';
  /** '100%', or '75% 125%'. */
  stretch: string;
}

/** A font that the page loads. */
export interface FontFaceSource extends FontFaceNames {
  url: string;
}

/** Names of the files in the page's private file system, one pair per frame in flight. */
export interface ExchangeRequest {
  slots: number;
  /** Text that begins each file, so that Node can tell which file on disk it is. */
  marker: string;
  /** Where they lie on disk, for what is said when there is no room. */
  folder: string;
}

export interface MountReport {
  /** Number of frames that the scene brings itself, null when it brings none. */
  ownFrames: number | null;
  /** null when the figure draws nothing with WebGL; else what draws it, '' when nothing does. */
  webgl: string | null;
  /** Whether frames with equal params may differ: the scene goes by their index, the time or random numbers. */
  varies: boolean;
}

export interface DrawRequest {
  index: number;
  /** null: the scene's own params for this index. */
  params: PackedValue | null;
  /** Which of the slots carries the frame's bytes, in and out. */
  slot: number;
  pixelFormat: PixelFormat;
  /** Index of the frame before in the video, when the scene's own params should be compared with it. */
  previous: number | null;
}

/** Milliseconds spent on one frame. */
export interface DrawTimes {
  /** Params and the scene's `update`. */
  update: number;
  /** Layout, paint and drawing into the canvas. */
  paint: number;
  /** Copy, conversion and write; or the screenshot. */
  capture: number;
}

/** How a figure is changed: a method of the scene's `figure`; 'points' is a `restyle` that moves or sizes points, without a redraw. */
export type UpdateMethod = 'points' | 'animate' | 'restyle' | 'relayout' | 'update' | 'react';

export interface DrawReport {
  /** The scene's own params equal those of the frame before: nothing was drawn, its picture stands for this one too. */
  repeated: boolean;
  /** Which of the figure's methods brought the picture about. */
  updates: UpdateMethod[];
  /** Whether a full redraw might give another picture: the way it came about is compared with one before it is used. */
  unproven: boolean;
  /** The figure has a tile map: without what it asks for, a part of it is missing. */
  tileMap: boolean;
  times: DrawTimes;
}

/** What showing a frame took. */
export interface ShowReport {
  /** Which of the figure's methods brought it about. */
  updates: UpdateMethod[];
  /** Params and the scene's `update`, until nothing is left open. */
  milliseconds: number;
}

/** A mounted figure as JSON has it: typed arrays as arrays, dates as ISO 8601, NaN and the infinities as null. */
export interface FigureState {
  readonly data: readonly Attributes[];
  readonly layout: Attributes;
}

/** Where an element lies, measured from the figure's top left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An error inside the page, as data. */
export interface PageFailure {
  /** What was running. */
  phase: 'load' | 'setup' | 'params' | 'update' | 'capture';
  name: string;
  message: string;
  stack: string;
  /** No room on disk for a frame. */
  diskFull?: DiskFull;
}

/** A folder without room for so many bytes. */
export interface DiskFull {
  folder: string;
  bytes: number;
}

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: PageFailure };

/** Text as a figure would have it. */
export interface TextSample {
  text: string;
  /** CSS list of font families. */
  family: string;
}

export interface TextReport {
  /** Those characters that no font of this machine has. */
  missing: string;
  /** Whether the first of the families is there. */
  familyFound: boolean;
}

/** What the page installs as `globalThis.plotreel`. */
export interface StageApi {
  /** Whether this browser can draw an element into a canvas. */
  canDrawElements(): boolean;
  /** Opens the exchange files and writes the marker into each. */
  openExchange(request: ExchangeRequest): Promise<Reply<null>>;
  /** Loads the scene and plots its figure. */
  mount(request: MountRequest): Promise<Reply<MountReport>>;
  /** Draws one frame; calls may overlap and are answered in their order. */
  draw(request: DrawRequest): Promise<Reply<DrawReport>>;
  /** Changes the figure as `draw` does, and takes no picture; calls are answered in their order with those of `draw`. */
  show(request: Pick<DrawRequest, 'index' | 'params' | 'slot'>): Promise<Reply<ShowReport>>;
  /** The params that `update` got for the frame shown last; undefined when they could not be made. */
  shownParams(): unknown;
  /** What the figure is now. */
  figureState(): FigureState;
  /** Where the elements are that any of these CSS selectors finds, in CSS pixels. */
  boxesOf(selectors: readonly string[]): Promise<Reply<Box[]>>;
  /** Redraws the figure in full and captures it, in the place of the frame drawn last. */
  redraw(request: Pick<DrawRequest, 'slot' | 'pixelFormat'>): Promise<Reply<null>>;
  /** Says how texts would come out. */
  examineText(samples: TextSample[]): TextReport[];
  /** Takes the figure out of the canvas, so that a screenshot shows what the browser itself makes of it. */
  expose(): Promise<Reply<null>>;
  /** Puts the figure back. */
  conceal(): Promise<Reply<null>>;
}

/** Attributes of a trace or a layout, as in Plotly's reference. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Keys that would lead from a figure to what all objects share. */
export const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Trace types that are drawn in 3-D scenes. */
export const SCENE_TRACES: ReadonlySet<string> = new Set([
  'scatter3d',
  'surface',
  'mesh3d',
  'isosurface',
  'volume',
  'cone',
  'streamtube',
]);

/** Trace types whose points lie along x. */
export const ALONG_X: ReadonlySet<string> = new Set([
  'scatter',
  'scattergl',
  'bar',
  'candlestick',
  'ohlc',
  'waterfall',
  'funnel',
]);

/** A frame of a figure: what it changes. */
export interface FigureFrame {
  readonly name?: string;
  /** Name of a frame whose changes come before this one's. */
  readonly baseframe?: string;
  readonly data?: readonly Attributes[];
  /** Index of the trace that each item of `data` changes, null for none. @default 0, 1, 2, … */
  readonly traces?: readonly (number | null)[];
  readonly layout?: Attributes;
}

/** A change of a figure: frames played one after the other, by their index in `FigureProps.frames`, or a call of Plotly's. */
export type FigureChange =
  | { kind: 'frames'; frames: readonly number[] }
  | { kind: 'call'; method: string; args: readonly unknown[] };

/** What becomes of ranges, colour axes and the order of categories that the figure leaves to Plotly. */
export type RangeMode = 'pin' | 'figure' | 'auto';

/** A text in a corner of the figure, another one for each keyframe. */
export interface FigureLabel {
  texts: readonly string[];
  /** An annotation without its text. */
  annotation: Attributes;
}

/** What the figure scene's `setup` gets: a figure and the states that it goes through. */
export interface FigureProps {
  data: readonly Attributes[];
  layout: Attributes;
  config: Attributes;
  frames: readonly FigureFrame[];
  /** For each keyframe what changes the one before into it; the first begins with the figure as it stands. */
  keyframes: readonly (readonly FigureChange[])[];
  ranges: RangeMode;
  label: FigureLabel | null;
  /** A slider that stays in the picture and goes along: its index in `layout.sliders`, its step for each keyframe. */
  slider: { index: number; steps: readonly number[] } | null;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** What a frame of a figure's video shows. */
export interface FigureMoment {
  /** Index of a keyframe. */
  from: number;
  /** Index of the keyframe that it moves to; the same where it rests. */
  to: number;
  /** How far it is, after easing: 0 at `from`, 1 at `to`; elastic and back easings go beyond. */
  at: number;
  /** Degrees by which the cameras of 3-D scenes have turned about their `up`. */
  orbit?: number;
  /** Share of the x range that is drawn, 0 to 1. */
  reveal?: number;
}
