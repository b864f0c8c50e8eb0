import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Codec } from '../encoder/codecs/codec.ts';
import { demuxerOf } from '../encoder/codecs/container.ts';
import { AT_ITS_RATE, EACH_ONCE } from '../encoder/each-once.ts';
import { type OutputTarget, pictureName } from '../encoder/output-target.ts';
import { runFfmpeg } from '../encoder/run-ffmpeg.ts';
import { EncoderError } from '../errors.ts';

/** A video that pictures are taken from: a finished one, or the frames that were kept. */
export interface Footage {
  /** Opens it for these frames. */
  open(indices: readonly number[]): Opened;
  frames: number;
  /** Pixels. */
  width: number;
  height: number;
}

/** What ffmpeg gets on stdin. It does not open the video itself: so it ends when this process is killed. */
interface Opened {
  /** Arguments that say what it is. */
  args: string[];
  bytes: Readable;
  /** Which of its frames are wanted, counted from 0. */
  wanted: readonly number[];
}

/** How a finished video is opened. */
export function openFootage(target: OutputTarget, codec: Codec, firstNumber: number): Footage['open'] {
  if (target.kind === 'frames') return (indices) => openPictures(target, indices, firstNumber);
  return openFilm(target.path, demuxerOf(target.container), codec.decoder);
}

/** How a video in a file is opened. @param format ffmpeg's name of the demuxer @param decoder arguments that choose it */
export function openFilm(path: string, format: string, decoder: readonly string[] = []): Footage['open'] {
  return (wanted) => ({
    args: [...decoder, '-f', format, '-i', 'pipe:0'],
    bytes: createReadStream(path, { highWaterMark: CHUNK_BYTES }),
    wanted,
  });
}

/** Bytes that are read of a video at a time. */
const CHUNK_BYTES = 1 << 20;

function openPictures(
  { folder, name }: Extract<OutputTarget, { kind: 'frames' }>,
  indices: readonly number[],
  firstNumber: number,
): Opened {
  const read = (index: number) => readFile(join(folder, pictureName(name, firstNumber + index)));
  return {
    args: ['-f', 'image2pipe', '-c:v', 'png', '-i', 'pipe:0'],
    bytes: Readable.from(
      (async function* () {
        for (const index of indices) yield await read(index);
      })(),
    ),
    wanted: indices.map((_, i) => i),
  };
}

export interface FramesOptions {
  /** ffmpeg executable. */
  executable: string;
  /** Counted from 0, ascending. */
  indices: readonly number[];
  /** Size that they are scaled to, in pixels. */
  width: number;
  height: number;
  signal: AbortSignal;
}

/** Decodes some frames of a video. @returns RGBA with straight alpha, one buffer per index. @throws EncoderError */
export async function framesOf(footage: Footage, options: FramesOptions): Promise<Buffer[]> {
  const { executable, indices, width, height, signal } = options;
  const { args, bytes, wanted } = footage.open(indices);
  const select = wanted.map((index) => `eq(n\\,${index})`).join('+');
  const scale = `scale=${width}:${height}:flags=area+accurate_rnd+full_chroma_int`;
  const pixels: Buffer[] = [];
  const feedError = await runFfmpeg({
    executable,
    args: [
      ...args,
      ...['-an', '-vf', `select=${select},${EACH_ONCE},${scale},format=rgba`, ...AT_ITS_RATE],
      ...['-frames:v', String(indices.length), '-f', 'rawvideo', 'pipe:1'],
    ],
    inputs: [bytes],
    onOutput: (chunk) => pixels.push(chunk),
    failure: 'The finished video could not be read for its pictures',
    signal,
  });
  const decoded = Buffer.concat(pixels);
  const frameBytes = width * height * 4;
  if (decoded.length !== indices.length * frameBytes) {
    const message = 'The finished video could not be read for its pictures: frames are missing';
    throw new EncoderError(message, { cause: feedError });
  }
  return indices.map((_, i) => decoded.subarray(i * frameBytes, (i + 1) * frameBytes));
}
