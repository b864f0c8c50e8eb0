import { environmentName } from '../environment.ts';
import { orAborted } from '../or-aborted.ts';
import type { FinishedVideo } from '../render-result.ts';
import { requirePlan } from '../segments/plan-folder/plan-file.ts';
import { planStatus } from '../segments/status.ts';
import { openStore } from '../store/open-store.ts';
import { type FetchOptions, fetchVideo, requestOf } from './fetch-video.ts';
import { extrasOf } from './stored-video.ts';
import { type SubmitOptions, submit } from './submit.ts';

/**
 * Has the workers of a queue render a plan, and fetches the video. Segments that are in the folder
 * are not rendered again.
 *
 * @param folder of the plan, as workers reach it: a shared path, or s3://bucket/prefix
 * @throws as `submit` and `fetchVideo`
 */
export async function renderOnQueue(folder: string, options: SubmitOptions & FetchOptions): Promise<FinishedVideo> {
  const store = await openStore(folder);
  const plan = await requirePlan(store);
  const request = options.request ?? requestOf(plan);
  const { missing, damaged } = await orAborted(planStatus(folder), options.signal);
  const toDo = new Set([...missing, ...Object.keys(damaged).map(Number)]);
  const { plotreel, chromium, ffmpeg, fonts, platform } = plan.environment;
  await submit(
    {
      store: store.location,
      spec: plan.spec,
      segments: plan.segments.map(({ frames }, index) => ({ index, frames, done: !toDo.has(index) })),
      extras: extrasOf(request),
      environment: environmentName(plan.environment),
      versions: `plotreel ${plotreel}, Chromium ${chromium}, ffmpeg ${ffmpeg}, fonts ${fonts}, ${platform}`,
    },
    options,
  );
  return fetchVideo(store, plan, { request, signal: options.signal });
}
