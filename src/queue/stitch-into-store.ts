import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BesideRequest } from '../beside-video.ts';
import { makeTempFolder, removeTempFolder } from '../disk/temp-folder.ts';
import type { OutputTarget } from '../encoder/output-target.ts';
import type { Plan } from '../segments/plan-folder/plan-file.ts';
import { stitchSegments } from '../segments/stitch-segments.ts';
import type { Store, StoreFile } from '../store/store.ts';
import { withCleanup } from '../with-cleanup.ts';
import type { Extras } from './plan-work.ts';
import { PATTERN, storedNames } from './stored-video.ts';

interface StitchContext {
  /** What comes with it. */
  extras: Extras;
  /** ffmpeg executable. */
  ffmpeg: string;
  signal: AbortSignal;
}

/** Stitches a plan's segments to a video in the plan's store, and takes its pictures. @throws as `stitch` */
export async function stitchIntoStore(
  store: Store,
  plan: Plan,
  { extras, ffmpeg, signal }: StitchContext,
): Promise<void> {
  const names = storedNames(plan, extras);
  await withCleanup(async (defer) => {
    const files: StoreFile[] = [];
    const create = async (name: string) => {
      const file = await store.create(name);
      defer(file.discard);
      files.push(file);
      return file.path;
    };
    const { poster, contactSheet, manifest } = extras;
    const request: BesideRequest = {
      output: plan.output.path,
      ...(poster !== null && { poster: await create(names.poster), posterFrame: poster }),
      ...(contactSheet !== null && { contactSheet, contactSheetOutput: await create(names.contactSheet) }),
      ...(manifest && { manifest: await create(names.manifest) }),
    };
    const { container } = plan.video;
    let target: OutputTarget;
    if (container === 'png') {
      const folder = await makeTempFolder(tmpdir());
      defer(() => removeTempFolder(folder));
      target = { kind: 'frames', folder, name: PATTERN, container };
    } else {
      target = { kind: 'file', path: await create(names.video), container };
    }
    // Names in a store are no outputs that another render could write as well.
    const assertHeld = async () => {};
    const { manifests, notes } = await stitchSegments({ store, plan, ffmpeg, target, request, assertHeld, signal });
    for (const { name } of names.pictures) {
      if (target.kind === 'frames') await copyFile(join(target.folder, basename(name)), await create(name));
    }
    for (const file of files) await file.publish();
    const refused = [...new Set(manifests.flatMap((manifest) => manifest.refused))];
    await store.write(names.result, JSON.stringify({ notes, refused }));
  });
}
