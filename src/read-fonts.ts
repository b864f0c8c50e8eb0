import { readFile } from 'node:fs/promises';
import { create, type Font } from 'fontkit';
import { InputError } from './errors.ts';
import type { FontFaceNames } from './protocol.ts';

/** A font file, ready for the page. */
export interface FontFile {
  bytes: Buffer;
  /** The names that it goes by in a figure: most have one, semibold and condensed ones two. */
  faces: FontFaceNames[];
}

/**
 * Reads font files and the names in them.
 *
 * @param paths of .ttf, .otf, .woff or .woff2 files
 * @throws InputError that lists every file that is missing or is not a font
 */
export async function readFonts(paths: readonly string[]): Promise<FontFile[]> {
  const read = await Promise.all(paths.map((path, i) => readFont(path, `fonts.${i}`)));
  const problems = read.filter((font) => typeof font === 'string');
  if (problems.length > 0) throw new InputError(problems);
  return read.filter((font) => typeof font !== 'string');
}

async function readFont(path: string, field: string): Promise<FontFile | string> {
  const expected = `Expected \`${field}\` to be a font file (ttf, otf, woff or woff2)`;
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return `${expected}, got '${path}', which cannot be read: ${error instanceof Error ? error.message : error}`;
  }
  const font = parseFont(bytes);
  return typeof font === 'string' ? `${expected}, got '${path}', ${font}` : font;
}

/** A font file from its bytes, or what it is instead. */
export function parseFont(bytes: Buffer): FontFile | string {
  try {
    const font = create(bytes);
    return 'fonts' in font ? 'a collection of fonts: browsers load single ones' : { bytes, faces: facesOf(font) };
  } catch {
    return 'which is none';
  }
}

/**
 * Weight and style as CSS has them. A font of a large family has two names: 'Open Sans' at weight 600, and
 * 'Open Sans SemiBold' for programs that know of regular and bold only.
 */
function facesOf(font: Font): FontFaceNames[] {
  const { fsSelection, usWeightClass, usWidthClass } = font['OS/2'];
  const { wght, wdth } = font.variationAxes;
  const style = fsSelection.italic || fsSelection.oblique ? 'italic' : 'normal';
  const full: FontFaceNames = {
    family: font.getName('preferredFamily', 'en') ?? font.familyName,
    weight: wght ? `${wght.min} ${wght.max}` : `${usWeightClass}`,
    style,
    stretch: wdth ? `${wdth.min}% ${wdth.max}%` : `${WIDTHS[usWidthClass - 1] ?? 100}%`,
  };
  if (font.familyName === full.family) return [full];
  return [full, { family: font.familyName, weight: fsSelection.bold ? '700' : '400', style, stretch: '100%' }];
}

/** Percentages of OpenType's width classes 1 to 9 (https://learn.microsoft.com/typography/opentype/spec/os2#uswidthclass). */
const WIDTHS = [50, 62.5, 75, 87.5, 100, 112.5, 125, 150, 200];
