import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Codec } from '../encoder/codecs/codec.ts';
import type { OutputTarget } from '../encoder/output-target.ts';
import { EncoderError } from '../errors.ts';

/** A video that pictures are taken from: a finished one, or the frames that were kept. */
export interface Footage {
  /** Arguments of ffmpeg that open it. */
  input: string[];
  frames: number;
  /** Pixels. */
  width: number;
  height: number;
}

/** How ffmpeg opens a finished video. */
export function openingArgs(target: OutputTarget, { decoder = [] }: Codec, firstNumber: number): string[] {
  if (target.kind === 'file') return [...decoder, '-i', `file:${target.path}`];
  const pattern = join(target.folder.replaceAll('%', '%%'), target.name);
  return ['-f', 'image2', '-start_number', String(firstNumber), '-i', pattern];
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
  const select = indices.map((index) => `eq(n\\,${index})`).join('+');
  const scale = `scale=${width}:${height}:flags=area+accurate_rnd+full_chroma_int`;
  const args = [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', ...footage.input],
    // At a constant rate none is repeated or left out; the option that asks for just that has had several names.
    ...['-an', '-vf', `select=${select},setpts=N/25/TB,${scale},format=rgba`, '-r', '25'],
    ...['-frames:v', String(indices.length), '-f', 'rawvideo', 'pipe:1'],
  ];
  const bytes = width * height * 4;
  const decoded = await promisify(execFile)(executable, args, {
    // At once: whoever waits for the abort deletes what is read here.
    ...{ encoding: 'buffer', signal, killSignal: 'SIGKILL', maxBuffer: indices.length * bytes + 1 },
  }).catch((error: Error & { stderr?: Buffer }) => {
    signal.throwIfAborted();
    throw new EncoderError('The finished video could not be read for its pictures', {
      ...{ cause: error, stderr: error.stderr?.toString() ?? error.message },
    });
  });
  if (decoded.stdout.length !== indices.length * bytes) {
    throw new EncoderError('The finished video could not be read for its pictures: frames are missing');
  }
  return indices.map((_, i) => decoded.stdout.subarray(i * bytes, (i + 1) * bytes));
}
