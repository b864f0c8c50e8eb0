import { requireFfmpeg } from '../install/find-ffmpeg.ts';
import { parseOptions } from '../options/resolve-options.ts';
import { type CompareOptions, compareSchema, NEVER, nameOf } from './comparison-options.ts';
import { type Examined, examineFrames, worstOf, writePictures } from './examine-frames.ts';
import { openReference, type Reference, type Tools } from './reference.ts';

/** A frame that is not as expected. */
export interface FrameDifference {
  /** Position in the video, from 0. */
  index: number;
  /**
   * Structural similarity, 1 for the same: of the whole frames, or of the reduced pictures of a manifest; the lowest of
   * luma's and that of both chroma planes.
   */
  ssim: number;
}

/** How a video compares with what it should be. */
export interface VideoComparison {
  equal: boolean;
  /** A sentence each: what of count, size, rate, duration, colour tags and frames is not as expected. */
  problems: string[];
  /** Frames that were compared: those that both have; 0 when their sizes differ. */
  frames: number;
  /** Of these, how many do not match: not the same to the bit, or with `ssim` less similar than that. */
  different: number;
  /** The first of them, null when all match. */
  first: FrameDifference | null;
  /** The least similar frame, null when all are the same to the bit. */
  worst: FrameDifference | null;
  /** Paths of the pictures that were written: NAME-frame-12-expected.png, -actual.png, -diff.png. */
  pictures: string[];
}

/**
 * Compares a video with another one, or with a manifest of one: count, size, rate, duration and colour tags, then frame by
 * frame. A video that differs is no error.
 *
 * @param actual a file, a pattern of pictures such as frames/%05d.png, or a folder of them
 * @param expected the same, or a manifest
 * @throws InputError when one of them is not there or cannot be read; EncoderError
 * @throws the signal's reason when `signal` aborts
 */
export async function compareVideos(
  actual: string,
  expected: string,
  options: CompareOptions = {},
): Promise<VideoComparison> {
  return compareWith(actual, (tools) => openReference(expected, tools), options);
}

/** The same with a reference of any kind. */
export async function compareWith(
  actual: string,
  open: (tools: Tools) => Promise<Reference>,
  options: CompareOptions,
): Promise<VideoComparison> {
  const {
    ssim,
    pictures: folder,
    name = nameOf(actual),
    ffmpeg,
    signal = NEVER,
  } = parseOptions(compareSchema, options);
  const { path: executable } = await requireFfmpeg({ explicit: ffmpeg });
  const tools = { executable, signal };
  const examined = await examineFrames(actual, await open(tools), tools);
  const { frames, differing } = examined;
  const failing = ssim === undefined ? differing : differing.filter((frame) => frame.ssim < ssim);
  const [first = null] = failing.map(toDifference);
  const worst = worstOf(differing.map(toDifference));
  const problems = [...examined.problems, ...describeFrames(examined, { failing: failing.length, first, worst, ssim })];
  const pictures =
    folder === undefined || first === null
      ? []
      : await writePictures(examined, [first, worst], { folder, name, signal });
  return { equal: problems.length === 0, problems, frames, different: failing.length, first, worst, pictures };
}

/** What is said of a frame that differs. */
export function toDifference({ index, ssim }: FrameDifference): FrameDifference {
  return { index, ssim };
}

interface Failing {
  failing: number;
  first: FrameDifference | null;
  worst: FrameDifference | null;
  ssim: number | undefined;
}

function* describeFrames({ frames }: Examined, { failing, first, worst, ssim }: Failing): Generator<string> {
  if (first === null || worst === null) return;
  const one = failing === 1;
  const verb = ssim === undefined ? (one ? 'differs' : 'differ') : one ? 'is' : 'are';
  const how = ssim === undefined ? verb : `${verb} less similar than SSIM ${ssim}`;
  const which = one
    ? `frame ${describeFrame(first)}`
    : `the first is frame ${describeFrame(first)}, the worst frame ${describeFrame(worst)}`;
  yield `${failing} of ${frames} frames ${how}: ${which}`;
}

/** SSIM never rounds to 1 what is less. */
function describeFrame({ index, ssim }: FrameDifference): string {
  return `${index} (SSIM ${Math.floor(ssim * 10_000) / 10_000})`;
}
