import { basename, dirname, extname, join } from 'node:path';
import { InputError } from './errors.ts';

/** What is asked for beside a video. */
export interface BesideRequest {
  /** The video's path as its caller knows it. */
  output: string;
  poster?: string;
  posterFrame?: number;
  contactSheet?: number;
  contactSheetOutput?: string;
  manifest?: string;
}

/** Paths of what comes with a video, null where none was asked for. */
export interface BesidePaths {
  poster: string | null;
  contactSheet: string | null;
  manifest: string | null;
}

export function pathsBeside(request: BesideRequest): BesidePaths {
  const { output, poster, contactSheet, contactSheetOutput, manifest } = request;
  return {
    poster: poster ?? null,
    contactSheet: contactSheet === undefined ? null : (contactSheetOutput ?? sheetBeside(output)),
    manifest: manifest ?? null,
  };
}

/** What comes with a video, as outputs. */
export function targetsBeside(request: BesideRequest): { kind: 'file'; path: string }[] {
  return Object.values(pathsBeside(request)).flatMap((path) => (path === null ? [] : [{ kind: 'file', path }]));
}

/** out.contact-sheet.png for out.mp4 and out-%05d.png; frames.contact-sheet.png for frames/ and frames/%05d.png. */
function sheetBeside(output: string): string {
  const name = basename(output, extname(output)).replace(/[-_. ]*%\d*d/, '');
  return `${name === '' ? dirname(output) : join(dirname(output), name)}.contact-sheet.png`;
}

/** @param frames how many the video has, null when that is not known @throws InputError when the poster's is not among them */
export function requirePosterFrame({ poster, posterFrame = 0 }: BesideRequest, frames: number | null): void {
  if (poster !== undefined && frames !== null && posterFrame >= frames) {
    throw new InputError(`Expected \`posterFrame\` to be below ${frames}, got ${posterFrame}`);
  }
}
