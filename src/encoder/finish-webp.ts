import { open } from 'node:fs/promises';
import { readWebp } from '../containers/read-webp.ts';
import type { FrameRate } from '../frames/fps.ts';

/**
 * Gives the last frame of a WebP its duration. ffmpeg before 7 does not tell libwebp when the video ends, and libwebp
 * takes the mean of the other frames then, in which equal frames count as one.
 */
export async function finishWebp(path: string, video: { frames: number; fps: FrameRate }): Promise<void> {
  const { duration, lastDuration } = await readWebp(path);
  const wanted = Math.round((1000 * video.frames * video.fps.denominator) / video.fps.numerator);
  const before = Math.round(duration * 1000) - lastDuration.value;
  const bytes = Buffer.alloc(3);
  // What no rounding explains is left for the check of the finished video.
  bytes.writeUIntLE(Math.max(0, Math.min(wanted - before, 2 ** 24 - 1)), 0, 3);
  const file = await open(path, 'r+');
  try {
    await file.write(bytes, 0, 3, lastDuration.at);
  } finally {
    await file.close();
  }
}
