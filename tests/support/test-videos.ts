import { join } from 'node:path';
import { ffmpeg } from '../encoder/video-files.ts';
import { tempFolder } from '../install/temp-folder.ts';

/** ffmpeg's arguments for 12 frames of 160×90 at 25 frames per second, by what they are about. */
export const SOURCE = ['-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=25', '-frames:v', '12', '-pix_fmt', 'yuv420p'];
export const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast'];
export const BT709 = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];
export const IN_FRONT = ['-movflags', '+faststart'];
export const GOOD = [...SOURCE, ...X264, ...BT709, ...IN_FRONT];

/** Makes a video in a folder of its own. */
export async function video(args: string[], name = 'video.mp4'): Promise<string> {
  const path = join(await tempFolder(), name);
  await ffmpeg([...args, path]);
  return path;
}
