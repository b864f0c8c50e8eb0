/// <reference types="node" preserve="true" />
import { resolve } from 'node:path';
import { z } from 'zod';
import { checkFfmpegArgs } from '../encoder/check-ffmpeg-args.ts';
import { type Encoding, planEncoding } from '../encoder/encoding.ts';
import { checkFigureOptions } from '../figure/figure-options.ts';
import type { FrameRate } from '../frames/fps.ts';
import { checkFrameCount } from '../frames/frame-count.ts';
import { checkPicture } from './check-output.ts';
import { checkSize, checkSubsampling } from './check-size.ts';
import { checkBeside, frameRate, outputShape } from './output-options.ts';
import { oneOf, parseOptions, resolveOptions, type WithPixels } from './resolve-options.ts';
import { functionOf, positiveInteger, stageShape } from './stage-options.ts';

/** A frame source: any iterable or async iterable of frame params, plain or made with `indexed()`. */
export type FrameSource<Params = unknown> = Iterable<Params> | AsyncIterable<Params>;

const RANGE = 'two integers [first, last], 0 or above';
const frameIndex = z.int({ error: RANGE }).nonnegative({ error: RANGE });

const RESUME = 'true, false or the path of a folder';
/** Plans in buckets are made by `plan()`. */
const NO_URL = /^(?![a-z][a-z0-9+.-]+:\/\/)./i;
const LANES = "an integer above 0 or 'auto'";
const workers = z
  .union([z.literal('auto'), z.int().positive({ error: "an integer above 0 or 'auto'" })], {
    error: "an integer above 0 or 'auto'",
  })
  .default('auto');
const onProgress = functionOf<(progress: Progress) => void>().optional();

/** What a video shows and how it is encoded: all that decides its bytes. */
const jobShape = {
  ...stageShape,
  ...outputShape,
  /** Params of each frame. @default the scene's own frames */
  frames: z.custom<FrameSource>(isFrameSource, { error: 'an iterable or async iterable of frame params' }).optional(),
  /** Number of frames to take from `frames`; fewer is an error. @default all */
  frameCount: positiveInteger('an integer above 0').optional(),
  /** First and last index to render, 0-based, both included. @default all */
  range: z
    .tuple([frameIndex, frameIndex], { error: RANGE })
    .refine(([first, last]) => first <= last, { error: 'two integers [first, last] with first ≤ last' })
    .optional(),
  /** Whether the figure is built once and updated (true) or built anew for each frame. @default true */
  reuse: z.boolean({ error: 'true or false' }).default(true),
  /**
   * What encodes H.264. 'auto': NVENC where a trial encode succeeds, else x264 on the CPU; of segments always x264, whose
   * bytes are the same everywhere. @default 'auto'
   */
  encoder: oneOf(['auto', 'cpu', 'nvenc']).default('auto'),
  /** Further ffmpeg output options as a flat list of option and value, e.g. ['-tune', 'animation']. @default [] */
  ffmpegArgs: z
    .array(z.string({ error: 'a list of strings' }), { error: 'a list of strings' })
    .superRefine((args, context) => {
      for (const message of checkFfmpegArgs(args)) context.addIssue({ code: 'custom', message });
    })
    .default([]),
  /**
   * Frames of each segment, a file of its own until all are joined. Shorter ones lose less when a render is killed, and
   * cost a keyframe each. @default whole seconds, about 40 seconds of work on one core
   */
  segmentFrames: positiveInteger('an integer above 0').optional(),
} as const;

const videoShape = {
  ...jobShape,
  /** Number of stages, each a browser of about 350 MB and 60 bytes per pixel. @default 'auto': by cores, memory and frames */
  workers,
  /**
   * Folder that keeps finished segments, so that a render that was killed goes on where it was. It is refused when it has
   * those of another job. true: a folder beside the output, for this output alone, which is removed when the video is complete.
   * @default false
   */
  resume: z
    .union([z.boolean(), z.string().regex(NO_URL, { error: RESUME })], { error: RESUME })
    .transform((folder) => (typeof folder === 'string' ? resolve(folder) : folder))
    .default(false),
  /**
   * Segments that are rendered at the same time, each by a process of its own with its own stages and encoder. 'auto': one
   * for every eight cores. More take more memory. @default none: the video is rendered in one piece
   */
  lanes: z.union([z.literal('auto'), z.int().positive({ error: LANES })], { error: LANES }).optional(),
  /** Called when frames have been encoded, at most ten times a second and once at the end. */
  onProgress,
} as const;

const planShape = {
  ...jobShape,
  /** Folder, or `s3://bucket/prefix`, for the plan and its segments. */
  folder: z.string({ error: 'a folder or s3://bucket/prefix' }).min(1, { error: 'a folder or s3://bucket/prefix' }),
} as const;

const { browser, ffmpeg, signal, onConsole } = stageShape;

/** What is this machine's, not the plan's. */
const segmentShape = {
  ...{ browser, ffmpeg, signal, onConsole },
  /** Number of stages. @default 'auto': by cores, memory and frames */
  workers,
  /** Called when frames have been encoded, at most ten times a second and once at the end. */
  onProgress,
} as const;

const stitchShape = {
  ...{ ffmpeg, signal },
  /** The video, of the plan's format; its pictures lie beside it then. @default the plan's `output` */
  output: z.string({ error: 'a path' }).min(1, { error: 'a path' }).optional(),
} as const;

