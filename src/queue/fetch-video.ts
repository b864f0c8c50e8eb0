import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BesideRequest, pathsBeside, targetsBeside } from '../beside-video.ts';
import { claimOutputs } from '../disk/claim-outputs.ts';
import { openPartialFile } from '../disk/partial-file.ts';
import { isDiskFull } from '../disk/write-whole.ts';
import { checkVideo } from '../encoder/check-video.ts';
import { type OutputTarget, parseOutput, pictureName, targetPath } from '../encoder/output-target.ts';
import { openPartialOutput } from '../encoder/partial-output.ts';
import { DiskFullError, InputError, OutputError } from '../errors.ts';
import { framePixels } from '../options/check-size.ts';
import type { FinishedVideo } from '../render-result.ts';
import { encodingOf, type Plan } from '../segments/plan-folder/plan-file.ts';
import type { Store } from '../store/store.ts';
import { withCleanup } from '../with-cleanup.ts';
import { extrasOf, resultSchema, storedNames } from './stored-video.ts';

export interface FetchOptions {
  /** The video, of the plan's format, and what comes with it, as absolute paths. @default the plan's */
  request?: BesideRequest | undefined;
  signal: AbortSignal;
}

/**
 * Copies a video that workers have stitched out of its plan's store to where it was asked for, with what comes with it.
 *
 * @throws OutputError when it is not there, or is not what was planned; InputError, DiskFullError, StoreError
 */
export async function fetchVideo(
  store: Store,
  plan: Plan,
  { request = requestOf(plan), signal }: FetchOptions,
): Promise<FinishedVideo> {
  const target = parseOutput(request.output);
  if (typeof target === 'string') throw new InputError(target);
  const names = storedNames(plan, extrasOf(request));
  const { notes, refused } = await readResult(store, names.result);
  const claim = await claimOutputs([target, ...targetsBeside(request)]);
  try {
    return await withCleanup(async (defer) => {
      const output = await openPartialOutput(target);
      defer(output.discard);
      for (const { name, path } of parts(names, output.target)) await copyOut(store, { name, path, signal });
      const { firstNumber, total: frames } = plan.frames;
      const expected = { frames, ...framePixels(plan.stage), encoding: encodingOf(plan, target), firstNumber };
      const facts = await checkVideo(output.target, expected);
      const beside = [];
      const paths = pathsBeside(request);
      for (const kind of ['poster', 'contactSheet', 'manifest'] as const) {
        const path = paths[kind];
        if (path === null) continue;
        const file = await openPartialFile(path);
        defer(file.discard);
        await copyOut(store, { name: names[kind], path: file.path, signal });
        beside.push(file);
      }
      signal.throwIfAborted();
      await claim.assertHeld();
      const published = await output.publish();
      for (const file of beside) await file.publish();
      const { width, height, fps, duration, bytes } = facts;
      return {
        path: targetPath(target),
        ...{ frames, width, height, fps, duration, bytes, codec: plan.video.codec, ...paths },
        ...{ notes: [...new Set([...plan.notes, ...notes, ...published])], refused },
      };
    });
  } finally {
    await claim.release();
  }
}

/** What was asked for when the plan was made. */
export function requestOf({ output: { path, ...beside } }: Plan): BesideRequest {
  return { output: path, ...beside };
}

/** What lies in the store, and where each goes. */
function parts(
  { video, pictures }: ReturnType<typeof storedNames>,
  target: OutputTarget,
): { name: string; path: string }[] {
  if (target.kind === 'file') return [{ name: video, path: target.path }];
  return pictures.map(({ name, number }) => ({ name, path: join(target.folder, pictureName(target.name, number)) }));
}

async function readResult(store: Store, name: string) {
  const text = await store.read(name);
  if (!text) throw new OutputError(`${store.location} has no stitched video`);
  return resultSchema.parse(JSON.parse(text.toString()));
}

async function copyOut(
  store: Store,
  { name, path, signal }: { name: string; path: string; signal: AbortSignal },
): Promise<void> {
  const bytes = await store.stream(name);
  if (!bytes) throw new OutputError(`${name} is missing in ${store.location}`);
  try {
    await pipeline(bytes, createWriteStream(path), { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!isDiskFull(error)) throw error;
    throw new DiskFullError(dirname(path), 'the video could not be written', { neededBytes: 1, cause: error });
  }
}
