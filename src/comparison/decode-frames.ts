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

/** The frames of a video, in their order. */
export interface DecodedFrames {
  /** SHA-256 of the pixels of each as they are stored, in hexadecimal. */
  hashes: string[];
  /** Each one reduced, as a PNG in base64. */
  pictures: string[];
}

/** Decodes all frames of a video once. @throws EncoderError when ffmpeg cannot */
export async function decodeFrames(video: OpenVideo, options: DecodeOptions): Promise<DecodedFrames> {
  const { executable, reduced, signal } = options;
  const { args, bytes } = video.open(0);
  const lines: string[] = [];
  let text = '';
  const pictures: string[] = [];
  const takePicture =
    reduced && inPieces(planesBytes(reduced), (planes) => pictures.push(encodePlanes(planes, reduced)));
  const failure = `${video.path} could not be decoded`;
  const feedError = await runFfmpeg({
    ...{ executable, inputs: [bytes], failure, signal },
    args: [...args, ...outputs(video, reduced)],
    onOutput: (chunk) => {
      const [first = '', ...rest] = chunk.toString().split('\n');
      const found = [text + first, ...rest];
      text = found.pop() ?? '';
      lines.push(...found.filter((line) => !line.startsWith('#')));
    },
    ...(takePicture && { onSide: takePicture }),
  });
  const hashes = lines.map((line) => line.slice(line.lastIndexOf(',') + 1).trim());
  if (hashes.length === 0 || (reduced && pictures.length !== hashes.length)) {
    throw new EncoderError(`${failure}: ffmpeg found ${hashes.length} frames in it`, { cause: feedError });
  }
  return { hashes, pictures };
}

/** At a constant rate ffmpeg repeats and leaves out no frame; the option that asks for just that has had several names. */
export const EACH_ONCE = 'settb=1/25,setpts=N';
const AT_ITS_RATE: readonly string[] = ['-r', '25'];

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
