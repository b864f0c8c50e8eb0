import { parseFrameRate } from '../frames/fps.ts';
import { ffmpegVersion, requireFfmpeg } from '../install/find-ffmpeg.ts';
import { parseOptions } from '../options/resolve-options.ts';
import { version } from '../version.ts';
import { NEVER, type ReadOptions, readSchema } from './comparison-options.ts';
import { type DecodedFrames, decodeFrames } from './decode-frames.ts';
import type { FrameManifest } from './frame-manifest.ts';
import { type OpenVideo, openVideo } from './open-video.ts';
import { reducedSize } from './seen.ts';

/**
 * Decodes a video once and says what it shows, frame by frame.
 *
 * @param path a file, a pattern of pictures such as frames/%05d.png, or a folder of them
 * @throws InputError when there is no such video, or it cannot be read; EncoderError
 * @throws the signal's reason when `signal` aborts
 */
export async function describeVideo(path: string, options: ReadOptions = {}): Promise<FrameManifest> {
  const { ffmpeg, signal = NEVER } = parseOptions(readSchema, options);
  const [video, { path: executable }] = await Promise.all([openVideo(path), requireFfmpeg({ explicit: ffmpeg })]);
  const versions = { plotreel: version, ffmpeg: await ffmpegVersion(executable) };
  return toManifest(video, { executable, versions, signal });
}

export interface ManifestParts {
  /** ffmpeg executable. */
  executable: string;
  /** What the video was made with, by name. */
  versions: Record<string, string>;
  /** What is known better than the container tells. */
  known?: Partial<FrameManifest['video']>;
  /** CRC-32 of each frame as the encoder got it. */
  drawn?: readonly string[];
  signal: AbortSignal;
}

/** Decodes a video that is open. @throws EncoderError */
export async function toManifest(video: OpenVideo, parts: ManifestParts): Promise<FrameManifest> {
  const { executable, versions, known, drawn, signal } = parts;
  const reduced = reducedSize(video.facts);
  const decoded = await decodeFrames(video, { executable, reduced, signal });
  return {
    plotreelFrames: 1,
    video: { ...describeFacts(video, decoded.hashes.length), ...known },
    versions,
    picture: reduced,
    frames: describeFrames(decoded, drawn),
  };
}

/** What a video is, but for its frames. @param frames how many came out of it */
export function describeFacts({ facts }: OpenVideo, frames: number): FrameManifest['video'] {
  const { container, codec, width, height, duration, fps, colour = null } = facts;
  // Times in thousandths make 30.015 of 30: what is no ratio of small numbers is given in thousandths too.
  const rate = fps > 0 ? (parseFrameRate(fps) ?? parseFrameRate(fps.toFixed(3))) : undefined;
  return {
    ...{ container, codec, frames, width, height },
    fps: rate ? `${rate.numerator}/${rate.denominator}` : null,
    duration: rate ? Number(duration.toFixed(6)) : null,
    colour,
  };
}

function describeFrames({ hashes, pictures }: DecodedFrames, drawn: readonly string[] = []): FrameManifest['frames'] {
  return hashes.map((decoded, index) => {
    const [crc, picture] = [drawn[index], pictures[index]];
    const isNew = picture !== pictures[index - 1];
    return { index, ...(crc !== undefined && { drawn: crc }), decoded, ...(isNew && { picture }) };
  });
}
