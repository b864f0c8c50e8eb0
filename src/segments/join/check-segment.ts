import { createReadStream } from 'node:fs';
import { readFrameFormat } from '../../containers/read-film.ts';
import { readPng } from '../../containers/read-png.ts';
import type { VideoFacts } from '../../containers/video-facts.ts';
import { describeColour } from '../../encoder/check-video.ts';
import { colourTags } from '../../encoder/codecs/pixel-layout.ts';
import type { Encoding } from '../../encoder/encoding.ts';
import { segmentKind } from '../../encoder/segment-args.ts';
import { OutputError } from '../../errors.ts';
import { openByteStream } from './byte-stream.ts';
import { openSplice } from './joined-bytes.ts';

/** What the file of a segment must be. */
export interface ExpectedSegment {
  frames: number;
  /** Pixels. */
  width: number;
  height: number;
  encoding: Pick<Encoding, 'target' | 'fps' | 'pixels'>;
}

/**
 * Compares the file of a segment with what was asked for: it is whole, has all frames, each at its time, their size and
 * their colour tags.
 *
 * @throws OutputError that says what is wrong
 */
export async function checkSegment(path: string, expected: ExpectedSegment): Promise<void> {
  const { frames, encoding } = expected;
  await readThrough(path, expected);
  const pictures = segmentKind(encoding) === 'pictures';
  // Of pictures the first, which the others are as large as.
  const format = await (pictures ? readPng(path) : readFrameFormat(path));
  const problems = [...differences(format, expected)];
  if (problems.length > 0) throw new OutputError(`A segment of ${frames} frames is wrong: ${problems.join('; ')}`);
}

/** Goes through all that is joined. */
async function readThrough(path: string, { frames, encoding }: ExpectedSegment): Promise<void> {
  const bytes = openByteStream(createReadStream(path, { highWaterMark: CHUNK_BYTES }), path);
  try {
    for await (const _ of openSplice(encoding)({ bytes, first: 0, frames }));
  } finally {
    await bytes.close();
  }
}

/** Bytes that are read of a segment at a time. */
const CHUNK_BYTES = 1 << 20;

function* differences(
  format: Pick<VideoFacts, 'width' | 'height' | 'colour'>,
  { width, height, encoding }: ExpectedSegment,
): Generator<string> {
  if (format.width !== width) yield `width ${format.width} instead of ${width}`;
  if (format.height !== height) yield `height ${format.height} instead of ${height}`;
  const kind = segmentKind(encoding);
  const [actual, wanted] = [format.colour, colourTags(encoding.pixels)].map(describeColour);
  if ((kind === 'fragments' || kind === 'clusters') && actual !== wanted) {
    yield `colour tags ${actual} instead of ${wanted}`;
  }
}
