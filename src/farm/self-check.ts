import { PNG } from 'pngjs';
import { comparePictures } from './compare-pictures.ts';
import type { FrameRequest } from './drawer.ts';
import type { Stage } from './stage.ts';
import { CanvasUnfitError, UpdateUnfitError } from './unfit.ts';

/**
 * Draws a frame through the canvas and compares it with a full redraw, to the bit, and with what the browser itself
 * shows of the same state.
 *
 * @throws UpdateUnfitError, CanvasUnfitError when they differ
 */
export async function checkStage(stage: Stage, frame: FrameRequest): Promise<void> {
  const { drawn, redrawn, shown } = await stage.drawInAllWays(frame);
  if (redrawn && !drawn.equals(redrawn)) throw new UpdateUnfitError();
  const { width, height, data } = PNG.sync.read(shown);
  const problem =
    data.length === drawn.length
      ? comparePictures({ width, height, actual: premultiplied(drawn), expected: premultiplied(data) })
      : `a screenshot of ${width}×${height} pixels`;
  if (problem) throw new CanvasUnfitError(`it shows another picture than the browser (${problem})`);
}

/** The colours as they are seen: that of a nearly empty pixel, divided by its alpha, is mostly rounding. */
function premultiplied(rgba: Buffer): Buffer {
  const seen = Buffer.from(rgba);
  for (let i = 0; i < seen.length; i += 4) {
    const alpha = seen[i + 3] ?? 255;
    if (alpha === 255) continue;
    for (let channel = i; channel < i + 3; channel++) seen[channel] = Math.round(((seen[channel] ?? 0) * alpha) / 255);
  }
  return seen;
}
