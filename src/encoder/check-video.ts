import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPng } from '../containers/read-png.ts';
import { readVideoFacts } from '../containers/read-video.ts';
import type { VideoFacts } from '../containers/video-facts.ts';
import { OutputError } from '../errors.ts';
import type { FrameRate } from '../frames/fps.ts';
import { colourTags } from './codecs/pixel-layout.ts';
import type { Encoding } from './encoding.ts';
import { type OutputTarget, pictureName } from './output-target.ts';

/** What a finished video must be. */
export interface ExpectedVideo {
  frames: number;
  /** Pixels. */
  width: number;
  height: number;
  encoding: Pick<Encoding, 'pixels' | 'loopCount' | 'fps'>;
  /** Number of the first picture of a sequence. @default 0 */
  firstNumber?: number;
}

/** Compares a finished video with what was asked for. @throws OutputError that lists all differences */
export async function checkVideo(target: OutputTarget, expected: ExpectedVideo): Promise<VideoFacts> {
  if (target.kind === 'frames') return checkPictures(target, expected);
  const facts = await readVideoFacts(target.path);
  const problems = [...differences(facts, target.container, expected), ...timeDifferences(facts, expected)];
  if (problems.length > 0) throw new OutputError(`The encoded video is wrong: ${problems.join('; ')}`);
  // What was compared with tolerance is known exactly now.
  const { numerator, denominator } = expected.encoding.fps;
  return { ...facts, frames: expected.frames, fps: numerator / denominator };
}

/** Compares each picture of a sequence; all together, and nothing else in the folder, they are the video. */
async function checkPictures(
  { folder, name, container }: Extract<OutputTarget, { kind: 'frames' }>,
  expected: ExpectedVideo,
): Promise<VideoFacts> {
  const { frames, firstNumber = 0, encoding } = expected;
  const fps = encoding.fps.numerator / encoding.fps.denominator;
  const written = (await readdir(folder)).length;
  if (written !== frames) throw new OutputError(`The encoded video is wrong: pictures ${written} instead of ${frames}`);
  let [bytes, last]: [number, VideoFacts | undefined] = [0, undefined];
  for (let i = 0; i < frames; i++) {
    const picture = pictureName(name, firstNumber + i);
    last = await readPng(join(folder, picture));
    const problems = [...differences(last, container, expected)];
    if (problems.length > 0) throw new OutputError(`The picture ${picture} is wrong: ${problems.join('; ')}`);
    bytes += last.bytes;
  }
  if (!last) throw new OutputError('No picture was written');
  return { ...last, bytes, frames, fps, duration: frames / fps };
}

function* differences(facts: VideoFacts, container: string, expected: ExpectedVideo): Generator<string> {
  const { pixels, loopCount } = expected.encoding;
  const differs = (what: string, actual: unknown, wanted: unknown) =>
    actual === wanted ? [] : [`${what} ${actual} instead of ${wanted}`];
  yield* differs('container', facts.container, container);
  yield* differs('width', facts.width, expected.width);
  yield* differs('height', facts.height, expected.height);
  // GIF and WebP say that they have alpha only where some pixel is transparent.
  if (pixels.alpha && container !== 'gif' && container !== 'webp') yield* differs('alpha', facts.alpha, true);
  if (facts.loopCount !== undefined) yield* differs('loop count', facts.loopCount, loopCount);
  if (facts.fastStart === false) yield 'the index lies behind the frames';
  if (['mp4', 'mov', 'webm'].includes(container)) {
    yield* differs('colour tags', describeColour(facts.colour), describeColour(colourTags(pixels)));
  }
}

/** Counts of frames and times. WebP shows equal frames as one that lasts longer: there the times alone must be right. */
function* timeDifferences({ container, ...facts }: VideoFacts, expected: ExpectedVideo): Generator<string> {
  const { frames } = expected;
  const { fps } = expected.encoding;
  const duration = (frames * fps.denominator) / fps.numerator;
  if (container === 'webp' ? facts.frames > frames : facts.frames !== frames) {
    yield `frames ${facts.frames} instead of ${frames}`;
  }
  const tolerance = TICKS[container] ?? 1e-6 * duration;
  // Of another number of frames the rate is what must be right.
  const actual = container === 'webp' ? facts.duration : (facts.duration * frames) / facts.frames;
  if (Math.abs(actual - duration) > tolerance) {
    yield `frames per second ${frames / actual} instead of ${rate(fps)}`;
  }
}

/** Seconds: WebM and WebP count time in thousandths. */
const TICKS: Partial<Record<string, number>> = { webm: 0.0011, webp: 0.0011 };

function rate({ numerator, denominator }: FrameRate): string {
  return `${numerator}/${denominator}`;
}

/** Colour tags in words. */
export function describeColour(colour: VideoFacts['colour']): string {
  if (!colour) return 'none';
  return `${colour.primaries} ${colour.transfer} ${colour.matrix} ${colour.fullRange ? 'full' : 'limited'}`;
}
