import type { Frame } from '../inspection/frame.ts';
import type { CheckNotice } from './check-report.ts';

/** Notices of frames that all were drawn in order. */
export function noticesOf(frames: readonly Frame[]): CheckNotice[] {
  const blank = frames.filter(isBlank).map(({ index }) => index);
  const same = frames.filter((frame, i) => frames[i - 1]?.pixels.equals(frame.pixels)).map(({ index }) => index);
  // Of an animation that rests for a while some do; where all do, it is none.
  const isStill = frames.length > 1 && same.length === frames.length - 1;
  return [
    ...(blank.length > 0 ? [{ kind: 'blank' as const, frames: blank }] : []),
    ...(isStill ? [{ kind: 'same' as const, frames: frames.map(({ index }) => index) }] : []),
  ];
}

/** Whether all pixels have one colour. */
function isBlank({ pixels }: Frame): boolean {
  return pixels.subarray(4).equals(pixels.subarray(0, -4));
}
