import { basename, dirname, extname, join } from 'node:path';
import { isFolder } from '../options/check-output.ts';
import type { Container } from './codecs/container.ts';

/** Where a video goes: into one file, or one picture per frame into a folder. */
export type OutputTarget =
  | { kind: 'file'; path: string; container: Exclude<Container, 'png'> }
  | {
      kind: 'frames';
      folder: string;
      /** Name of each picture with one %d or %05d for its number. */
      name: string;
      container: 'png';
    };

/** Extensions by what they stand for. */
const EXTENSIONS = {
  '.mp4': 'mp4',
  '.webm': 'webm',
  '.mov': 'mov',
  '.gif': 'gif',
  '.webp': 'webp',
  '.apng': 'apng',
} as const;

const KNOWN = `${Object.keys(EXTENSIONS).join(', ')}, a pattern of pictures such as frames/%05d.png, or a slash for a folder of them`;

/**
 * What an output means: a video by its extension, a pattern of pictures by its %d, a folder by its being there or by the
 * slash at its end.
 *
 * @param output absolute path
 * @returns the target, or why it is none
 */
export function parseOutput(output: string): OutputTarget | string {
  const container = containerOf(extname(output).toLowerCase());
  if (/[/\\]$/.test(output) || (container === undefined && isFolder(output))) {
    return { kind: 'frames', folder: join(output), name: '%05d.png', container: 'png' };
  }
  if (extname(output).toLowerCase() === '.png') return parsePattern(output);
  if (container) return { kind: 'file', path: output, container };
  return `Expected \`output\` to end in ${KNOWN}, got '${extname(output) || output}'`;
}

/** The output's path as callers know it. */
export function targetPath(target: OutputTarget): string {
  return target.kind === 'file' ? target.path : join(target.folder, target.name);
}

/** Name of the picture of a frame. */
export function pictureName(pattern: string, number: number): string {
  return pattern.replace(NUMBER, (_, width: string | undefined) => String(number).padStart(Number(width ?? 0), '0'));
}

const NUMBER = /%(?:0(\d+))?d/;

/** Whether a file's name is that of a picture of a sequence. */
export function isPictureOf(name: string, pattern: string): boolean {
  const [start = '', end = ''] = pattern.split(/%\d*d/);
  return (
    name.startsWith(start) && name.endsWith(end) && /^\d+$/.test(name.slice(start.length, name.length - end.length))
  );
}

function parsePattern(output: string): OutputTarget | string {
  const name = basename(output);
  if (!name.includes('%')) {
    return `Expected \`output\` to be a pattern such as ${name.slice(0, -4)}-%05d.png: a .png is one picture; .apng is an animated one`;
  }
  // Once, and nothing else that ffmpeg would take for a number.
  if (!NUMBER.test(name) || name.replace(NUMBER, '').includes('%')) {
    return `Expected \`output\` to have one %d or %05d for the number of the frame, got '${name}'`;
  }
  return { kind: 'frames', folder: dirname(output), name, container: 'png' };
}

function containerOf(extension: string): (typeof EXTENSIONS)[keyof typeof EXTENSIONS] | undefined {
  return Object.entries(EXTENSIONS).find(([known]) => known === extension)?.[1];
}
