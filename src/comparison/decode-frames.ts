import { PassThrough } from 'node:stream';
import { AT_ITS_RATE, EACH_ONCE } from '../encoder/each-once.ts';
import { runFfmpeg } from '../encoder/run-ffmpeg.ts';
import { EncoderError } from '../errors.ts';
import type { OpenVideo } from './open-video.ts';
import { encodePlanes, planesBytes } from './reduced-picture.ts';
import { type Size, seenFilter } from './seen.ts';

export interface DecodeOptions {
  /** ffmpeg executable. */
  executable: string;
  /** Size of the reduced pictures. @default none are made */
  reduced?: Size;
  signal: AbortSignal;
}

/** A frame of a video. */
export interface DecodedFrame {
  /** SHA-256 of its pixels as they are stored, in hexadecimal. */
  hash: string;
  /** It reduced, as a PNG in base64; undefined: none was asked for. */
  picture: string | undefined;
}

/** The frames of a video, in their order. */
export interface DecodedFrames {
  hashes: string[];
  /** Each one reduced; frames in a row that look the same share theirs. */
  pictures: string[];
}

/** Decodes all frames of a video once. @throws EncoderError when ffmpeg cannot */
export async function decodeFrames(video: OpenVideo, options: DecodeOptions): Promise<DecodedFrames> {
  const decoded: DecodedFrames = { hashes: [], pictures: [] };
  for await (const { hash, picture } of decodeEach(video, options)) {
    decoded.hashes.push(hash);
    if (picture !== undefined) decoded.pictures.push(picture);
  }
  return decoded;
}

/** The same one by one, as they come. Whoever stops taking them ends ffmpeg. @throws EncoderError when ffmpeg cannot */
export async function* decodeEach(video: OpenVideo, options: DecodeOptions): AsyncGenerator<DecodedFrame, void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  // ffmpeg is not held back for them: to reduce a frame takes longer than what is done with it.
  const frames = new PassThrough({ objectMode: true });
  const decoding = decode(video, { ...options, signal }, (frame) => frames.write(frame)).finally(() => frames.end());
  // Thrown below.
  decoding.catch(() => {});
  try {
    yield* frames;
  } finally {
    stop.abort();
    await decoding.catch(() => {});
  }
  await decoding;
}

async function decode(
  video: OpenVideo,
  { executable, reduced, signal }: DecodeOptions,
  take: (frame: DecodedFrame) => void,
): Promise<void> {
  const { args, bytes } = video.open(0);
  let text = '';
  let found = 0;
  // Hashes and pictures come by two pipes, neither of which waits for the other.
  const hashes: string[] = [];
  const pictures: string[] = [];
  const pair = () => {
    while (hashes.length > 0 && (!reduced || pictures.length > 0)) {
      take({ hash: hashes.shift() ?? '', picture: pictures.shift() });
      found++;
    }
  };
  const encode = reduced && onlyChanges(reduced);
  const takePicture =
    encode &&
    inPieces(planesBytes(reduced), (planes) => {
      pictures.push(encode(planes));
      pair();
    });
  const failure = `${video.path} could not be decoded`;
  const feedError = await runFfmpeg({
    ...{ executable, inputs: [bytes], failure, signal },
    args: [...args, ...outputs(video, reduced)],
    onOutput: (chunk) => {
      const [first = '', ...rest] = chunk.toString().split('\n');
      const lines = [text + first, ...rest];
      text = lines.pop() ?? '';
      for (const line of lines) {
        if (!line.startsWith('#')) hashes.push(line.slice(line.lastIndexOf(',') + 1).trim());
      }
      pair();
    },
    ...(takePicture && { onSide: takePicture }),
  });
  if (found === 0 || hashes.length + pictures.length > 0) {
    throw new EncoderError(`${failure}: ffmpeg found ${found + hashes.length} frames in it`, { cause: feedError });
  }
}

function outputs(video: OpenVideo, reduced: Size | undefined): string[] {
  const hash = [...AT_ITS_RATE, '-c:v', 'rawvideo', '-f', 'framehash', '-hash', 'sha256', 'pipe:1'];
  if (!reduced) return ['-filter_complex', `[0:v:0]${EACH_ONCE}[all]`, '-map', '[all]', ...hash];
  return [
    ...['-filter_complex', `[0:v:0]${EACH_ONCE},split[all][again];${seenFilter(video, reduced, ['again', 'small'])}`],
    ...['-map', '[all]', ...hash],
    ...['-map', '[small]', ...AT_ITS_RATE, '-f', 'rawvideo', 'pipe:3'],
  ];
}

/** Takes bytes as they come, and hands them on in pieces of one length. */
function inPieces(length: number, take: (piece: Buffer) => void): (chunk: Buffer) => void {
  const piece = Buffer.alloc(length);
  let filled = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      const copied = chunk.copy(piece, filled, at);
      at += copied;
      filled += copied;
      if (filled < length) continue;
      take(piece);
      filled = 0;
    }
  };
}

/** Encodes reduced pictures; of one that is as the one before it gives the same string, which then takes no room. */
function onlyChanges(size: Size): (planes: Buffer) => string {
  let last: { planes: Buffer; picture: string } | undefined;
  return (planes) => {
    if (!last?.planes.equals(planes)) last = { planes: Buffer.from(planes), picture: encodePlanes(planes, size) };
    return last.picture;
  };
}
