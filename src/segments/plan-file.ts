import { z } from 'zod';
import { checkFfmpegArgs } from '../encoder/check-ffmpeg-args.ts';
import { CODECS, PRESETS } from '../encoder/codecs/codec.ts';
import type { Container } from '../encoder/codecs/container.ts';
import { PIXEL_FORMATS } from '../encoder/codecs/pixel-layout.ts';
import { chooseEncoding, type Encoding } from '../encoder/encoding.ts';
import type { OutputTarget } from '../encoder/output-target.ts';
import { InputError } from '../errors.ts';
import { isHostName } from '../farm/allowed-hosts.ts';
import { parseFrameRate } from '../frames/fps.ts';
import { limitsShape } from '../limits.ts';
import type { Store } from '../store/store.ts';
import { environmentSchema } from './environment.ts';
import { sha256 } from './sha256.ts';

/** Name of the plan in its folder. */
export const PLAN = 'plan.json';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().positive();
const path = z.string().min(1);

/** All that decides the bytes of a video, but for where it goes. */
const workShape = {
  environment: environmentSchema,
  /** How frames are drawn. */
  drawing: z.strictObject({
    capture: z.enum(['canvas', 'screenshot']),
    gl: z.enum(['swiftshader', 'mesa', 'gpu']),
    updating: z.enum(['shortest', 'patching', 'reacting']),
    /** What draws the figure's WebGL, in the browser's words; null when it has none. */
    webgl: z.string().nullable(),
  }),
  stage: z.strictObject({
    /** CSS pixels. */
    width: count,
    height: count,
    scale: z.number().positive(),
    reuse: z.boolean(),
    // A plan may come from somebody else: it may do no more than options can.
    allowHosts: z.array(z.string().refine(isHostName)),
    locale: z.strictObject({ TZ: z.string().optional(), LANG: z.string().optional(), LC_ALL: z.string().optional() }),
    startTimeoutMs: count,
    frameTimeoutMs: count,
    ...limitsShape,
  }),
  video: z.strictObject({
    container: z.enum(['mp4', 'webm', 'mov', 'gif', 'webp', 'apng', 'png']),
    codec: z.enum(CODECS),
    fps: z.string(),
    encoder: z.enum(['cpu', 'nvenc']),
    ffmpegArgs: z.array(z.string()).refine((args) => [...checkFfmpegArgs(args)].length === 0),
    // As the caller gave them: codecs fill in the rest.
    pixelFormat: z.enum(PIXEL_FORMATS).optional(),
    transparent: z.boolean().optional(),
    lossless: z.boolean().optional(),
    loopCount: z.int().optional(),
    quality: z.number().optional(),
    preset: z.enum(PRESETS).optional(),
  }),
  frames: z.strictObject({
    total: count,
    /** Index of the first of the scene's own frames; null: params of frames lie in the folder. */
    ownFrom: z.int().nonnegative().nullable(),
    /** Number of the first picture of a sequence. */
    firstNumber: z.int().nonnegative(),
  }),
  /** Hashes of what lies in the folder. */
  inputs: z.strictObject({
    scene: hash,
    props: hash.nullable(),
    /** Frames that stages are checked with; null: the first of the scene's own. */
    probes: hash.nullable(),
    fonts: z.array(hash),
  }),
  segments: z
    .array(
      z.strictObject({
        /** Position of its first frame in the video. */
        first: z.int().nonnegative(),
        frames: count,
        /** Hash of its frames' params; null: the scene's own. */
        params: hash.nullable(),
      }),
    )
    .min(1),
} as const;
const workSchema = z.strictObject(workShape);

const planSchema = z.strictObject({
  format: z.literal(1),
  /** Hash of all that decides the video's bytes. */
  spec: hash,
  /** Hash of what was asked for, by which the same job is known without a browser. */
  request: hash,
  ...workShape,
  /** Where the video and its pictures go unless another place is given. */
  output: z.strictObject({
    path,
    poster: path.optional(),
    posterFrame: z.int().nonnegative().optional(),
    contactSheet: count.optional(),
    contactSheetOutput: path.optional(),
  }),
  /** The scene file, for messages. */
  scenePath: z.string(),
  /** Choices that were made otherwise than hoped for, and why. */
  notes: z.array(z.string()),
});

export type Plan = z.output<typeof planSchema>;
export type Work = z.output<typeof workSchema>;

/** Hash of all that decides a video's bytes. */
export function specOf(work: Work): string {
  const { environment, drawing, stage, video, frames, inputs, segments } = work;
  return sha256(JSON.stringify(workSchema.parse({ environment, drawing, stage, video, frames, inputs, segments })));
}

/** The plan in a store, undefined when there is none. @throws InputError when it is damaged, or of another plotreel */
export async function findPlan(store: Store): Promise<Plan | undefined> {
  const text = (await store.read(PLAN))?.toString();
  if (text === undefined) return undefined;
  const plan = parsePlan(text);
  if (!plan) throw new InputError(`The plan in ${store.location} is damaged, or was made by another plotreel`);
  if (plan.spec !== specOf(plan)) throw new InputError(`The plan in ${store.location} was changed: its hash is wrong`);
  return plan;
}

/** The plan in a store. @throws InputError when there is none, or it is damaged */
export async function requirePlan(store: Store): Promise<Plan> {
  const plan = await findPlan(store);
  if (!plan) throw new InputError(`There is no plan in ${store.location}: make one with \`plotreel plan … --out\``);
  return plan;
}

/** @throws InputError when the plan has no such segment */
export function requireSegment(plan: Plan, index: number): Plan['segments'][number] {
  const segment = plan.segments[index];
  if (segment) return segment;
  const last = plan.segments.length - 1;
  throw new InputError(`Expected the index of a segment to be an integer from 0 to ${last}, got ${index}`);
}

function parsePlan(text: string): Plan | undefined {
  try {
    return planSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** How a plan's video is encoded. @param target where to, in the plan's container */
export function encodingOf({ video }: Pick<Plan, 'video'>, target: OutputTarget = nowhere(video.container)): Encoding {
  const { fps: rate, container, ffmpegArgs, ...options } = video;
  const fps = parseFrameRate(rate);
  const encoding = fps && chooseEncoding(target, { ...options, fps });
  if (!encoding || Array.isArray(encoding)) throw new InputError(encoding ?? `The plan's frame rate is wrong: ${rate}`);
  return encoding;
}

function nowhere(container: Container): OutputTarget {
  return container === 'png'
    ? { kind: 'frames', folder: '', name: '', container }
    : { kind: 'file', path: '', container };
}

/** Names of what lies beside the plan. */
export const SCENE = 'scene.js';
export const SCENE_MAP = 'scene.js.map';
export const PROPS = 'props';
export const PROBES = 'probes';
export const fontName = (index: number): string => `fonts/${index}`;
export const paramsName = (index: number): string => `params/${numbered(index)}`;

/** The number of a segment in names: sorted as text they are in order. */
export function numbered(index: number): string {
  return String(index).padStart(5, '0');
}
