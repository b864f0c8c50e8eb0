import { type BesideRequest, pathsBeside, requirePosterFrame } from '../beside-video.ts';
import { openPartialFile, type PartialFile } from '../disk/partial-file.ts';
import { writeWhole } from '../disk/write-whole.ts';
import type { FrameRate } from '../frames/fps.ts';
import { drawSheet, layOutSheet } from './contact-sheet.ts';
import { encodePng } from './encode-png.ts';
import { type Footage, framesOf } from './frames-of.ts';

export interface PicturesOptions {
  /** ffmpeg executable. */
  executable: string;
  fps: FrameRate;
  /** Registers the removal of what is not published. */
  defer: (close: () => Promise<void>) => void;
  signal: AbortSignal;
}

/**
 * Writes the pictures that were asked for, from the frames of a video.
 *
 * @returns the files, which wait for their names until the video has its own
 * @throws InputError when the video has no frame of the poster's index
 */
export async function takePictures(
  footage: Footage,
  request: BesideRequest,
  options: PicturesOptions,
): Promise<PartialFile[]> {
  const paths = pathsBeside(request);
  const { executable, fps, defer, signal } = options;
  const { width, height, frames } = footage;
  const write = async (path: string, png: Buffer) => {
    const file = await openPartialFile(path);
    defer(file.discard);
    await writeWhole(file.path, png, { signal });
    return file;
  };
  const files: PartialFile[] = [];
  if (paths.poster !== null) {
    const index = request.posterFrame ?? 0;
    requirePosterFrame(request, frames);
    const [rgba = Buffer.alloc(0)] = await framesOf(footage, { executable, indices: [index], width, height, signal });
    files.push(await write(paths.poster, encodePng(rgba, { width, height })));
  }
  if (paths.contactSheet !== null) {
    const layout = layOutSheet(request.contactSheet ?? 1, footage);
    const pictures = await framesOf(footage, { executable, indices: layout.indices, ...layout.cell, signal });
    files.push(await write(paths.contactSheet, drawSheet(pictures, layout, fps)));
  }
  return files;
}
