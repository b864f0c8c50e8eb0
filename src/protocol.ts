/**
 * What Node and the page say to each other. The one file that both sides share; it imports nothing.
 *
 * Node calls the methods of the `StageApi` that the page installs as `globalThis.plotreel`. Arguments and replies are
 * JSON; pixels and large arrays travel beside them, through files that both sides have open.
 */

/** Memory layout of a raw frame: planar BT.709 limited-range 4:2:0, or 4 bytes per pixel with straight alpha. */
export type PixelFormat = 'i420' | 'rgba';

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
 * bytes of the arrays are in `inline` (base64) when they are few, else in the params file of the frame's slot.
 */
export interface PackedValue {
  json: string;
  /** Whether `json` has any tagged object. */
  tagged: boolean;
  arrays: PackedArray[];
  /** All the arrays' bytes together. */
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
  /** Whether a `restyle` that only moves data may leave out the full redraw. */
  fastRestyle: boolean;
  props: PackedValue | null;
}

/** Names of the files in the page's private file system, one pair per frame in flight. */
export interface ExchangeRequest {
  slots: number;
  /** Text that begins each file, so that Node can tell which file on disk it is. */
  marker: string;
}

export interface MountReport {
  /** Number of frames that the scene brings itself, null when it brings none. */
  ownFrames: number | null;
  /** null when the figure draws nothing with WebGL; else what draws it, '' when nothing does. */
  webgl: string | null;
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

export interface DrawReport {
  /** The scene's own params equal those of the frame before: nothing was drawn, its picture stands for this one too. */
  repeated: boolean;
  /** The picture took a short cut that a full redraw does not. */
  shortened: boolean;
  times: DrawTimes;
}

/** An error inside the page, as data. */
export interface PageFailure {
  /** What was running. */
  phase: 'load' | 'setup' | 'params' | 'update' | 'capture';
  name: string;
  message: string;
  stack: string;
}

export type Reply<T> = { ok: true; value: T } | { ok: false; failure: PageFailure };

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
  /** Redraws the figure in full and captures it, in the place of the frame drawn last. */
  redraw(request: Pick<DrawRequest, 'slot' | 'pixelFormat'>): Promise<Reply<null>>;
  /** Takes the figure out of the canvas, so that a screenshot shows what the browser itself makes of it. */
  expose(): Promise<Reply<null>>;
  /** Puts the figure back. */
  conceal(): Promise<Reply<null>>;
}
