import { encodePng } from '../pictures/encode-png.ts';
import type { OpenStage } from './open-stage.ts';

/** A drawn frame, to look at. */
export interface Frame {
  /** 0-based. */
  readonly index: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** RGBA, straight alpha, 4 bytes per pixel, rows from the top. */
  readonly pixels: Buffer;
  /** The stage that drew it. */
  readonly stage: OpenStage;
  /** The same as a PNG. */
  png(): Buffer;
}

/** @param parts width, height in pixels, and as many of them */
export function createFrame(parts: Omit<Frame, 'png'>): Frame {
  return { ...parts, png: () => encodePng(parts.pixels, parts) };
}
