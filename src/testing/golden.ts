import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { z } from 'zod';
import { codeOf } from '../caught.ts';
import { writePublished } from '../disk/write-published.ts';
import { installedFonts } from '../environment.ts';
import { InputError } from '../errors.ts';
import type { Frame } from '../inspection/frame.ts';
import { pngText, withPngText } from '../pictures/png-text.ts';
import type { MaskedElements } from './mask.ts';

/** The picture that a frame should be, in a folder beside the test. */
export interface Golden {
  path: string;
  /** Its name without `.png`. */
  name: string;
  /** What it is for, as one says it: linux and Chromium 156. */
  drawnBy: string;
  /** The same of the goldens of this name that others have drawn. */
  others(): Promise<string[]>;
}

/** Whatever is a plain name on every system. */
const NAME = /^([^./\\:*?"<>|\p{Cc}][^/\\:*?"<>|\p{Cc}]*)\.png$/iu;

/** Where a test file's goldens lie, and the pictures of what differed. */
export function framesFolder(testFile: string): string {
  return join(dirname(testFile), '__frames__', basename(testFile));
}

/**
 * Which golden a frame is compared with. Its name says which platform and which Chromium drew it: others draw text and edges
 * otherwise.
 *
 * @param name as the test has it, `wave-12.png`
 * @throws InputError when it is no name of a PNG
 */
export function goldenOf(frame: Frame, name: string, testFile: string): Golden {
  const stem = typeof name === 'string' ? NAME.exec(name)?.[1] : undefined;
  if (stem === undefined) throw new InputError(`Expected the name of a golden to be like 'wave-12.png', got '${name}'`);
  const folder = framesFolder(testFile);
  const major = frame.chromium.split('.')[0];
  const ownName = `${stem}-${process.platform}-chromium${major}`;
  return {
    path: join(folder, `${ownName}.png`),
    name: ownName,
    drawnBy: `${process.platform} and Chromium ${major}`,
    others: async () => {
      const names = await readdir(folder).catch(() => []);
      return names.flatMap((name) => {
        const [, platform, chromium] = (name.startsWith(`${stem}-`) && OTHER.exec(name.slice(stem.length))) || [];
        return platform === undefined ? [] : [`${platform} and Chromium ${chromium}`];
      });
    },
  };
}

const OTHER = /^-([a-z0-9]+)-chromium(\d+)\.png$/;

/** A picture as raw frames have it: RGBA, straight alpha. */
export interface Picture {
  /** Pixels. */
  width: number;
  height: number;
  pixels: Buffer;
}

/** What a golden's file holds. */
export interface ReadGolden extends Picture {
  /** Which fonts were installed where it was made, `installedFonts()`; undefined when it does not tell. */
  fonts: string | undefined;
  /** Where the masked elements are in it, as far as it tells. */
  masked: MaskedElements;
}

/** Keywords of the texts in a golden. */
const FONTS = 'plotreel:fonts';
const MASKED = 'plotreel:masked';

const pixels = z.number();
const maskedSchema = z.record(z.string(), z.array(z.object({ x: pixels, y: pixels, width: pixels, height: pixels })));

/** Makes a golden of a frame. @param masked the elements in it that are not compared */
export async function writeGolden({ path }: Golden, frame: Frame, masked: MaskedElements): Promise<void> {
  const png = withPngText(frame.png(), FONTS, await installedFonts());
  const isMasked = Object.keys(masked).length > 0;
  await writePublished(path, isMasked ? withPngText(png, MASKED, encodeURIComponent(JSON.stringify(masked))) : png);
}

/** Reads a golden. @returns undefined when there is none. @throws InputError when it is no PNG */
export async function readGolden({ path }: Golden): Promise<ReadGolden | undefined> {
  const png = await readFile(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!png) return undefined;
  try {
    const { width, height, data } = PNG.sync.read(png);
    const masked = maskedSchema.parse(JSON.parse(decodeURIComponent(pngText(png, MASKED) ?? '{}')));
    return { width, height, pixels: data, fonts: pngText(png, FONTS), masked };
  } catch (error) {
    throw new InputError(`${path} is damaged: an update makes it anew`, { cause: error });
  }
}
