import { FrameError, InputError } from '../errors.ts';
import type { Frame } from '../inspection/frame.ts';
import type { Box } from '../protocol.ts';

/** A part of a frame that is not compared: a box in its pixels, or a CSS selector of elements in the figure. */
export type Mask = Box | string;

/** Where the elements are that a mask's selectors find in a frame, by selector. */
export type MaskedElements = Readonly<Record<string, readonly Box[]>>;

/** Finds the elements of a mask's selectors. @throws InputError for what is no selector */
export async function findMasked(frame: Frame, mask: readonly Mask[]): Promise<MaskedElements> {
  const found: Record<string, readonly Box[]> = {};
  for (const part of mask) {
    if (typeof part !== 'string') continue;
    found[part] = await frame.boxes([part]).catch((error: unknown) => {
      const invalid = error instanceof FrameError && error.message.includes('is not a valid selector');
      throw invalid ? new InputError(`Expected \`mask\` to have boxes and CSS selectors, got '${part}'`) : error;
    });
  }
  return found;
}

/** All that a mask covers in pictures that are compared: what lies in one of them at a place is covered in both. */
export function maskedBoxes(mask: readonly Mask[], pictures: readonly MaskedElements[]): Box[] {
  return mask.flatMap((part) => (typeof part === 'string' ? pictures.flatMap((found) => found[part] ?? []) : [part]));
}

/** Selectors of a mask that find nothing in any of the pictures. */
export function idleSelectors(mask: readonly Mask[], pictures: readonly MaskedElements[]): string[] {
  return mask
    .filter((part) => typeof part === 'string')
    .filter((selector) => maskedBoxes([selector], pictures).length === 0);
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
