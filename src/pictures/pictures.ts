import { basename, dirname, extname, join } from 'node:path';
import { writeWhole } from '../disk/write-whole.ts';
import { openPartialFile, type PartialFile } from '../encoder/partial-file.ts';
import { InputError } from '../errors.ts';
import type { FrameRate } from '../frames/fps.ts';
import { drawSheet, layOutSheet } from './contact-sheet.ts';
import { encodePng } from './encode-png.ts';
import { type Footage, framesOf } from './frames-of.ts';

/** Pictures asked for beside a video. */
export interface PictureRequest {
  /** The video's path as its caller knows it. */
  output: string;
  poster?: string;
  posterFrame?: number;
  contactSheet?: number;
  contactSheetOutput?: string;
}

export interface PicturesOptions {
  /** ffmpeg executable. */
  executable: string;
  fps: FrameRate;
  /** Registers the removal of what is not published. */
  defer: (close: () => Promise<void>) => void;
  signal: AbortSignal;
}

/** Paths of the pictures that come with a video, null where none was asked for. */
export interface PicturePaths {
  poster: string | null;
  contactSheet: string | null;
}

export function picturePaths(request: PictureRequest): PicturePaths {
  const { output, poster, contactSheet, contactSheetOutput } = request;
  return {
    poster: poster ?? null,
    contactSheet: contactSheet === undefined ? null : (contactSheetOutput ?? sheetBeside(output)),
  };
}

/** The pictures of a request, as outputs. */
export function pictureTargets(request: PictureRequest): { kind: 'file'; path: string }[] {
  const { poster, contactSheet } = picturePaths(request);
  return [poster, contactSheet].flatMap((path) => (path === null ? [] : [{ kind: 'file', path }]));
}

/** out.contact-sheet.png for out.mp4 and out-%05d.png; frames.contact-sheet.png for frames/ and frames/%05d.png. */
function sheetBeside(output: string): string {
  const name = basename(output, extname(output)).replace(/[-_. ]*%\d*d/, '');
  return `${name === '' ? dirname(output) : join(dirname(output), name)}.contact-sheet.png`;
}

/** @param frames how many the video has, null when that is not known @throws InputError when the poster's is not among them */
export function requirePosterFrame({ poster, posterFrame = 0 }: PictureRequest, frames: number | null): void {
  if (poster !== undefined && frames !== null && posterFrame >= frames) {
    throw new InputError(`Expected \`posterFrame\` to be below ${frames}, got ${posterFrame}`);
  }
}

/**
 * Writes the pictures that were asked for, from the frames of a video.
 *
 * @returns the files, which wait for their names until the video has its own
 * @throws InputError when the video has no frame of the poster's index
 */
export async function takePictures(
  footage: Footage,
  request: PictureRequest,
  options: PicturesOptions,
): Promise<PartialFile[]> {
  const paths = picturePaths(request);
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
