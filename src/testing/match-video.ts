import { access, readdir, rm } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { compareVideos } from '../comparison/compare-videos.ts';
import { verifySchema } from '../comparison/comparison-options.ts';
import { describeVideo } from '../comparison/describe-video.ts';
import { writeFrameManifest } from '../comparison/frame-manifest.ts';
import { InputError } from '../errors.ts';
import { parseOptions } from '../options/resolve-options.ts';
import { framesFolder } from './golden.ts';
import { receivedVideo } from './received.ts';
import type { TestRun } from './test-run.ts';
import { shownPath, type Verdict, whenMissing } from './verdict.ts';

const optionsSchema = verifySchema.pick({ ssim: true });

/** How exactly a video must match. */
export type VideoMatchOptions = z.input<typeof optionsSchema>;

/** A video, as tests have it: its path, or what `renderVideo` returned. */
export type ReceivedVideo = string | { readonly path: string };

/**
 * Compares a video with a manifest, which is made when it is missing, or with another video.
 *
 * @param received its path, absolute or from the working directory, or what `renderVideo` returned
 * @param expected a manifest, `.json`, or a video: absolute, or from the test file's folder
 * @throws InputError when the video is not there; EncoderError
 */
export async function matchVideo(
  received: unknown,
  { expected, options, run }: { expected: string; options: VideoMatchOptions | undefined; run: TestRun },
): Promise<Verdict> {
  const { ssim } = parseOptions(optionsSchema, options ?? {});
  if (typeof expected !== 'string' || expected === '')
    throw new InputError(`Expected the path of a manifest or of a video, got ${String(expected)}`);
  const video = resolve(receivedVideo(received));
  const path = resolve(dirname(run.file), expected);
  const subject = shownPath(video);
  const isManifest = path.endsWith('.json');
  const make = async () => writeFrameManifest(await describeVideo(video), path);
  if (!(await exists(path))) {
    if (isManifest) return whenMissing(run, { subject, path, make });
    throw new InputError(
      `${shownPath(path)} is not there, which ${subject} is to be compared with: put the video there`,
    );
  }
  const pictures = { folder: framesFolder(run.file), name: basename(expected, extname(expected)) };
  await removePictures(pictures);
  const renew = isManifest && !run.isNot;
  if (renew && run.update === 'all') {
    await make();
    return { pass: true, message: '' };
  }
  const found = await compareVideos(video, path, {
    ...(ssim !== undefined && { ssim }),
    // Pictures are for what should be the same.
    ...(!run.isNot && run.update !== 'changed' && { pictures: pictures.folder, name: pictures.name }),
  });
  if (found.equal) return { pass: true, message: `${subject} matches ${shownPath(path)}, and should not` };
  if (renew && run.update === 'changed') {
    await make();
    console.log(`Made ${shownPath(path)} anew`);
    return { pass: true, message: '' };
  }
  const lines = [`${subject} is not as ${shownPath(path)} has it`, ...found.problems.map((problem) => `  ${problem}`)];
  for (const picture of found.pictures) {
    await run.attach(picture);
    lines.push(`  ${shownPath(picture)}`);
  }
  if (isManifest) lines.push(`When it is as it should be, \`${run.updateCommand}\` makes the manifest anew`);
  return { pass: false, message: lines.join('\n') };
}

/** Removes pictures of frames that differed in a run before. */
async function removePictures({ folder, name }: { folder: string; name: string }): Promise<void> {
  for (const file of await readdir(folder).catch(() => [])) {
    if (file.startsWith(name) && PICTURE.test(file.slice(name.length))) await rm(join(folder, file), { force: true });
  }
}

const PICTURE = /^-frame-\d+-(?:expected|actual|diff)\.png$/;

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
