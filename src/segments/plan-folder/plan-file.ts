import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { checkFfmpegArgs } from '../../encoder/check-ffmpeg-args.ts';
import { CODECS, PRESETS } from '../../encoder/codecs/codec.ts';
import type { Container } from '../../encoder/codecs/container.ts';
import { PIXEL_FORMATS } from '../../encoder/codecs/pixel-layout.ts';
import { chooseEncoding, type Encoding } from '../../encoder/encoding.ts';
import type { OutputTarget } from '../../encoder/output-target.ts';
import { environmentSchema } from '../../environment.ts';
import { InputError } from '../../errors.ts';
import { isHostName } from '../../farm/allowed-hosts.ts';
import { parseFrameRate } from '../../frames/fps.ts';
import { checkSize } from '../../options/check-size.ts';
import { limitsShape, MAX_SIDE, MAX_TIMEOUT_MS } from '../../options/limits.ts';
import type { Store } from '../../store/store.ts';
import { sha256 } from '../bytes/sha256.ts';

/** A million segments take 150 MB. */
const MAX_PLAN_BYTES = 256_000_000;

/** Name of the plan in its folder. */
export const PLAN = 'plan.json';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().positive();
const path = z.string().refine((text) => isAbsolute(text));

/** All that decides the bytes of a video. */
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
    width: count.max(MAX_SIDE),
    height: count.max(MAX_SIDE),
    scale: z.number().positive().max(8),
    reuse: z.boolean(),
    // A plan may come from somebody else: it may do no more than options can.
    allowHosts: z.array(z.string().refine(isHostName)),
    locale: z.strictObject({ TZ: z.string().optional(), LANG: z.string().optional(), LC_ALL: z.string().optional() }),
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
  /** Hashes of what lies beside it. */
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
  /** How much time and room it may take. */
  bounds: z.strictObject({
    startTimeoutMs: count.max(MAX_TIMEOUT_MS),
    frameTimeoutMs: count.max(MAX_TIMEOUT_MS),
    ...limitsShape,
  }),
  /** Where the video and what comes with it go unless another place is given. */
  output: z.strictObject({
    path,
    poster: path.optional(),
    posterFrame: z.int().nonnegative().optional(),
    contactSheet: count.optional(),
    contactSheetOutput: path.optional(),
    manifest: path.optional(),
  }),
  /** The scene file, for messages; `map`: hash of its source map. */
  scene: z.strictObject({ path: z.string(), map: hash.nullable() }),
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
  if (((await store.size(PLAN)) ?? 0) > MAX_PLAN_BYTES)
    throw new InputError(`The plan in ${store.location} is too large`);
  const text = (await store.read(PLAN))?.toString();
  if (text === undefined) return undefined;
  const plan = parsePlan(text);
  if (!plan) throw new InputError(`The plan in ${store.location} is damaged, or was made by another plotreel`);
  const problems = [...checkSize({ ...plan.stage, limits: plan.bounds.limits }), ...checkCuts(plan)];
  if (problems.length > 0) throw new InputError(problems);
  if (plan.spec !== specOf(plan)) throw new InputError(`The plan in ${store.location} was changed: its hash is wrong`);
  return plan;
}

/** Segments that are not all of the video's frames, each once. */
function* checkCuts({ segments, frames: { total } }: Plan): Generator<string> {
  let end = 0;
  for (const [index, { first, frames }] of segments.entries()) {
    if (first !== end) yield `Expected segment ${index} of the plan to begin at frame ${end}, got ${first}`;
    end = first + frames;
  }
  if (end !== total) yield `Expected the segments of the plan to have ${total} frames together, got ${end}`;
}

/** The plan in a store. @throws InputError when there is none, or it is damaged */
export async function requirePlan(store: Store): Promise<Plan> {
  const plan = await findPlan(store);
  if (!plan) throw new InputError(`There is no plan in ${store.location}: make one with \`plotreel plan … --out\``);
  return plan;
}

/** @throws InputError when the plan has no such segment */
export function requireSegment(plan: Plan, index: number): Plan['segments'][number] {
  // In JavaScript a text such as '1' would find one too.
  const segment = Number.isInteger(index) ? plan.segments[index] : undefined;
  if (segment) return segment;
  const last = plan.segments.length - 1;
  throw new InputError(
    `Expected the index of a segment to be an integer from 0 to ${last}, got ${typeof index === 'string' ? `'${index}'` : index}`,
  );
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

/** The number of a segment in names: sorted as text they are in order. */
export function numbered(index: number): string {
  return String(index).padStart(5, '0');
}
