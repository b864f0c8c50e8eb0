/*
 * What others call (toMatchVideo, `plotreel verify`, `plotreel diff`):
 *
 *   compareVideos(actual, expected, { ssim?, pictures?, name?, ffmpeg?, signal? }): Promise<VideoComparison>
 *   describeVideo(path, { ffmpeg?, signal? }): Promise<FrameManifest>                  describe-video.ts
 *   writeFrameManifest(manifest, path): Promise<void>, readFrameManifest(path)         frame-manifest.ts
 *
 * `expected` is a video or a manifest: which one is seen by its first byte.
 */
import type { ReadOptions } from './describe-video.ts';

export interface CompareOptions extends ReadOptions {
  /** Frames may differ as long as their structural similarity is at least this, 0 to 1. @default none: they must be the same to the bit */
  ssim?: number;
  /** Folder for pictures of the first and the worst frame that differ; made when there are any. @default none are written */
  pictures?: string;
  /** What the names of these begin with. @default the name of `actual` without its extension */
  name?: string;
}

/** A frame that is not as expected. */
export interface FrameDifference {
  /** Position in the video, from 0. */
  index: number;
  /** Structural similarity, 1 for the same: of the whole frames, or of the reduced pictures of a manifest. */
  ssim: number;
}

/** How a video compares with what it should be. */
export interface VideoComparison {
  equal: boolean;
  /** One sentence each: what of count, size, rate, duration, colour tags and frames is not as expected. */
  problems: string[];
  /** Frames that were compared: those that both have; 0 when their sizes differ. */
  frames: number;
  /** Of these, the number that does not match: not the same to the bit, or with `ssim` less similar than that. */
  different: number;
  /** The first of them, null when all match. */
  first: FrameDifference | null;
  /** The least similar frame, null when all are the same to the bit. */
  worst: FrameDifference | null;
  /** Paths of the pictures that were written: NAME-frame-12-expected.png, -actual.png, -diff.png. */
  pictures: string[];
}

/**
 * Compares a video with another one, or with a manifest of one: count, size, rate, duration and colour tags, then frame by
 * frame. A video that differs is no error.
 *
 * @param actual a file, a pattern of pictures such as frames/%05d.png, or a folder of them
 * @param expected the same, or a manifest
 * @throws InputError when one of them is not there or cannot be read; EncoderError
 */
export async function compareVideos(
  actual: string,
  expected: string,
  options: CompareOptions = {},
): Promise<VideoComparison> {
  throw new RangeError(`Not written yet: ${actual} ${expected} ${String(options.name)}`);
}
