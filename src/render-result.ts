import type { CodecName } from './encoder/codecs/codec.ts';
import type { PixelFormatName } from './encoder/codecs/pixel-layout.ts';
import type { Timings } from './pipeline/stopwatch.ts';
import type { CaptureMode, UpdateMethod } from './protocol.ts';

/** A finished video. */
export interface FinishedVideo {
  /** Absolute path; of pictures their pattern. */
  path: string;
  frames: number;
  /** Pixels. */
  width: number;
  height: number;
  /** Frames per second. */
  fps: number;
  /** Seconds. */
  duration: number;
  bytes: number;
  codec: CodecName;
  /** Path of the poster, null when none was asked for. */
  poster: string | null;
  /** Path of the contact sheet, null when none was asked for. */
  contactSheet: string | null;
  /** Path of the manifest of its frames, null when none was asked for. */
  manifest: string | null;
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
  /** URLs that pages asked for and were refused. */
  refused: string[];
}

/** A finished video and how it came about. */
export interface RenderResult extends FinishedVideo {
  /** ffmpeg's name of what encoded it. */
  encoder: string;
  /** How pixels are stored. */
  pixelFormat: PixelFormatName;
  capture: CaptureMode;
  /** What draws the figure's WebGL, in the browser's words; null when it has none. */
  webgl: string | null;
  /** Methods of Plotly's that changed the figure from frame to frame; 'points' leaves out the full redraw. */
  updates: UpdateMethod[];
  /** Number of stages. */
  workers: number;
  /** Seconds by part of the pipeline. */
  timings: Timings;
  /** Frames per second over the whole call; of a render that was resumed, those that it drew. */
  framesPerSecond: number;
}
