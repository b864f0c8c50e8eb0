import { PNG } from 'pngjs';
import { evenlySpread } from '../frames/evenly-spread.ts';
import { type FrameRate, toNumber } from '../frames/fps.ts';
import { drawLabel, LABEL_HEIGHT } from './label.ts';

/** Pixels between the frames and around them. */
const GAP = 12;
/** Width of a sheet in pixels, at most: frames are scaled down to it. */
const MAX_WIDTH = 1920;

/** Where the frames of a contact sheet lie. */
export interface SheetLayout {
  /** Indices of the frames, ascending. */
  indices: number[];
  columns: number;
  /** Size of each frame on the sheet, in pixels. */
  cell: { width: number; height: number };
}

/** Lays out `count` frames, evenly spread from the first of the video to its last. */
export function layOutSheet(
  count: number,
  { frames, width, height }: { frames: number; width: number; height: number },
): SheetLayout {
  const shown = Math.min(count, frames);
  const indices = evenlySpread(frames, count);
  const columns = Math.ceil(Math.sqrt(shown));
  const shrink = Math.min(1, (MAX_WIDTH - GAP * (columns + 1)) / columns / width);
  const side = (length: number) => Math.max(1, Math.round(length * shrink));
  return { indices, columns, cell: { width: side(width), height: side(height) } };
}

/** Puts frames on a sheet, each above its index and time. @param pictures RGBA, of the size of a cell. @returns a PNG */
export function drawSheet(
  pictures: readonly Buffer[],
  { indices, columns, cell }: SheetLayout,
  fps: FrameRate,
): Buffer {
  const step = { x: cell.width + GAP, y: cell.height + LABEL_HEIGHT + 2 * GAP };
  const rows = Math.ceil(pictures.length / columns);
  const sheet = new PNG({ width: GAP + columns * step.x, height: GAP + rows * step.y });
  sheet.data.fill(Buffer.of(PAPER, PAPER, PAPER, 255));
  for (const [place, rgba] of pictures.entries()) {
    const [x, y] = [GAP + (place % columns) * step.x, GAP + Math.floor(place / columns) * step.y];
    layOn(sheet, rgba, { x, y, width: cell.width });
    const index = indices[place] ?? 0;
    drawLabel(sheet, `#${index} ${(index / toNumber(fps)).toFixed(2)}s`, { x, y: y + cell.height + GAP / 2 });
  }
  return PNG.sync.write(sheet);
}

/** A light grey: white frames show their edges on it. */
export const PAPER = 0xee;

/** Puts a picture, RGBA, on a sheet. What is transparent shows the paper. */
export function layOn(sheet: PNG, rgba: Buffer, { x, y, width }: { x: number; y: number; width: number }): void {
  for (let i = 0; i < rgba.length; i += 4) {
    const pixel = i / 4;
    const target = ((y + Math.floor(pixel / width)) * sheet.width + x + (pixel % width)) * 4;
    const alpha = rgba[i + 3] ?? 255;
    for (let channel = 0; channel < 3; channel++) {
      sheet.data[target + channel] = Math.round(((rgba[i + channel] ?? 0) * alpha + PAPER * (255 - alpha)) / 255);
    }
  }
}
