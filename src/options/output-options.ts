import { basename, dirname, extname, join, resolve } from 'node:path';
import { z } from 'zod';
import { pathsBeside } from '../beside-video.ts';
import { CODECS, PRESETS } from '../encoder/codecs/codec.ts';
import { codecsFor } from '../encoder/codecs/codecs.ts';
import { PIXEL_FORMATS } from '../encoder/codecs/pixel-layout.ts';
import { isPictureOf, parseOutput } from '../encoder/output-target.ts';
import { parseFrameRate } from '../frames/fps.ts';
import { checkFile, checkPicture, realPath, startOf } from './check-output.ts';
import { oneOf } from './resolve-options.ts';

const trueOrFalse = z.boolean({ error: 'true or false' });
const path = (what: string) => z.string({ error: what }).min(1, { error: what });
const picture = path('a path that ends in .png').transform((output) => resolve(output));
const LOOPS = 'an integer from 0 (for ever) to 65535';
const SHEET = 'an integer from 1 to 100';

/** Frames per second: a number or a ratio such as '30000/1001'; 29.97 means that ratio. */
export const frameRate = z.union([z.number(), z.string()], { error: 'a number above 0' }).transform((fps, context) => {
  const rate = parseFrameRate(fps);
  if (rate) return rate;
  context.addIssue({ code: 'custom', message: 'a number above 0 and at most 1000, or a ratio such as 30000/1001' });
  return z.NEVER;
});

/** What comes of a video: its format, and pictures beside it. What is left out is the codec's to choose. */
export const outputShape = {
  /**
   * Output: .mp4, .webm, .mov, .gif, .webp, .apng, a pattern of pictures such as frames/%05d.png, or a folder (one that
   * is there, or a name that ends in a slash). Replaced only when the new video is complete and checked.
   */
  output: path('a path').transform((output) => (/[/\\]$/.test(output) ? `${resolve(output)}/` : resolve(output))),
  /** What encodes: 'h264', 'h265', 'av1', 'vp9', 'prores', 'gif', 'webp', 'apng', 'png'. @default by `output` */
  codec: oneOf(CODECS).optional(),
  /**
   * How pixels are stored: chroma 4:2:0 (smallest, plays everywhere), 4:2:2 or 4:4:4, in 8 or 10 bits, or 'rgb'.
   * @default 'yuv420p'; 'yuv444p10' for prores; 'rgb' for lossless video and pictures
   */
  pixelFormat: oneOf(PIXEL_FORMATS).optional(),
  /** Leaves out what is behind the figure; a `paper_bgcolor` or `plot_bgcolor` in its layout stays. @default false */
  transparent: trueOrFalse.optional(),
  /** Every pixel as it was drawn, in a larger file. @default false; png and apng always are */
  lossless: trueOrFalse.optional(),
  /** How often gif, webp and apng play, 0: for ever, up to 65535. @default 0 */
  loopCount: z.int({ error: LOOPS }).min(0, { error: LOOPS }).max(65_535, { error: LOOPS }).optional(),
  /** 0 (best) to 51 (worst, small); docs/formats.md says what each codec makes of it. @default 18 */
  quality: z
    .number({ error: 'a number from 0 to 51' })
    .min(0, { error: 'a number from 0 to 51' })
    .max(51, { error: 'a number from 0 to 51' })
    .optional(),
  /** How much time is spent on a small file, by x264's names; plots gain next to nothing. @default 'veryfast' */
  preset: oneOf(PRESETS).optional(),
  /** Frames per second: a number or a ratio such as '30000/1001'; 29.97 means that ratio. @default 30; 25 for gif */
  fps: frameRate.optional(),
  /** Also writes one frame of the finished video to this file, `.png`. @default none */
  poster: picture.optional(),
  /** Which frame that is, counted from 0. @default 0 */
  posterFrame: z.int({ error: 'an integer, 0 or above' }).nonnegative({ error: 'an integer, 0 or above' }).optional(),
  /** Also writes a picture of this many frames, evenly spread over the video, 1 to 100. @default none */
  contactSheet: z.int({ error: SHEET }).min(1, { error: SHEET }).max(100, { error: SHEET }).optional(),
  /** Where to, `.png`. @default beside the output: out.contact-sheet.png for out.mp4 */
  contactSheetOutput: picture.optional(),
  /**
   * Also writes what the finished video shows, frame by frame, to this file, `.json`: hashes, small pictures and all
   * versions that decide pixels, for `verifyVideo`. It takes the time to decode the video. @default none
   */
  manifest: path('a path that ends in .json')
    .transform((file) => resolve(file))
    .optional(),
} as const;

export interface BesideOptions {
  output?: string;
  poster?: string;
  posterFrame?: number;
  contactSheet?: number;
  contactSheetOutput?: string;
  manifest?: string;
}

/** What is wrong with what comes beside a video. */
export function* checkBeside(options: BesideOptions): Generator<string> {
  const { output, poster, posterFrame, contactSheet, contactSheetOutput, manifest } = options;
  yield* checkPicture(poster, 'poster');
  yield* checkPicture(contactSheetOutput, 'contactSheetOutput');
  if (manifest !== undefined) yield* checkManifest(manifest);
  if (posterFrame !== undefined && poster === undefined) yield 'Expected `posterFrame` to come with `poster`';
  if (contactSheetOutput !== undefined && contactSheet === undefined) {
    yield 'Expected `contactSheetOutput` to come with `contactSheet`';
  }
  if (output === undefined) return;
  const sheet = pathsBeside({ ...options, output }).contactSheet ?? undefined;
  if (sheet !== undefined && contactSheetOutput === undefined) yield* checkFile(sheet, 'contactSheet');
  const paths = [output, poster, sheet, manifest].filter((given) => given !== undefined);
  if (new Set(paths.map(realPath)).size < paths.length) {
    yield `Expected \`output\`, \`poster\`, \`manifest\` and the contact sheet to be different files, got ${paths.join(', ')}`;
  }
  const target = parseOutput(output);
  if (typeof target === 'string') return;
  if (manifest !== undefined && codecsFor(target.container).every(({ unreadable }) => unreadable)) {
    yield `Expected \`manifest\` to be left out for .${target.container}, which ffmpeg cannot decode; of pictures, frames/%05d.png, it can be had`;
  }
  if (target.kind === 'file') return;
  for (const path of [poster, sheet].filter((given) => given !== undefined)) {
    const inFolder = dirname(realPath(path)) === dirname(realPath(join(target.folder, target.name)));
    if (inFolder && isPictureOf(basename(path), target.name)) {
      yield `Expected \`poster\` and the contact sheet to be no pictures of the output itself, got ${path}`;
    }
  }
}

function* checkManifest(manifest: string): Generator<string> {
  const found = extname(manifest).toLowerCase();
  if (found !== '.json') yield `Expected \`manifest\` to end in .json, got '${found || manifest}'`;
  yield* checkFile(manifest, 'manifest');
  // A figure and a package.json end in .json too: what is lost by a slip of the hand was never ours.
  const start = startOf(manifest, 100);
  if (start !== '' && !/^\s*\{\s*"plotreelFrames"/.test(start))
    yield `Expected \`manifest\` to be a new file or a manifest, which ${manifest} is not: it is not replaced`;
}
