import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type H264Options, h264Args, x264Args } from '../../src/encoder/h264.ts';
import { requireFfmpeg } from '../../src/install/find-ffmpeg.ts';

const run = promisify(execFile);

/** The ffmpeg that renders use. */
export async function ffmpegPath(): Promise<string> {
  return (await requireFfmpeg()).path;
}

export interface Colour {
  y: number;
  u: number;
  v: number;
}

/** A frame of one colour as planar 4:2:0. */
export function plainI420({ width, height }: { width: number; height: number }, { y, u, v }: Colour): Buffer {
  const pixels = width * height;
  return Buffer.concat([Buffer.alloc(pixels, y), Buffer.alloc(pixels / 4, u), Buffer.alloc(pixels / 4, v)]);
}

/** The arguments of a render on the CPU, as far as they are not given. */
export function encodeArgs(options: Partial<H264Options> & Pick<H264Options, 'output'>): string[] {
  return h264Args({
    input: 'canvas',
    width: 64,
    height: 48,
    fps: { numerator: 30, denominator: 1 },
    encoderArgs: x264Args({ quality: 18, preset: 'veryfast' }),
    extraArgs: [],
    ...options,
  });
}

/** Runs ffmpeg to its end. @returns its stdout */
export async function ffmpeg(args: string[]): Promise<Buffer> {
  const { stdout } = await run(await ffmpegPath(), ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args], {
    encoding: 'buffer',
    maxBuffer: 1 << 28,
  });
  return stdout;
}

/** The video's frames as the decoder gives them: planar 4:2:0. */
export async function decode(path: string, { width, height }: { width: number; height: number }): Promise<Buffer[]> {
  const bytes = await ffmpeg(['-i', path, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-fps_mode', 'passthrough', '-']);
  const frameBytes = (width * height * 3) / 2;
  return Array.from({ length: bytes.length / frameBytes }, (_, i) =>
    bytes.subarray(i * frameBytes, (i + 1) * frameBytes),
  );
}

/** The mean colour of a decoded frame. */
export function meanColour(frame: Buffer): Colour {
  const pixels = (frame.length * 2) / 3;
  const mean = (part: Buffer) => part.reduce((sum, value) => sum + value, 0) / part.length;
  return {
    y: mean(frame.subarray(0, pixels)),
    u: mean(frame.subarray(pixels, pixels * 1.25)),
    v: mean(frame.subarray(pixels * 1.25)),
  };
}
