import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { segmentExtension } from '../../encoder/segment-args.ts';
import { differences, environmentSchema } from '../../environment.ts';
import type { Store } from '../../store/store.ts';
import { sha256Of } from '../bytes/sha256.ts';
import { encodingOf, numbered, type Plan } from './plan-file.ts';

const manifestSchema = z.strictObject({
  format: z.literal(1),
  /** Hash of the plan that it was made by. */
  spec: z.string(),
  index: z.int().nonnegative(),
  /** Position of its first frame in the video. */
  first: z.int().nonnegative(),
  /** CRC-32 of each frame as the encoder got it, in hexadecimal. */
  frames: z.array(z.string()),
  /** Name of the segment's file in the store. */
  file: z.string(),
  bytes: z.int().positive(),
  sha256: z.string(),
  environment: environmentSchema,
  /** Methods of Plotly's that changed the figure from frame to frame: here, and in segments that the same stages drew before. */
  updates: z.array(z.enum(['points', 'animate', 'restyle', 'relayout', 'update', 'react'])),
  /** URLs that the page asked for and was refused. */
  refused: z.array(z.string()),
  /** Choices that were made otherwise than hoped for, and why. */
  notes: z.array(z.string()),
  /** Seconds that drawing took by part, all stages together, and the whole. */
  seconds: z.strictObject({
    source: z.number(),
    update: z.number(),
    paint: z.number(),
    capture: z.number(),
    encode: z.number(),
    total: z.number(),
  }),
});

/** What is known of a segment that is there. */
export type Manifest = z.output<typeof manifestSchema>;

/** A segment as it is found: whole, not there, or damaged, and how. */
export type FoundSegment =
  | { state: 'done'; manifest: Manifest }
  | { state: 'missing' }
  | { state: 'damaged'; problem: string };

/** Digits of a hash that tell plans apart. */
const SPEC_DIGITS = 12;

/** Where the segments of a plan lie: those of another plan are never in the way. */
function segmentsFolder({ spec }: Pick<Plan, 'spec'>): string {
  return `segments/${spec.slice(0, SPEC_DIGITS)}/`;
}

export function manifestName(plan: Pick<Plan, 'spec'>, index: number): string {
  return `${segmentsFolder(plan)}${numbered(index)}.json`;
}

/** Name for a segment's file, which no other process uses that renders the same. */
export function newSegmentName(plan: Plan, index: number): string {
  const attempt = randomBytes(4).toString('hex');
  return `${segmentsFolder(plan)}${numbered(index)}-${attempt}.${segmentExtension(encodingOf(plan))}`;
}

/** What follows the folder in the names of segments' files. */
const FILE_NAME = /^(\d{5,})-[0-9a-f]{8}\.\w+$/;

/** @param whole whether its bytes are read and compared; else its size alone */
export async function findSegment(
  store: Store,
  plan: Plan,
  { index, whole }: { index: number; whole: boolean },
): Promise<FoundSegment> {
  const text = await store.read(manifestName(plan, index));
  if (!text) return { state: 'missing' };
  const manifest = parseManifest(text);
  const problem = manifest ? await problemOf(store, plan, { manifest, index, whole }) : 'its manifest cannot be read';
  return manifest && problem === undefined
    ? { state: 'done', manifest }
    : { state: 'damaged', problem: `Segment ${index}: ${problem}` };
}

async function problemOf(
  store: Store,
  plan: Plan,
  { manifest, index, whole }: { manifest: Manifest; index: number; whole: boolean },
): Promise<string | undefined> {
  const segment = plan.segments[index];
  if (manifest.spec !== plan.spec) return 'it was made by another plan';
  const [difference] = differences(plan.environment, manifest.environment);
  if (difference !== undefined) return `it was made by another version: ${difference}`;
  // Whoever wrote the manifest does not choose what is read.
  const folder = segmentsFolder(plan);
  const [, number] = FILE_NAME.exec(manifest.file.slice(folder.length)) ?? [];
  const isIts = manifest.file.startsWith(folder) && number === numbered(index);
  if (manifest.index !== index || !isIts) return 'it is another segment';
  if (manifest.first !== segment?.first || manifest.frames.length !== segment.frames) return 'it has other frames';
  const bytes = await store.size(manifest.file);
  if (bytes === undefined) return 'its file is missing';
  if (bytes !== manifest.bytes) return `its file has ${bytes} bytes instead of ${manifest.bytes}`;
  if (!whole) return undefined;
  const content = await store.stream(manifest.file);
  return content && (await sha256Of(content)) === manifest.sha256 ? undefined : 'its file was changed';
}

function parseManifest(text: Buffer): Manifest | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(text.toString())).data;
  } catch {
    return undefined;
  }
}
