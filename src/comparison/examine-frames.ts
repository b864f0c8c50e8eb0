import { compareFacts, sameSize } from './compare-facts.ts';
import { decodeFrames } from './decode-frames.ts';
import { describeFacts } from './describe-video.ts';
import { type FramePictures, writeDifferences } from './difference-pictures.ts';
import { openVideo } from './open-video.ts';
import type { Reference, Tools } from './reference.ts';
import type { Similarity } from './similarity.ts';

/** What a video shows otherwise than its reference. */
export interface Examined {
  /** What differs besides the frames, a sentence each. */
  problems: string[];
  /** Frames that were compared: those that both have; 0 when their sizes differ. */
  frames: number;
  /** Those that are not the same to the bit, ascending, and how alike they are. */
  differing: (Similarity & { index: number })[];
  show(index: number): Promise<FramePictures>;
}

/** Compares all that can be compared of a video with its reference. @throws InputError, EncoderError */
export async function examineFrames(path: string, reference: Reference, tools: Tools): Promise<Examined> {
  const video = await openVideo(path);
  const { reduced } = reference;
  const decoded = await decodeFrames(video, { ...tools, ...(reduced && { reduced }) });
  const facts = describeFacts(video, decoded.hashes.length);
  const comparable = sameSize(facts, reference.facts);
  const frames = comparable ? Math.min(decoded.hashes.length, reference.hashes.length) : 0;
  const indices = decoded.hashes.slice(0, frames).flatMap((hash, i) => (hash === reference.hashes[i] ? [] : [i]));
  const actual = { video, decoded };
  const similarities = indices.length === 0 ? [] : await reference.compare(actual, indices);
  return {
    problems: [...compareFacts(facts, reference.facts)],
    frames,
    differing: similarities.map((similarity, i) => ({ ...similarity, index: indices[i] ?? 0 })),
    show: (index) => reference.show(actual, index),
  };
}

/** The least alike, the first of them; null of none. */
export function worstOf<T extends { ssim: number }>(differing: readonly T[]): T | null {
  return differing.reduce<T | null>((worst, one) => (worst === null || one.ssim < worst.ssim ? one : worst), null);
}

/** Writes pictures of some frames; of one that is named twice once. @returns their paths */
export async function writePictures(
  { show }: Examined,
  wanted: readonly ({ index: number } | null)[],
  { folder, name, signal }: { folder: string; name: string; signal: AbortSignal },
): Promise<string[]> {
  const indices = new Set(wanted.flatMap((frame) => (frame === null ? [] : [frame.index])));
  if (indices.size === 0) return [];
  const shown: FramePictures[] = [];
  for (const index of indices) shown.push(await show(index));
  return writeDifferences(shown, { folder, name, signal });
}
