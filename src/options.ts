/// <reference types="node" preserve="true" />
import { statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { checkFfmpegArgs } from './encoder/ffmpeg-args.ts';
import { InputError } from './errors.ts';
import { parseFrameRate } from './frames/fps.ts';

/** A frame source: any iterable or async iterable of frame params, plain or made with `indexed()`. */
export type FrameSource<Params = unknown> = Iterable<Params> | AsyncIterable<Params>;

/** x264's presets, fastest first. */
const PRESETS = [
  'ultrafast',
  'superfast',
  'veryfast',
  'faster',
  'fast',
  'medium',
  'slow',
  'slower',
  'veryslow',
] as const;

/**
 * Width × height × scale² may not be above this: 8192 × 8192, more than any H.264 level allows. One such frame takes
 * 268 MB in the page and 100 MB on its way to the encoder.
 */
const MAX_FRAME_PIXELS = 8192 * 8192;
/** File systems take no longer names. */
const MAX_NAME_BYTES = 255;
/** Chromium refuses canvases with a longer side. */
const MAX_SIDE = 16_384;

const positiveInteger = (what: string) => z.int({ error: what }).positive({ error: what });
const RANGE = 'two integers [first, last], 0 or above';
const frameIndex = z.int({ error: RANGE }).nonnegative({ error: RANGE });
/** setTimeout() takes no more. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.map((value) => `'${value}'`).join(', ')}` });
const functionOf = <T>() => z.custom<T>((value) => typeof value === 'function', { error: 'a function' });

/** What draws a frame: the same for videos and stills. Messages complete the sentence "Expected `field` to be …". */
const stageShape = {
  /** Scene file (TypeScript or JavaScript), a path or a file: URL. */
  scene: z
    .union([z.string(), z.instanceof(URL)], { error: 'the path of a scene file' })
    .refine((scene) => (scene instanceof URL ? scene.protocol === 'file:' : scene !== ''), {
      error: 'the path of a scene file',
    })
    .transform((scene) => (isFileUrl(scene) ? fileURLToPath(scene) : resolve(scene))),
  /** JSON value that the scene's `setup` receives. @default undefined */
  props: z.unknown().optional(),
  /** Width in CSS pixels, an integer above 0. @default 1280 */
  width: positiveInteger('an integer above 0')
    .max(MAX_SIDE, { error: `at most ${MAX_SIDE}` })
    .default(1280),
  /** Height in CSS pixels, an integer above 0. @default 720 */
  height: positiveInteger('an integer above 0')
    .max(MAX_SIDE, { error: `at most ${MAX_SIDE}` })
    .default(720),
  /** Device pixels per CSS pixel: 2 gives twice the width and height, and finer text. @default 1 */
  scale: z
    .number({ error: 'a number above 0' })
    .positive({ error: 'a number above 0' })
    .max(8, { error: 'at most 8' })
    .default(1),
  /** How frames leave the page. 'auto': canvas where it passes its self-check, else screenshot. @default 'auto' */
  capture: oneOf(['auto', 'canvas', 'screenshot']).default('auto'),
  /** What draws WebGL. 'auto': the fastest that works, 'mesa' before 'swiftshader'. @default 'auto' */
  gl: oneOf(['auto', 'swiftshader', 'mesa', 'gpu']).default('auto'),
  /** A frame that takes longer is an error, in milliseconds. @default 30000 */
  frameTimeoutMs: positiveInteger('an integer above 0 (milliseconds)')
    .max(MAX_TIMEOUT_MS, { error: `at most ${MAX_TIMEOUT_MS} (milliseconds)` })
    .default(30_000),
  /** Chromium or Chrome executable. @default found by itself: PLOTREEL_BROWSER, an installed one, `plotreel setup`'s */
  browser: z.string({ error: 'the path of an executable' }).min(1, { error: 'the path of an executable' }).optional(),
  /** ffmpeg executable. @default found by itself: PLOTREEL_FFMPEG, ffmpeg-static, PATH */
  ffmpeg: z.string({ error: 'the path of an executable' }).min(1, { error: 'the path of an executable' }).optional(),
  /** Ends the work; the promise rejects with the signal's reason. */
  signal: z.instanceof(AbortSignal, { error: 'an AbortSignal' }).optional(),
  /** Called with each message that the page writes to its console. */
  onConsole: functionOf<(message: ConsoleMessage) => void>().optional(),
} as const;

const videoShape = {
  ...stageShape,
  /** Output file, `.mp4`. Replaced only when the new video is complete and checked. */
  output: z
    .string({ error: 'a path that ends in .mp4' })
    .min(1, { error: 'a path that ends in .mp4' })
    .transform((output) => resolve(output)),
  /** Params of each frame. @default the scene's own frames */
  frames: z.custom<FrameSource>(isFrameSource, { error: 'an iterable or async iterable of frame params' }).optional(),
  /** Number of frames to take from `frames`; fewer is an error. @default all */
  frameCount: positiveInteger('an integer above 0').optional(),
  /** First and last index to render, 0-based, both included. @default all */
  range: z
    .tuple([frameIndex, frameIndex], { error: RANGE })
    .refine(([first, last]) => first <= last, { error: 'two integers [first, last] with first ≤ last' })
    .optional(),
  /** Frames per second: a number or a ratio such as '30000/1001'; 29.97 means that ratio. @default 30 */
  fps: z
    .union([z.number(), z.string()], { error: 'a number above 0' })
    .transform((fps, context) => {
      const rate = parseFrameRate(fps);
      if (rate) return rate;
      context.addIssue({ code: 'custom', message: 'a number above 0 and at most 1000, or a ratio such as 30000/1001' });
      return z.NEVER;
    })
    .prefault(30),
  /** Number of stages, each a browser process of about 300 MB. @default 'auto': by cores, memory and frames */
  workers: z
    .union([z.literal('auto'), z.int().positive({ error: "an integer above 0 or 'auto'" })], {
      error: "an integer above 0 or 'auto'",
    })
    .default('auto'),
  /** Whether the figure is built once and updated (true) or built anew for each frame. @default true */
  reuse: z.boolean({ error: 'true or false' }).default(true),
  /** What encodes. 'auto': NVENC where a trial encode succeeds, else x264 on the CPU. @default 'auto' */
  encoder: oneOf(['auto', 'cpu', 'nvenc']).default('auto'),
  /** Constant rate factor, 0 (as 1: the best that H.264 High has) to 51 (worst, small). @default 18 */
  quality: z
    .number({ error: 'a number from 0 to 51' })
    .min(0, { error: 'a number from 0 to 51' })
    .max(51, { error: 'a number from 0 to 51' })
    .default(18),
  /** x264 preset; slower ones gain next to nothing on plots. @default 'veryfast' */
  preset: oneOf(PRESETS).default('veryfast'),
  /** Further ffmpeg output options as a flat list of option and value, e.g. ['-tune', 'animation']. @default [] */
  ffmpegArgs: z
    .array(z.string({ error: 'a list of strings' }), { error: 'a list of strings' })
    .superRefine((args, context) => {
      for (const message of checkFfmpegArgs(args)) context.addIssue({ code: 'custom', message });
    })
    .default([]),
  /** Called when frames have been encoded, at most ten times a second and once at the end. */
  onProgress: functionOf<(progress: Progress) => void>().optional(),
} as const;

const stillShape = {
  ...stageShape,
  /** Output file, `.png`. */
  output: z
    .string({ error: 'a path that ends in .png' })
    .min(1, { error: 'a path that ends in .png' })
    .transform((output) => resolve(output)),
  /** 0-based index of the frame. @default 0 */
  frame: z.int({ error: 'an integer, 0 or above' }).nonnegative({ error: 'an integer, 0 or above' }).default(0),
  /** Params of that frame. @default the scene's own */
  params: z.unknown().optional(),
  /** Leaves out the white behind the figure. The figure's own `paper_bgcolor` stays. @default false */
  transparent: z.boolean({ error: 'true or false' }).default(false),
} as const;

const videoSchema = z.strictObject(videoShape);
const stillSchema = z.strictObject(stillShape);

export type VideoOptions = z.input<typeof videoSchema>;
export type ResolvedVideo = WithPixels<z.output<typeof videoSchema>>;
export type StillOptions = z.input<typeof stillSchema>;
export type ResolvedStill = WithPixels<z.output<typeof stillSchema>>;

/** A message from the page's console. */
export interface ConsoleMessage {
  /** 'log', 'warn', 'error' … */
  level: string;
  text: string;
}

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
  return resolveOptions(videoSchema, options, (valid) => [
    ...checkOutput(valid.output, '.mp4'),
    ...checkSize(valid),
    ...checkEven(valid),
  ]);
}

