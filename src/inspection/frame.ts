import { encodePng } from '../pictures/encode-png.ts';
import type { Box } from '../protocol.ts';

/** A drawn frame, to look at. */
export interface Frame {
  /** 0-based. */
  readonly index: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** RGBA, straight alpha, 4 bytes per pixel, rows from the top. */
  readonly pixels: Buffer;
  /** Version of the Chromium that drew it. */
  readonly chromium: string;
  /** Where the elements are that any of these CSS selectors finds, in pixels of the frame. */
  boxes(selectors: readonly string[]): Promise<Box[]>;
  /** The same as a PNG. */
  png(): Buffer;
}

/** @param parts width, height in pixels, and as many of them */
export function createFrame(parts: Omit<Frame, 'png'>): Frame {
  return { ...parts, png: () => encodePng(parts.pixels, parts) };
}
