import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf, messageOf } from '../caught.ts';
import { withByteFile } from '../containers/byte-file.ts';
import { writePublished } from '../disk/write-published.ts';
import { InputError } from '../errors.ts';
import { manifestLines, parseManifestLines } from './manifest-lines.ts';
import { reducedSize } from './seen.ts';

/** The format that is written here, and the only one that is read. */
const FORMAT = 1;

const count = z.int().positive();

const videoSchema = z.strictObject({
  container: z.enum(['mp4', 'webm', 'mov', 'gif', 'webp', 'apng', 'png']),
  /** RFC 6381 name of the codec, e.g. avc1.640020; for pictures that of the format. */
  codec: z.string(),
  frames: count,
  /** Pixels. */
  width: count,
  height: count,
  /** Frames per second as a ratio: '30/1'. null: pictures, which have none of their own. */
  fps: z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*$/)
    .nullable(),
  /** Seconds; null as `fps`. */
  duration: z.number().nonnegative().nullable(),
  /** null where the container has no tags. */
  colour: z
    .strictObject({ primaries: z.string(), transfer: z.string(), matrix: z.string(), fullRange: z.boolean() })
    .nullable(),
});

const frameSchema = z.strictObject({
  /** Position in the video, from 0. */
  index: z.int().nonnegative(),
  /** CRC-32 of the frame as the encoder got it, in hexadecimal; left out of what was not rendered just then. */
  drawn: z.string().optional(),
  /** SHA-256 of the decoded pixels in the format that they are stored in, in hexadecimal. */
  decoded: z.string().regex(/^[0-9a-f]{64}$/),
  /** The decoded frame, reduced: a PNG in base64. Left out where it is that of the frame before. */
  picture: z.base64().optional(),
});

const manifestShape = z.strictObject({
  plotreelFrames: z.literal(FORMAT),
  video: videoSchema,
  /** What it was made with, by name: plotreel, ffmpeg; of a render all that decides pixels. */
  versions: z.record(z.string(), z.string()),
  /** Size of the reduced pictures, in pixels. */
  picture: z.strictObject({ width: count, height: count }),
  frames: z.array(frameSchema).min(1),
});

/** What its parts say of each other. */
const manifestSchema = manifestShape.superRefine(({ video, picture, frames }, context) => {
  const wrong = (message: string, ...path: (string | number)[]) => context.addIssue({ code: 'custom', path, message });
  const reduced = reducedSize(video);
  // Whoever compares makes room for pictures of this size.
  if (picture.width !== reduced.width || picture.height !== reduced.height) {
    wrong(`Expected ${reduced.width}x${reduced.height}, got ${picture.width}x${picture.height}`, 'picture');
  }
  if (frames.length !== video.frames) wrong(`Expected ${video.frames} frames, got ${frames.length}`, 'frames');
  const misplaced = frames.findIndex(({ index }, place) => index !== place);
  if (misplaced !== -1) {
    wrong(`Expected ${misplaced}, got ${frames[misplaced]?.index}`, 'frames', misplaced, 'index');
  }
  if (frames[0]?.picture === undefined) wrong('The first frame has none', 'frames', 0, 'picture');
});

/** What is known of a video's frames, enough to tell later whether another file shows the same. */
export type FrameManifest = z.output<typeof manifestSchema>;

/** Whether a file is to be taken for a manifest: no video begins with a brace. Of what is not there others say so. */
export async function isManifest(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return (
    found?.isFile() === true &&
    found.size > 0 &&
    withByteFile(path, async (file) => (await file.read(0, 1))[0] === BRACE)
  );
}

const BRACE = '{'.charCodeAt(0);

/** Reads a manifest. @throws InputError when it is not there, is none, or is of another format */
export async function readFrameManifest(path: string): Promise<FrameManifest> {
  const found = await parse(path).catch((error: unknown) => {
    const missing = codeOf(error) === 'ENOENT';
    const message = missing
      ? `There is no manifest ${path}`
      : `The manifest ${path} cannot be read: ${messageOf(error)}`;
    throw new InputError(message, { cause: error });
  });
  const { plotreelFrames: format } = { ...Object(found) };
  if (format === undefined)
    throw new InputError(`${path} is no manifest of frames, which \`plotreel render --manifest\` writes`);
  if (format !== FORMAT)
    throw new InputError(
      `${path} is a manifest of format ${format}; this plotreel reads format ${FORMAT}: write it anew`,
    );
  const { data, error } = manifestSchema.safeParse(found);
  if (!data) throw new InputError(`The manifest ${path} is damaged: ${describeIssue(error)}`);
  return data;
}

/** Writes a manifest, a line per frame, or nothing. @throws InputError when its folder cannot be made; DiskFullError; Node's errors for the rest */
export async function writeFrameManifest({ frames, ...head }: FrameManifest, path: string): Promise<void> {
  await writePublished(path, manifestLines(head, frames));
}

/** @returns undefined when it is no JSON */
async function parse(path: string): Promise<unknown> {
  const found = await parseManifestLines(path);
  if (found !== undefined) return found;
  // Whatever formats a repository's files may have laid it out otherwise.
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeIssue(error: z.ZodError): string {
  const [{ path, message } = { path: [], message: 'unknown' }] = error.issues;
  return path.length > 0 ? `${path.join('.')}: ${message}` : message;
}