/** Checks the options of `renderStill` and fills in what is left out. @throws InputError that lists every problem */
export function resolveStill(options: unknown): ResolvedStill {
  return resolveOptions(stillSchema, options, (valid) => [...checkOutput(valid.output, '.png'), ...checkSize(valid)]);
}

type WithPixels<Options> = Options & { framePixels: { width: number; height: number } };

/** @param check what concerns several fields, or files; it gets those fields that are right */
function resolveOptions<Shape extends z.core.$ZodLooseShape, Output extends Required<SizeOptions>>(
  schema: z.ZodObject<Shape> & z.ZodType<Output>,
  options: unknown,
  check: (valid: Partial<Output>) => string[],
): WithPixels<Output> {
  const result = schema.safeParse(options);
  const problems = result.success ? [] : result.error.issues.flatMap((issue) => describeIssue(issue, options));
  const valid: Partial<Output> = result.success ? result.data : validFields(schema, options);
  problems.push(...check(valid));
  if (!result.success || problems.length > 0) throw new InputError([...new Set(problems)]);
  const { width, height, scale } = result.data;
  return { ...result.data, framePixels: { width: toPixels(width, scale), height: toPixels(height, scale) } };
}

function validFields<Output>(schema: z.ZodObject & z.ZodType<Output>, options: unknown): Partial<Output> {
  if (!isRecord(options)) return {};
  const fields = Object.entries(schema.shape).flatMap(([name, field]) => {
    const result = field.safeParse(options[name]);
    return result.success ? [[name, result.data]] : [];
  });
  return Object.fromEntries(fields);
}

