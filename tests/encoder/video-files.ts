import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { VideoFacts } from '../../src/containers/video-facts.ts';
import { checkVideo } from '../../src/encoder/check-video.ts';
import { YUV420_8 } from '../../src/encoder/codecs/pixel-layout.ts';
import { type Encoding, type EncodingOptions, planEncoding } from '../../src/encoder/encoding.ts';
import { encodeArgs, type StageFrames } from '../../src/encoder/ffmpeg-args.ts';
import type { FrameRate } from '../../src/frames/fps.ts';
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

/** The encoding that options mean. @throws Error when they are wrong */
export function encodingOf(options: EncodingOptions): Encoding {
  const encoding = planEncoding(options);
  if (Array.isArray(encoding)) throw new Error(encoding.join('\n'));
  return encoding;
}

export type RenderOptions = EncodingOptions & Partial<StageFrames> & { extraArgs?: string[] };

/** The arguments of a render on the CPU, as far as they are not given. */
export function renderArgs(options: RenderOptions): string[] {
  const { capture = 'canvas', width = 64, height = 48, extraArgs = [] } = options;
  const encoding = encodingOf(options);
  const encoder = encoding.codec.encoder(encoding);
  return encodeArgs(
    { capture, width, height },
    { encoding, encoder, extraArgs, target: encoding.target, firstNumber: 0 },
  );
}

/** Checks an MP4 with 8-bit 4:2:0. */
export function checkMp4(
  path: string,
  { fps, ...expected }: { frames: number; width: number; height: number; fps: FrameRate },
): Promise<VideoFacts> {
  const target = { kind: 'file', path, container: 'mp4' } as const;
  return checkVideo(target, { ...expected, encoding: { pixels: YUV420_8, loopCount: 0, fps } });
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
