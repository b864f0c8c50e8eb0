import { readdir, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { partName } from '../disk/part-name.ts';
import { sweepParts } from '../disk/sweep.ts';
import type { ResolvedVideo } from '../options/options.ts';
import type { Store } from '../store/store.ts';
import { removePlans } from './plan-folder/remove-plans.ts';

/** Where the segments of a render lie. */
export interface SegmentsFolder {
  path: string;
  /** Whether it is for this output alone: then other segments in it make room, and it is removed in the end. */
  isOwn: boolean;
  /** Whether nobody shall find it when this process ends. */
  isTemporary: boolean;
}

export function segmentsFolderOf({ resume, encoding: { target } }: ResolvedVideo): SegmentsFolder {
  if (typeof resume === 'string') return { path: resume, isOwn: false, isTemporary: false };
  const [folder, name] =
    target.kind === 'file'
      ? [dirname(target.path), basename(target.path)]
      : // Patterns beside each other have one each.
        [dirname(target.folder), `${basename(target.folder)}.${target.name.replaceAll('%', '')}`];
  return resume
    ? { path: join(folder, `${name}.segments`), isOwn: true, isTemporary: false }
    : { path: join(folder, partName(name)), isOwn: true, isTemporary: true };
}

/** Removes it, but for what others have put there. */
export async function removeSegmentsFolder(store: Store, path: string): Promise<void> {
  await removePlans(store);
  const plans = await readdir(join(path, 'segments')).catch(() => []);
  for (const name of [...plans.map((plan) => join('segments', plan)), 'segments', 'inputs', '.']) {
    const folder = join(path, name);
    await sweepParts(folder);
    // What is not empty stays: the video has its name, and this is no reason to fail.
    await rmdir(folder).catch(() => {});
  }
}
