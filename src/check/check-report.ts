import type { Drawing } from './compare-drawings.ts';
import type { CauseKind } from './find-cause.ts';
import type { PictureDifference } from './picture-difference.ts';

/** Whether an animation is safe to render in parallel, and if not, why. */
export interface CheckReport {
  /** Whether each frame that was looked at came out the same each time, and nothing failed meanwhile. */
  safe: boolean;
  /** Number of frames of the animation. */
  frameCount: number;
  /** Indices of the frames that were looked at, ascending. */
  samples: number[];
  /** Frames that came out otherwise than when all were drawn in order, by frame and by how they were drawn. */
  differences: CheckDifference[];
  /** Why they did; null when none did. */
  cause: CheckCause | null;
  /** Errors of the page that nobody caught, such as a promise that was rejected and not awaited. */
  errors: PageError[];
  /** What may be meant so, and may not: frames on which nothing is drawn, frames that look the same. */
  notices: CheckNotice[];
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
}

/** A frame that came out otherwise. */
export interface CheckDifference extends PictureDifference {
  /** 0-based index. */
  frame: number;
  drawing: Drawing;
  /** Absolute path of the picture that shows it, null where none was asked for. */
  picture: string | null;
}

/** Why frames come out otherwise. */
export interface CheckCause {
  kind: CauseKind;
  /** What was seen, and what to do about it. */
  message: string;
  /** Where the figure's states differ, as in Plotly's reference: `data[0].y`. */
  paths: string[];
}

/** An error of the page that nobody caught. */
export interface PageError {
  /** Index of the frame that was being drawn when it was noticed, null before the first. */
  frame: number | null;
  message: string;
  /** Where it was thrown in the scene's source, innermost first. */
  places: string[];
}

/** Something about frames that may be a mistake. */
export interface CheckNotice {
  kind: 'blank' | 'same';
  /** Their indices. */
  frames: number[];
}
