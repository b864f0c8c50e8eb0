import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writePublished } from '../disk/write-published.ts';
import type { Frame } from '../inspection/frame.ts';
import { encodePng } from '../pictures/encode-png.ts';
import type { Golden, Picture } from './golden.ts';

const KINDS = ['expected', 'actual', 'diff'] as const;

/** Paths of pictures that show what differs. */
export type MismatchPictures = Partial<Record<(typeof KINDS)[number], string>>;

/** Writes what was expected, what came, and what differs, beside the golden. @param difference RGBA, undefined when sizes differ */
export async function writeMismatch(
  golden: Golden,
  { expected, actual, difference }: { expected: Picture; actual: Frame; difference: Buffer | undefined },
): Promise<MismatchPictures> {
  await removeMismatch(golden);
  const pictures = {
    expected: encodePng(expected.pixels, expected),
    actual: actual.png(),
    ...(difference && { diff: encodePng(difference, expected) }),
  };
  const paths: MismatchPictures = {};
  for (const kind of KINDS) {
    const png = pictures[kind];
    if (!png) continue;
    paths[kind] = pathOf(golden, kind);
    await writePublished(paths[kind], png);
  }
  return paths;
}

/** Removes these pictures: what they showed is over. */
export async function removeMismatch(golden: Golden): Promise<void> {
  for (const kind of KINDS) await rm(pathOf(golden, kind), { force: true });
}

function pathOf({ path, name }: Golden, kind: (typeof KINDS)[number]): string {
  return join(dirname(path), `${name}-${kind}.png`);
}
