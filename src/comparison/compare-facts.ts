import { describeColour } from '../encoder/check-video.ts';
import type { FrameManifest } from './frame-manifest.ts';

type Facts = FrameManifest['video'];

/** What differs of two videos besides their frames, a sentence each. */
export function* compareFacts(actual: Facts, expected: Facts): Generator<string> {
  if (actual.frames !== expected.frames) yield `${count(actual.frames)} instead of ${expected.frames}`;
  if (!sameSize(actual, expected)) yield `Size ${size(actual)} instead of ${size(expected)}`;
  yield* compareTimes(actual, expected);
  const [found, wanted] = [describeColour(actual.colour ?? undefined), describeColour(expected.colour ?? undefined)];
  if (found !== wanted) yield `Colour tags ${found} instead of ${wanted}`;
}

export function sameSize(one: Facts, other: Facts): boolean {
  return one.width === other.width && one.height === other.height;
}

/** Pictures have no time of their own. */
function* compareTimes(actual: Facts, expected: Facts): Generator<string> {
  const [here, there] = [secondsPerFrame(actual), secondsPerFrame(expected)];
  if (here === undefined || there === undefined || actual.duration === null || expected.duration === null) return;
  const tolerance = Math.max(tick(actual), tick(expected));
  // Over the longer one: the smallest difference of rates adds up.
  if (Math.abs(here - there) * Math.max(actual.frames, expected.frames) > tolerance) {
    yield `Rate ${rate(actual)} fps instead of ${rate(expected)}`;
  }
  if (Math.abs(actual.duration - expected.duration) > tolerance) {
    yield `Duration ${seconds(actual.duration)} instead of ${seconds(expected.duration)}`;
  }
}

/** Seconds that times may be off: WebM counts thousandths, the others are exact but for how their sums are rounded. */
function tick({ container, duration }: Facts): number {
  return container === 'webm' ? 0.0011 : 1e-5 * (duration ?? 0);
}

function secondsPerFrame({ fps }: Facts): number | undefined {
  const [numerator = 0, denominator = 0] = (fps ?? '').split('/').map(Number);
  return numerator > 0 ? denominator / numerator : undefined;
}

function rate({ fps }: Facts): string {
  return (fps ?? '').replace(/\/1$/, '');
}

function seconds(duration: number): string {
  return `${Number(duration.toFixed(4))} s`;
}

function size({ width, height }: Facts): string {
  return `${width}x${height}`;
}

function count(frames: number): string {
  return frames === 1 ? '1 frame' : `${frames} frames`;
}
