import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import PQueue from 'p-queue';
import type { Encoder } from '../../../src/encoder/encoder.ts';
import type { Encoding, EncodingOptions } from '../../../src/encoder/encoding.ts';
import { type KeptFrames, rawFormat, type StageFrames } from '../../../src/encoder/ffmpeg-args.ts';
import { finishWebp } from '../../../src/encoder/finish-webp.ts';
import { openOutputEncoder } from '../../../src/encoder/open-output-encoder.ts';
import { openSegmentEncoder } from '../../../src/encoder/open-segment-encoder.ts';
import { segmentExtension } from '../../../src/encoder/segment-args.ts';
import { parseFrameRate } from '../../../src/frames/fps.ts';
import { joinedBytes, type Segment } from '../../../src/segments/join/joined-bytes.ts';
import { openJoin } from '../../../src/segments/join/open-join.ts';
import { encodingOf, ffmpegPath } from '../../encoder/video-files.ts';

/** SVT-AV1 takes no smaller frames. */
export const SIZE = { width: 64, height: 64 };

/** A frame of a disc that moves over a pattern that moves the other way: encoders predict it from both sides. */
export function frame(index: number, encoding: Encoding, { width, height } = SIZE): Buffer {
  const raw = rawFormat(encoding.pixels) === 'i420';
  const pixels = width * height;
  const bytes = Buffer.alloc(raw ? pixels * 1.5 : pixels * 4, 100 + (index % 40));
  for (let i = 0; i < pixels; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const disc = (x - ((20 + 3 * index) % width)) ** 2 + (y - height / 2) ** 2 < 60;
    const grey = disc ? 200 : 16 + ((2 * x + 5 * index) & 63) + ((y + index) & 31);
    if (raw) bytes[i] = grey;
    else bytes.set([grey, disc ? 30 : y, 255 - grey, encoding.pixels.alpha && !disc ? 2 * x : 255], 4 * i);
  }
  return bytes;
}

export interface TestVideo {
  encoding: Encoding;
  frames: number;
  folder: string;
  extraArgs?: string[];
  /** Number of the first picture. */
  firstNumber?: number;
  /** Pixels. */
  size?: { width: number; height: number };
}

/** The encoding of a video at a rate. */
export function encodingAt(fps: string, options: EncodingOptions): Encoding {
  const rate = parseFrameRate(fps);
  if (!rate) throw new Error(fps);
  return encodingOf({ ...options, fps: rate });
}

/** Gives an encoder all that it gets, and ends it. */
export async function feed(encoder: Encoder, bytes: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  try {
    for await (const piece of bytes) await encoder.write(piece);
    await encoder.finish();
  } finally {
    await encoder.close();
  }
}

/** A segment's file. */
export interface SegmentFile {
  path: string;
  first: number;
  frames: number;
}

/** Encodes some frames as a segment of their own. */
export async function encodeSegment(
  video: TestVideo,
  { first, frames }: { first: number; frames: number },
): Promise<SegmentFile> {
  const { encoding, folder, extraArgs = [], size = SIZE } = video;
  const path = join(folder, `${first}-${frames}.${segmentExtension(encoding)}`);
  const input: StageFrames = { capture: 'canvas', ...size };
  const encoder = openSegmentEncoder({ ...(await common(video)), input, extraArgs, path });
  const drawn = Array.from({ length: frames }, (_, i) => frame(first + i, encoding, size));
  await feed(encoder, drawn);
  return { path, first, frames };
}

/** Encodes a video in segments of a length, the last as long as what is left. */
export async function encodeSegments(video: TestVideo, length: number): Promise<SegmentFile[]> {
  const starts = Array.from({ length: Math.ceil(video.frames / length) }, (_, i) => i * length);
  // Starting takes such an encoder longer than encoding.
  const queue = new PQueue({ concurrency: 4 });
  return queue.addAll(
    starts.map((first) => () => encodeSegment(video, { first, frames: Math.min(length, video.frames - first) })),
  );
}

/** Encodes a video as a whole, to its encoding's target. */
export async function encodeWhole(video: TestVideo): Promise<void> {
  const { encoding, frames, folder, extraArgs = [], size = SIZE } = video;
  await makeTarget(encoding);
  const encoder = openOutputEncoder({
    ...(await common(video)),
    ...{ input: { capture: 'canvas', ...size }, target: encoding.target, firstNumber: 0, extraArgs },
    kept: keptFor(encoding, folder),
  });
  await feed(
    encoder,
    Array.from({ length: frames }, (_, i) => frame(i, encoding, size)),
  );
  await finish(video);
}

/** Joins segments to the encoding's target. */
export async function joinSegments(video: TestVideo, segments: readonly SegmentFile[]): Promise<void> {
  const { encoding, folder, extraArgs = [], firstNumber = 0 } = video;
  await makeTarget(encoding);
  const join = openJoin({
    ...(await common(video)),
    ...{ target: encoding.target, firstNumber, extraArgs, kept: keptFor(encoding, folder) },
  });
  await feed(join, joinedBytes(opened(segments), encoding));
  await finish(video);
}

/** The bytes of segments, as `joinedBytes` takes them. */
export async function* opened(segments: readonly SegmentFile[]): AsyncGenerator<Segment> {
  for (const { path, first, frames } of segments) yield { first, frames, bytes: createReadStream(path) };
}

async function common({ encoding }: TestVideo) {
  const encoder = encoding.codec.encoder(encoding);
  return { executable: await ffmpegPath(), encoding, encoder, signal: new AbortController().signal };
}

async function makeTarget({ target }: Encoding): Promise<void> {
  await mkdir(target.kind === 'frames' ? target.folder : dirname(target.path), { recursive: true });
}

function keptFor({ codec }: Encoding, folder: string): KeptFrames | undefined {
  return codec.globalPalette ? { frames: join(folder, 'kept.nut'), palette: join(folder, 'palette.png') } : undefined;
}

async function finish({ encoding: { target, fps }, frames }: TestVideo): Promise<void> {
  if (target.kind === 'file' && target.container === 'webp') await finishWebp(target.path, { frames, fps });
}
