import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { writePublished } from '../disk/write-published.ts';
import { encodePng } from '../pictures/encode-png.ts';
import type { Size } from './seen.ts';

/** A picture: RGBA with straight alpha. */
export interface Picture extends Size {
  rgba: Buffer;
}

/** A frame as it should be and as it is. */
export interface FramePictures {
  index: number;
  expected: Picture;
  actual: Picture;
  /** Both at one size, where they have not the same. @default as they are */
  compared?: { expected: Picture; actual: Picture };
}

/** Writes three pictures of each frame: expected, actual, and where they differ. @returns their paths */
export async function writeDifferences(
  frames: readonly FramePictures[],
  { folder, name, signal }: { folder: string; name: string; signal: AbortSignal },
): Promise<string[]> {
  const paths: string[] = [];
  for (const { index, expected, actual, compared = { expected, actual } } of frames) {
    for (const [kind, picture] of Object.entries({ expected, actual, diff: difference(compared) })) {
      const path = join(folder, `${name}-frame-${index}-${kind}.png`);
      await writePublished(path, encodePng(picture.rgba, picture), { signal });
      paths.push(path);
    }
  }
  return paths;
}

/** What pixelmatch takes for the same, a share of all that colours can differ: no eye sees less. */
const VISIBLE = 0.1;

/** Where two pictures of one size differ, in red on a faded picture. What no eye sees is shown only when nothing else is. */
export function difference({ expected, actual }: { expected: Picture; actual: Picture }): Picture {
  const { width, height } = expected;
  const rgba = Buffer.alloc(width * height * 4);
  for (const threshold of [VISIBLE, 0]) {
    const options = { threshold, includeAA: threshold === 0 };
    if (pixelmatch(expected.rgba, actual.rgba, rgba, width, height, options) > 0) break;
  }
  return { width, height, rgba };
}
