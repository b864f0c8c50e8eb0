import { basename, extname, resolve } from 'node:path';
import { z } from 'zod';
import { stageShape } from '../options/stage-options.ts';

const SSIM = 'a number above 0 and at most 1';
const path = (what: string) =>
  z
    .string({ error: what })
    .min(1, { error: what })
    .transform((text) => resolve(text));

const readShape = {
  /** ffmpeg executable. @default found by itself: PLOTREEL_FFMPEG, ffmpeg-static, PATH */
  ffmpeg: stageShape.ffmpeg,
  /** Ends the work; the promise rejects with the signal's reason. */
  signal: stageShape.signal,
} as const;

export const readSchema = z.strictObject(readShape);

const verifyShape = {
  ...readShape,
  /**
   * Frames may differ as long as their structural similarity is at least this: above 0, 1 for no visible difference.
   * @default none: they must be the same to the bit
   */
  ssim: z.number({ error: SSIM }).positive({ error: SSIM }).max(1, { error: SSIM }).optional(),
  /** Folder for pictures of the first and the worst frame that differ; made when there are any. @default none are written */
  pictures: path('the path of a folder').optional(),
} as const;

export const verifySchema = z.strictObject(verifyShape);

export const compareSchema = z.strictObject({
  ...verifyShape,
  /** What the names of these pictures begin with. @default the video's name without its extension */
  name: z.string({ error: 'a name' }).min(1, { error: 'a name' }).optional(),
});

export const diffSchema = z.strictObject({
  ...readShape,
  /** Folder for pictures of the first and the worst frame that differ; made when there are any. @default none are written */
  pictures: verifyShape.pictures,
  /** Also writes one picture of the worst frame, `.png`: the first video's, the second's, where they differ. @default none */
  picture: path('a path that ends in .png').optional(),
});

export type ReadOptions = z.input<typeof readSchema>;
export type VerifyOptions = z.input<typeof verifySchema>;
export type CompareOptions = z.input<typeof compareSchema>;
export type DiffOptions = z.input<typeof diffSchema>;

/** What the names of pictures of a video begin with. */
export function nameOf(video: string): string {
  return basename(video, extname(video)).replace(/[-_. ]*%\d*d/, '') || basename(resolve(video, '..'));
}

/** Of work that nobody ends. */
export const NEVER: AbortSignal = new AbortController().signal;
