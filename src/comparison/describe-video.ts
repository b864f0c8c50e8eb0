import { parseFrameRate } from '../frames/fps.ts';
import { ffmpegVersion, requireFfmpeg } from '../install/find-ffmpeg.ts';
import { parseOptions } from '../options/resolve-options.ts';
import { version } from '../version.ts';
import { NEVER, type ReadOptions, readSchema } from './comparison-options.ts';
import { type DecodedFrame, decodeEach } from './decode-frames.ts';
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
  const picture = reducedSize(video.facts);
  const decoded = decodeEach(video, { executable, reduced: picture, signal });
  const frames = await Array.fromAsync(describeFrames(decoded));
  return { plotreelFrames: 1, video: describeFacts(video, frames.length), versions, picture, frames };
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

/** What a manifest says of each frame. @param drawn CRC-32 of each as the encoder got it, in hexadecimal */
export async function* describeFrames(
  decoded: AsyncIterable<DecodedFrame>,
  drawn: readonly string[] = [],
): AsyncGenerator<FrameManifest['frames'][number], void> {
  let index = 0;
  let last: string | undefined;
  for await (const { hash, picture } of decoded) {
    const crc = drawn[index];
    const shown = picture !== undefined && picture !== last && { picture };
    yield { index, ...(crc !== undefined && { drawn: crc }), decoded: hash, ...shown };
    last = picture;
    index++;
  }
}
