import { framesOf } from '../pictures/frames-of.ts';
import { type DecodedFrames, decodeFrames } from './decode-frames.ts';
import { describeFacts } from './describe-video.ts';
import type { FramePictures, Picture } from './difference-pictures.ts';
import { type FrameManifest, isManifest, readFrameManifest } from './frame-manifest.ts';
import { type OpenVideo, openVideo } from './open-video.ts';
import { decodePlanes, toPicture } from './reduced-picture.ts';
import type { Size } from './seen.ts';
import { compareReduced, compareWhole, type Similarity } from './similarity.ts';

/** A video that is compared with what it should be. */
export interface Compared {
  video: OpenVideo;
  decoded: DecodedFrames;
}

/** What a video should be: another one, or a manifest of one. */
export interface Reference {
  facts: FrameManifest['video'];
  /** SHA-256 of each frame, in hexadecimal. */
  hashes: readonly string[];
  /** Size of the reduced pictures that it needs of the other; undefined: none. */
  reduced: Size | undefined;
  /** How alike some frames are, ascending; one of the same size. */
  compare(actual: Compared, indices: readonly number[]): Promise<Similarity[]>;
  /** A frame as it should be and as it is. */
  show(actual: Compared, index: number): Promise<FramePictures>;
}

export interface Tools {
  /** ffmpeg executable. */
  executable: string;
  signal: AbortSignal;
}

/** @param path of a video or a manifest: a file that begins with a brace @throws InputError when it is neither */
export async function openReference(path: string, tools: Tools): Promise<Reference> {
  return (await isManifest(path))
    ? manifestReference(await readFrameManifest(path), tools)
    : openVideoReference(path, tools);
}

export async function openVideoReference(path: string, tools: Tools): Promise<Reference> {
  const video = await openVideo(path);
  const { hashes } = await decodeFrames(video, tools);
  return {
    facts: describeFacts(video, hashes.length),
    hashes,
    reduced: undefined,
    compare: async (actual, indices) => {
      const all = await compareWhole([video, actual.video], { frames: (indices.at(-1) ?? 0) + 1, ...tools });
      return indices.map((index) => at(all, index));
    },
    show: async (actual, index) => ({
      index,
      expected: await frameOf(video, index, tools),
      actual: await frameOf(actual.video, index, tools),
    }),
  };
}

/** Of its frames it has reduced pictures. */
export function manifestReference({ video: facts, frames, picture: size }: FrameManifest, tools: Tools): Reference {
  // A frame without a picture has that of the frame before.
  let last = '';
  const pictures = frames.map(({ picture = last }) => {
    last = picture;
    return picture;
  });
  const pairOf = ({ decoded }: Compared, index: number) =>
    [decodePlanes(at(pictures, index), size), decodePlanes(at(decoded.pictures, index), size)] as const;
  return {
    facts,
    hashes: frames.map(({ decoded }) => decoded),
    reduced: size,
    compare: (actual, indices) =>
      compareReduced((place) => pairOf(actual, at(indices, place)), { ...size, ...tools, frames: indices.length }),
    show: async (actual, index) => {
      const [one, other] = pairOf(actual, index);
      const [expected, reduced] = [toPicture(one, size), toPicture(other, size)];
      const whole = await frameOf(actual.video, index, tools);
      return { index, expected, actual: whole, compared: { expected, actual: reduced } };
    },
  };
}

async function frameOf({ facts, open }: OpenVideo, index: number, tools: Tools): Promise<Picture> {
  const { width, height, frames } = facts;
  const footage = { ...{ frames, width, height }, open: () => ({ ...open(0), wanted: [index] }) };
  const [rgba = Buffer.alloc(0)] = await framesOf(footage, { ...tools, indices: [index], width, height });
  return { width, height, rgba };
}

/** @throws RangeError when there is no such item */
function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`There is no ${index} among ${items.length}`);
  return item;
}
