import type { PNG } from 'pngjs';

/** Rows of five pixels, the leftmost the highest bit, for each character that a label has. */
const GLYPHS: Record<string, readonly number[]> = {
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [31, 2, 4, 2, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  '.': [0, 0, 0, 0, 0, 12, 12],
  s: [0, 0, 14, 16, 14, 1, 30],
  '#': [10, 10, 31, 10, 31, 10, 10],
};

const COLUMNS = 5;
const ROWS = 7;
/** Pixels of the picture per pixel of a glyph. */
const ZOOM = 2;
/** Height of a label in pixels. */
export const LABEL_HEIGHT = ROWS * ZOOM;
const INK = [0x44, 0x44, 0x44, 0xff];

/**
 * Writes digits into a picture: ffmpeg draws text only where it was built with a font library and finds a font.
 *
 * @param at the label's left upper corner, in pixels
 */
export function drawLabel(picture: PNG, text: string, at: { x: number; y: number }): void {
  for (const [place, character] of [...text].entries()) {
    const left = at.x + place * (COLUMNS + 1) * ZOOM;
    for (const [row, bits] of (GLYPHS[character] ?? []).entries()) {
      for (let column = 0; column < COLUMNS; column++) {
        if ((bits >> (COLUMNS - 1 - column)) & 1) drawDot(picture, left + column * ZOOM, at.y + row * ZOOM);
      }
    }
  }
}

function drawDot(picture: PNG, left: number, top: number): void {
  for (let y = top; y < top + ZOOM; y++) {
    for (let x = left; x < Math.min(left + ZOOM, picture.width); x++)
      picture.data.set(INK, (y * picture.width + x) * 4);
  }
}
