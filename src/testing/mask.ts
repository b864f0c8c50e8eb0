import { FrameError, InputError } from '../errors.ts';
import type { Frame } from '../inspection/frame.ts';
import type { Box } from '../protocol.ts';

/** A part of a frame that is not compared: a box in its pixels, or a CSS selector of elements in the figure. */
export type Mask = Box | string;

/** What a mask covers in a frame. */
export interface MaskedBoxes {
  boxes: Box[];
  /** Selectors that found nothing there. */
  idle: string[];
}

/** Finds the boxes of a mask. @throws InputError for what is no selector */
export async function findMasked(frame: Frame, mask: readonly Mask[]): Promise<MaskedBoxes> {
  const found: MaskedBoxes = { boxes: [], idle: [] };
  for (const part of mask) {
    if (typeof part !== 'string') {
      found.boxes.push(part);
      continue;
    }
    const boxes = await frame.boxes([part]).catch((error: unknown) => {
      const invalid = error instanceof FrameError && error.message.includes('is not a valid selector');
      throw invalid ? new InputError(`Expected \`mask\` to have boxes and CSS selectors, got '${part}'`) : error;
    });
    found.boxes.push(...boxes);
    if (boxes.length === 0) found.idle.push(part);
  }
  return found;
}

/** A copy of a picture, RGBA, in which the boxes are grey, with every pixel that they touch. */
export function covered(
  pixels: Uint8Array,
  boxes: readonly Box[],
  { width, height }: { width: number; height: number },
): Uint8Array {
  const copy = Uint8Array.from(pixels);
  const colours = new Uint32Array(copy.buffer);
  for (const box of boxes) {
    const [left, right] = [Math.max(0, Math.floor(box.x)), Math.min(width, Math.ceil(box.x + box.width))];
    const [top, bottom] = [Math.max(0, Math.floor(box.y)), Math.min(height, Math.ceil(box.y + box.height))];
    for (let y = top; y < bottom; y++) colours.fill(GREY, y * width + left, y * width + Math.max(left, right));
  }
  return copy;
}

/** The same in any order of bytes. */
const GREY = 0x80_80_80_80;
