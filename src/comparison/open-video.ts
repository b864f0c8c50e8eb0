import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { messageOf } from '../caught.ts';
import { indexFirst } from '../containers/index-first.ts';
import { readPng } from '../containers/read-png.ts';
import { readVideoFacts } from '../containers/read-video.ts';
import type { VideoFacts } from '../containers/video-facts.ts';
import { demuxerOf } from '../encoder/codecs/container.ts';
import { isPictureOf, type OutputTarget, parseOutput, targetPath } from '../encoder/output-target.ts';
import { InputError } from '../errors.ts';

/** A video whose frames can be read. */
export interface OpenVideo {
  /** As its caller named it. */
  path: string;
  facts: Omit<VideoFacts, 'bytes'>;
  /** Whether decoded frames have alpha, of whatever value. */
  decodesAlpha: boolean;
  /** What ffmpeg gets by a pipe, and its arguments that say what it is. It can be opened several times. */
  open(pipe: 0 | 3): { args: string[]; bytes: Readable };
}

/** Bytes that are read of a video at a time. */
const LARGE_CHUNKS = { highWaterMark: 1 << 20 };

/** @param path a file, a pattern of pictures, or a folder of them @throws InputError when it is not there or cannot be read */
export async function openVideo(path: string): Promise<OpenVideo> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return openFile(path);
  const target = parseOutput(/[/\\]$/.test(path) ? `${resolve(path)}/` : resolve(path));
  if (typeof target === 'string' || target.kind === 'file') throw new InputError(`There is no video ${path}`);
  return openPictures(path, target);
}

/** The same of an output. */
export function openTarget(target: OutputTarget): Promise<OpenVideo> {
  return target.kind === 'file' ? openFile(target.path) : openPictures(targetPath(target), target);
}

async function openFile(path: string): Promise<OpenVideo> {
  const facts = await readVideoFacts(path).catch((error: unknown) => {
    throw new InputError(`${path} cannot be read as a video: ${messageOf(error)}`, { cause: error });
  });
  const { container, alpha, codec } = facts;
  if (container === 'webp' || container === 'apng') {
    const title = container === 'webp' ? 'animated WebP' : 'animated PNG';
    throw new InputError(
      `${path} is ${title}, which ffmpeg cannot decode from a pipe: compare the same frames as pictures`,
    );
  }
  // ffmpeg's own decoder of VP9 leaves alpha out.
  const decoder = alpha && codec.startsWith('vp09') ? ['-c:v', 'libvpx-vp9'] : [];
  return {
    ...{ path, facts, decodesAlpha: alpha || container === 'gif' },
    open: (pipe) => ({
      args: [...EXACTLY, ...decoder, '-f', demuxerOf(container), '-i', `pipe:${pipe}`],
      bytes: facts.fastStart === false ? Readable.from(indexFirst(path)) : createReadStream(path, LARGE_CHUNKS),
    }),
  };
}

/** The same pixels on every processor, where a decoder has a choice. */
const EXACTLY = ['-flags', '+bitexact'];

/** Pictures, as many as are there, in the order of their numbers. */
async function openPictures(
  path: string,
  { folder, name }: Extract<OutputTarget, { kind: 'frames' }>,
): Promise<OpenVideo> {
  const names = (await readdir(folder).catch(() => [])).filter((file) => isPictureOf(file, name));
  const files = names.sort((a, b) => numberIn(a, name) - numberIn(b, name)).map((file) => join(folder, file));
  let first: VideoFacts | undefined;
  for (const file of files) {
    const { width, height, ...facts } = await readPng(file).catch((error: unknown) => {
      throw new InputError(`${file} cannot be read as a picture: ${messageOf(error)}`, { cause: error });
    });
    first ??= { ...facts, width, height };
    if (width === first.width && height === first.height) continue;
    const size = `${first.width}x${first.height}`;
    throw new InputError(
      `${file} has ${width}x${height} pixels, ${basename(files[0] ?? '')} ${size}: that is no video`,
    );
  }
  if (!first) throw new InputError(`There are no pictures ${name} in ${folder}`);
  return {
    ...{ path, facts: { ...first, frames: files.length }, decodesAlpha: first.alpha },
    open: (pipe) => ({
      args: [...EXACTLY, '-f', 'image2pipe', '-c:v', 'png', '-i', `pipe:${pipe}`],
      bytes: Readable.from(contents(files)),
    }),
  };
}

function numberIn(file: string, pattern: string): number {
  const [start = '', end = ''] = pattern.split(/%\d*d/);
  return Number(file.slice(start.length, file.length - end.length));
}

async function* contents(files: readonly string[]): AsyncGenerator<Buffer> {
  for (const file of files) yield await readFile(file);
}
