import { PNG } from 'pngjs';
import { layOn, PAPER } from '../pictures/contact-sheet.ts';
import { difference, type FramePictures } from './difference-pictures.ts';

/** Pixels between the pictures and around them. */
const GAP = 12;

/** One picture of a frame of two videos: the first's, the second's, where they differ. @returns a PNG */
export function sideBySide({ expected, actual }: FramePictures): Buffer {
  const pictures = [expected, actual, difference({ expected, actual })];
  const { width, height } = expected;
  const sheet = new PNG({ width: GAP + pictures.length * (width + GAP), height: height + 2 * GAP });
  sheet.data.fill(Buffer.of(PAPER, PAPER, PAPER, 255));
  for (const [place, { rgba }] of pictures.entries()) {
    layOn(sheet, rgba, { x: GAP + place * (width + GAP), y: GAP, width });
  }
  return PNG.sync.write(sheet);
}
