import { Readable } from 'node:stream';
import { EACH_ONCE } from '../encoder/each-once.ts';
import { runFfmpeg } from '../encoder/run-ffmpeg.ts';
import { EncoderError } from '../errors.ts';
import type { OpenVideo } from './open-video.ts';
import { comparedSize, type Size, seenFilter } from './seen.ts';

/** How alike two frames are, as 4:2:0 pictures. */
export interface Similarity {
  /** Structural similarity, 1 for the same: the lowest of luma's and that of both chroma planes. */
  ssim: number;
  /** Peak signal-to-noise ratio over all planes, in dB; Infinity for the same. */
  psnr: number;
}

interface Measured {
  /** ffmpeg executable. */
  executable: string;
  signal: AbortSignal;
}

/** Compares the first `frames` of two videos of one size, in full. @throws EncoderError */
export function compareWhole(
  [one, other]: readonly [OpenVideo, OpenVideo],
  { frames, ...measured }: Measured & { frames: number },
): Promise<Similarity[]> {
  const size = comparedSize(one.facts);
  const inputs = [one.open(0), other.open(3)] as const;
  const prepared = (video: OpenVideo, input: 0 | 1) =>
    `[${input}:v:0]${EACH_ONCE},trim=end_frame=${frames}[all${input}];${seenFilter(video, size, [`all${input}`, `seen${input}`])}`;
  return measure({
    ...{ ...measured, frames, inputs: inputs.map(({ bytes }) => bytes) },
    args: inputs.flatMap(({ args }) => args),
    filter: `${prepared(one, 0)};${prepared(other, 1)}`,
  });
}

/**
 * Compares 4:2:0 pictures of one size.
 *
 * @param pairAt a pair of them, by its place from 0; asked for when ffmpeg wants it
 * @throws EncoderError, or what `pairAt` throws
 */
export async function compareReduced(
  pairAt: (place: number) => readonly [Buffer, Buffer],
  { width, height, ...measured }: Measured & Size & { frames: number },
): Promise<Similarity[]> {
  const each = (remainder: number, label: string) => `select=eq(mod(n\\,2)\\,${remainder}),${EACH_ONCE}[${label}]`;
  let refused: unknown;
  function* singly(): Generator<Buffer, void> {
    for (let place = 0; place < measured.frames; place++) {
      let pair: readonly [Buffer, Buffer];
      try {
        pair = pairAt(place);
      } catch (error) {
        refused = error;
        return;
      }
      yield pair[0];
      yield pair[1];
    }
  }
  try {
    return await measure({
      // Two at a time: all of a long video's take more memory than there is.
      ...{ ...measured, inputs: [Readable.from(singly(), { highWaterMark: 2 })] },
      args: ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`, '-i', 'pipe:0'],
      filter: `[0:v]split[even][odd];[even]${each(0, 'seen0')};[odd]${each(1, 'seen1')}`,
    });
  } catch (error) {
    // Then ffmpeg has not got them all, which it says in its own way.
    throw refused ?? error;
  }
}

interface Measure extends Measured {
  frames: number;
  inputs: Readable[];
  args: string[];
  /** Ends in pictures to compare, `seen0` and `seen1`. */
  filter: string;
}

/** Both filters print a line per frame: `n:1 Y:0.99 U:0.98 V:0.98 All:0.99 (20.1)` and `n:1 … psnr_avg:45.2 …`. */
async function measure({ executable, frames, inputs, args, filter, signal }: Measure): Promise<Similarity[]> {
  const compare = '[seen0]split[a][c];[seen1]split[b][d];[a][b]ssim=stats_file=-[ssim];[c][d]psnr=stats_file=-[psnr]';
  const outputs = ['[ssim]', '[psnr]'].flatMap((label) => ['-map', label, '-f', 'null', '-']);
  let text = '';
  const failure = 'The frames could not be compared';
  await runFfmpeg({
    ...{ executable, inputs, failure, signal },
    args: [...args, '-filter_complex', `${filter};${compare}`, ...outputs],
    onOutput: (chunk) => {
      text += chunk.toString();
    },
  });
  const ssims: number[] = [];
  const psnrs: number[] = [];
  for (const line of text.split('\n')) {
    const values = new Map(
      Array.from(line.matchAll(/(\w+):(-?[\d.]+|inf)/g), ([, name, value]) => [
        name,
        value === 'inf' ? Number.POSITIVE_INFINITY : Number(value),
      ]),
    );
    const place = (values.get('n') ?? 0) - 1;
    const psnr = values.get('psnr_avg');
    if (psnr !== undefined) psnrs[place] = psnr;
    else if (values.has('Y')) ssims[place] = Math.min(...['Y', 'U', 'V'].map((plane) => values.get(plane) ?? 0));
  }
  if (ssims.length !== frames || psnrs.length !== frames) {
    throw new EncoderError(`${failure}: ffmpeg compared ${ssims.length} of ${frames}`);
  }
  return ssims.map((ssim, i) => ({ ssim, psnr: psnrs[i] ?? 0 }));
}
