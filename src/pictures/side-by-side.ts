import { PNG } from 'pngjs';
import { layOn, PAPER } from './contact-sheet.ts';

/** Pixels between the pictures and around them. */
const GAP = 12;

/** Pictures of one size, RGBA, in a row. @returns a PNG */
export function sideBySide(pictures: readonly Buffer[], { width, height }: { width: number; height: number }): Buffer {
  const sheet = new PNG({ width: GAP + pictures.length * (width + GAP), height: height + 2 * GAP });
  sheet.data.fill(Buffer.of(PAPER, PAPER, PAPER, 255));
  for (const [place, rgba] of pictures.entries()) {
    layOn(sheet, rgba, { x: GAP + place * (width + GAP), y: GAP, width });
  }
  return PNG.sync.write(sheet);
}