function describeIssue(issue: z.core.$ZodIssue, options: unknown): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `Unknown option \`${key}\``);
  const name = issue.path.join('.');
  if (name === '') return ['Expected an object with options'];
  const value = issue.path.reduce<unknown>((at, key) => (isRecord(at) ? at[String(key)] : undefined), options);
  return [`Expected \`${name}\` to be ${issue.message}, got ${describeValue(value)}`];
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return `\`${value}\` (${typeof value})`;
  return Array.isArray(value) ? `[${value.join(', ')}]` : `a value of type ${value === null ? 'null' : typeof value}`;
}

function isFileUrl(scene: string | URL): scene is URL {
  return scene instanceof URL || scene.startsWith('file:');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFrameSource(value: unknown): boolean {
  return isRecord(value) && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

interface SizeOptions {
  width?: number;
  height?: number;
  scale?: number;
}

function* checkSize({ width, height, scale }: SizeOptions): Generator<string> {
  if (width === undefined || height === undefined || scale === undefined) return;
  const pixels = { width: toPixels(width, scale), height: toPixels(height, scale) };
  for (const [side, length] of Object.entries(pixels)) {
    if (!Number.isInteger(length)) yield `Expected \`${side}\` × \`scale\` to be whole pixels, got ${length}`;
    else if (length > MAX_SIDE) yield `Expected \`${side}\` × \`scale\` to be at most ${MAX_SIDE}, got ${length}`;
  }
  const count = pixels.width * pixels.height;
  if (count > MAX_FRAME_PIXELS) {
    yield `Expected \`width\` × \`height\` × \`scale\`² to be at most ${MAX_FRAME_PIXELS} pixels, got ${count}`;
  }
}

function* checkEven({ width, height, scale }: SizeOptions): Generator<string> {
  if (scale === undefined) return;
  for (const [side, length] of Object.entries({ width, height })) {
    if (length === undefined || toPixels(length, scale) % 2 !== 1) continue;
    const product = scale === 1 ? `\`${side}\`` : `\`${side}\` × \`scale\``;
    const nearest = [-1, 1].flatMap((step) => nearestEven(length, step, scale)).join(' and ');
    yield `Expected ${product} to be even for 4:2:0 video, got ${toPixels(length, scale)}; the nearest for \`${side}\`: ${nearest}`;
  }
}

/** The next side length from `length` in steps of ±1 that is an even number of pixels, if there is one nearby. */
function nearestEven(length: number, step: number, scale: number): number[] {
  for (let side = length + step; side > 0 && Math.abs(side - length) <= 100; side += step) {
    if (toPixels(side, scale) % 2 === 0) return [side];
  }
  return [];
}

/** 700 × 1.1 is 770 pixels, whatever floating point makes of it. */
function toPixels(length: number, scale: number): number {
  const pixels = length * scale;
  const whole = Math.round(pixels);
  return Math.abs(pixels - whole) < 1e-6 ? whole : pixels;
}

function* checkOutput(output: string | undefined, extension: string): Generator<string> {
  if (output === undefined) return;
  const found = extname(output).toLowerCase();
  if (found !== extension) yield `Expected \`output\` to end in ${extension}, got '${found || output}'`;
  if (Buffer.byteLength(basename(output)) > MAX_NAME_BYTES)
    yield `Expected \`output\` to have a name of at most ${MAX_NAME_BYTES} bytes`;
  if (stat(output)?.isDirectory()) yield `Expected \`output\` to be a file, but ${output} is a folder`;
  // The folder itself is made when the first frame is there; what stands in its way shows now.
  let folder = dirname(output);
  while (!stat(folder) && folder !== dirname(folder)) folder = dirname(folder);
  if (!stat(folder)?.isDirectory()) yield `The folder of \`output\` cannot be made: ${folder} is not a folder`;
}

/** undefined also where the file system does not take the name: a folder of it cannot be made either. */
function stat(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
