import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { requireFfmpeg } from '../../src/install/find-ffmpeg.ts';

export interface Decoded {
  width: number;
  height: number;
  /** RGB, 3 bytes per pixel, one buffer per frame. */
  frames: Buffer[];
}

/** Decodes all frames of a video as BT.709, chroma interpolated. */
export async function decode(path: string, { width, height }: { width: number; height: number }): Promise<Decoded> {
  const ffmpeg = await requireFfmpeg();
  const { stdout } = await promisify(execFile)(
    ffmpeg.path,
    [
      ...['-v', 'error', '-i', path, '-fps_mode', 'passthrough'],
      ...['-vf', 'scale=in_color_matrix=bt709:in_range=tv:flags=accurate_rnd+full_chroma_int,format=rgb24'],
      ...['-f', 'rawvideo', '-'],
    ],
    { encoding: 'buffer', maxBuffer: 1 << 30 },
  );
  const size = width * height * 3;
  if (stdout.length % size !== 0) throw new Error(`${stdout.length} bytes are no whole number of frames`);
  return {
    width,
    height,
    frames: Array.from({ length: stdout.length / size }, (_, i) => stdout.subarray(i * size, (i + 1) * size)),
  };
}

/** The colour at a place, given as shares of width and height. */
export function colourAt({ width, height, frames }: Decoded, frame: number, place: { x: number; y: number }): number[] {
  const i = (Math.floor(place.y * height) * width + Math.floor(place.x * width)) * 3;
  return [...(frames[frame]?.subarray(i, i + 3) ?? [])];
}

/** The number that the index card shows. */
export function readNumber(video: Decoded, frame: number): number {
  let number = 0;
  for (let bit = 0; bit < 16; bit++) {
    const [red = 0] = colourAt(video, frame, { x: (bit + 0.5) / 16, y: 0.5 });
    if (red > 127) number |= 1 << bit;
  }
  return number;
}
