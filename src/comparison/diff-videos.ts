import { writePublished } from '../disk/write-published.ts';
import { InputError } from '../errors.ts';
import { requireFfmpeg } from '../install/find-ffmpeg.ts';
import { checkPicture } from '../options/check-output.ts';
import { parseOptions } from '../options/resolve-options.ts';
import { sideBySide } from '../pictures/side-by-side.ts';
import { type FrameDifference, toDifference } from './compare-videos.ts';
import { type DiffOptions, diffSchema, NEVER, nameOf } from './comparison-options.ts';
import { difference } from './difference-pictures.ts';
import { examineFrames, worstOf, writePictures } from './examine-frames.ts';
import { openVideoReference } from './reference.ts';
import type { Similarity } from './similarity.ts';

/** Of all frames that were compared. */
export interface FrameStatistics {
  min: number;
  mean: number;
}

/** How two videos differ. */
export interface VideoDifference {
  /** Whether nothing differs: not a bit of a frame, nor what follows. */
  equal: boolean;
  /** A sentence each: what of count, size, rate, duration and colour tags differs. */
  problems: string[];
  /** Frames that were compared: those that both have; 0 when their sizes differ. */
  frames: number;
  /** Of these, how many are the same to the bit. */
  identical: number;
  /** Structural similarity, 1 for the same: the lowest of luma's and that of both chroma planes. null when none was compared. */
  ssim: FrameStatistics | null;
  /** Peak signal-to-noise ratio in dB, Infinity for the same (null in JSON); its mean is that of the mean error. null when none was compared. */
  psnr: FrameStatistics | null;
  /** The first frame that differs, null when all are the same. */
  first: FrameDifference | null;
  /** The least similar frame, null when all are the same. */
  worst: FrameDifference | null;
  /** Paths of the pictures that were written. */
  pictures: string[];
}

/**
 * Compares two videos frame by frame.
 *
 * @example
 * const { identical, ssim, worst } = await diffVideos('before.mp4', 'after.mp4', { picture: 'worst.png' });
 * @param one a file, a pattern of pictures such as frames/%05d.png, or a folder of them
 * @param other the same
 * @throws InputError when one of them is not there or cannot be read; EncoderError; DiskFullError
 * @throws the signal's reason when `signal` aborts
 */
export async function diffVideos(one: string, other: string, options: DiffOptions = {}): Promise<VideoDifference> {
  const { picture, pictures: folder, ffmpeg, signal = NEVER } = parseOptions(diffSchema, options);
  const wrong = [...checkPicture(picture, 'picture')];
  if (wrong.length > 0) throw new InputError(wrong);
  const { path: executable } = await requireFfmpeg({ explicit: ffmpeg });
  const tools = { executable, signal };
  const examined = await examineFrames(other, await openVideoReference(one, tools), tools);
  const { problems, frames, differing } = examined;
  const [first = null] = differing;
  const worst = worstOf(differing);
  const pictures: string[] = [];
  if (folder !== undefined) {
    pictures.push(...(await writePictures(examined, [first, worst], { folder, name: nameOf(other), signal })));
  }
  if (picture !== undefined && worst !== null) {
    const { expected, actual } = await examined.show(worst.index);
    const shown = [expected, actual, difference({ expected, actual })].map(({ rgba }) => rgba);
    await writePublished(picture, sideBySide(shown, expected), { signal });
    pictures.push(picture);
  }
  return {
    ...{ equal: problems.length === 0 && differing.length === 0, problems, frames },
    ...{ identical: frames - differing.length, ...statistics(differing, frames) },
    ...{ first: first && toDifference(first), worst: worst && toDifference(worst), pictures },
  };
}

/** Of all frames that were compared. */
export function statistics(differing: readonly Similarity[], frames: number): Pick<VideoDifference, 'ssim' | 'psnr'> {
  if (frames === 0) return { ssim: null, psnr: null };
  const identical = frames - differing.length;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  // No call takes as many arguments as a long video has frames.
  const least = (values: number[], most: number) => values.reduce((one, other) => Math.min(one, other), most);
  const meanError = sum(differing.map(({ psnr }) => 10 ** (-psnr / 10))) / frames;
  return {
    ssim: {
      min: least(
        differing.map(({ ssim }) => ssim),
        1,
      ),
      mean: (sum(differing.map(({ ssim }) => ssim)) + identical) / frames,
    },
    psnr: {
      min: least(
        differing.map(({ psnr }) => psnr),
        Number.POSITIVE_INFINITY,
      ),
      mean: -10 * Math.log10(meanError),
    },
  };
}