/** What single frames have besides. */
const singleShape = {
  ...stageShape,
  /** Rate of the video that the frame is of, when it is a figure's. @default 30 */
  fps: frameRate.prefault(30),
  /** Leaves out what is behind the figure; a `paper_bgcolor` or `plot_bgcolor` in its layout stays. @default false */
  transparent: z.boolean({ error: 'true or false' }).default(false),
} as const;

const inspectedShape = {
  ...singleShape,
  /** Params of the frames. @default the scene's own frames, or the figure's */
  frames: z
    .array(z.unknown(), { error: 'a list of frame params' })
    .min(1, { error: 'a list of frame params' })
    .optional(),
} as const;

const stillShape = {
  ...singleShape,
  /** Output file, `.png`. */
  output: z
    .string({ error: 'a path that ends in .png' })
    .min(1, { error: 'a path that ends in .png' })
    .transform((output) => resolve(output)),
  /** 0-based index of the frame. @default 0 */
  frame: z.int({ error: 'an integer, 0 or above' }).nonnegative({ error: 'an integer, 0 or above' }).default(0),
  /** Params of that frame. @default the scene's own */
  params: z.unknown().optional(),
} as const;

const videoSchema = z.strictObject(videoShape);
const planSchema = z.strictObject(planShape);
const segmentSchema = z.strictObject(segmentShape);
const stitchSchema = z.strictObject(stitchShape);
const stillSchema = z.strictObject(stillShape);
const inspectedSchema = z.strictObject(inspectedShape);

export type VideoOptions = z.input<typeof videoSchema>;
export type ResolvedVideo = WithPixels<Omit<z.output<typeof videoSchema>, 'fps'>> & {
  fps: FrameRate;
  encoding: Encoding;
};
export type PlanOptions = z.input<typeof planSchema>;
export type ResolvedPlan = WithPixels<Omit<z.output<typeof planSchema>, 'fps'>> & {
  fps: FrameRate;
  encoding: Encoding;
};
/** What of a video's options decides its bytes. */
export type ResolvedJob = Omit<ResolvedPlan, 'folder'>;
export type SegmentOptions = z.input<typeof segmentSchema>;
export type StitchOptions = z.input<typeof stitchSchema>;
export type StillOptions = z.input<typeof stillSchema>;
export type ResolvedStill = WithPixels<z.output<typeof stillSchema>>;
export type StageOptions = z.input<typeof inspectedSchema>;
export type ResolvedStage = WithPixels<z.output<typeof inspectedSchema>>;

/** How far a render is. */
export interface Progress {
  /** Frames encoded. */
  frames: number;
  /** Frames asked for, null while unknown. */
  total: number | null;
  /** Frames encoded per second since the first. */
  fps: number;
  /** Seconds left, null while unknown. */
  eta: number | null;
}

/** Checks the options of `renderVideo` and fills in what is left out. @throws InputError that lists every problem */
export function resolveVideo(options: unknown): ResolvedVideo {
  const { check, encoding } = encodingOf(options);
  return withEncoding(resolveOptions(videoSchema, options, check), encoding);
}

/** Checks the options of `plan` and fills in what is left out. @throws InputError that lists every problem */
export function resolvePlan(options: unknown): ResolvedPlan {
  const { check, encoding } = encodingOf(options);
  return withEncoding(resolveOptions(planSchema, options, check), encoding);
}

/** Checks what concerns several options, and keeps the encoding that they mean. */
function encodingOf(options: unknown) {
  const planned: Encoding[] = [];
  return {
    check: (valid: Partial<z.output<z.ZodObject<typeof jobShape>>>) => {
      const encoding = valid.output === undefined ? [] : planEncoding({ ...valid, output: valid.output });
      if (!Array.isArray(encoding)) planned.push(encoding);
      return [
        ...checkFigureOptions(options, valid),
        ...(Array.isArray(encoding) ? encoding : checkSubsampling(valid, encoding.pixels)),
        ...checkBeside(valid),
        ...checkSize(valid),
        ...checkFrameCount(valid),
      ];
    },
    encoding: () => planned[0],
  };
}

function withEncoding<Options>(resolved: Options, planned: () => Encoding | undefined) {
  const encoding = planned();
  if (!encoding) throw new RangeError('An encoding that is not planned is refused');
  return { ...resolved, encoding, fps: encoding.fps };
}

/** Checks the options of `renderSegment`. @throws InputError that lists every problem */
export function resolveSegment(options: unknown): z.output<typeof segmentSchema> {
  return parseOptions(segmentSchema, options);
}

/** Checks the options of `stitch`. @throws InputError that lists every problem */
export function resolveStitch(options: unknown): z.output<typeof stitchSchema> {
  return parseOptions(stitchSchema, options);
}

/** Checks the options of `renderStill` and fills in what is left out. @throws InputError that lists every problem */
export function resolveStill(options: unknown): ResolvedStill {
  return resolveOptions(stillSchema, options, (valid) => [
    ...checkFigureOptions(options, valid),
    ...checkPicture(valid.output, 'output'),
    ...checkSize(valid),
  ]);
}

/** Checks the options of `openStage` and fills in what is left out. @throws InputError that lists every problem */
export function resolveStage(options: unknown): ResolvedStage {
  return resolveOptions(inspectedSchema, options, (valid) => [
    ...checkFigureOptions(options, valid),
    ...checkSize(valid),
    ...checkFrameCount(valid),
  ]);
}

function isFrameSource(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}
