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
  const expected = PNG.sync.read(shown);
  swapRedAndBlue(expected.data);
  const problem =
    expected.data.length === drawn.length
      ? comparePictures({ width: expected.width, height: expected.height, actual: drawn, expected: expected.data })
      : `a screenshot of ${expected.width}×${expected.height} pixels`;
  if (problem) throw new CanvasUnfitError(`it shows another picture than the browser (${problem})`);
}

function swapRedAndBlue(rgba: Buffer): void {
  for (let i = 0; i < rgba.length; i += 4) {
    const red = rgba[i] ?? 0;
    rgba[i] = rgba[i + 2] ?? 0;
    rgba[i + 2] = red;
  }
}
