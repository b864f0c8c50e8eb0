import { z } from 'zod';
import { InputError } from '../errors.ts';
import { outputShape } from '../options/output-options.ts';
import { loadQueuePackages } from '../queue/queue-packages.ts';
import { parseRedisUrl } from '../queue/redis-address.ts';
import { renderOnQueue } from '../queue/render-on-queue.ts';
import { planAmongOthers } from '../segments/plan.ts';
import { untilSignal } from './exit.ts';
import { jobOptions, type RenderFlags } from './job-flags.ts';
import { withProgress } from './progress-bar.ts';
import { printBeside, printNotes, printVideo } from './summary.ts';

/** Where the video goes, and what comes with it. Whether it can has been checked with the rest. */
const requestSchema = z.object(outputShape).pick({
  output: true,
  poster: true,
  posterFrame: true,
  contactSheet: true,
  contactSheetOutput: true,
  manifest: true,
});

/** What is the workers' own. */
const LOCAL = ['workers', 'lanes', 'resume'] as const;

/** `plotreel render --redis --store`: the workers of a queue render, and the video is fetched from the store. */
export async function runRenderOnQueue(input: string, flags: RenderFlags): Promise<void> {
  const { redis, store: folder } = flags;
  if (folder === undefined)
    throw new InputError('Expected --redis to come with --store, where all workers find the plan');
  for (const name of LOCAL) {
    if (flags[name] !== undefined) throw new InputError(`Expected --${name} to be left out with --redis`);
  }
  // Before the plan, which takes longer.
  parseRedisUrl(redis);
  await loadQueuePackages();
  const options = await jobOptions(input, flags);
  const result = await withProgress(flags, (onProgress) =>
    untilSignal(async (signal) => {
      // What the flags say is checked where all options are.
      const planned = await planAmongOthers({ ...options, signal, folder } as Parameters<typeof planAmongOthers>[0]);
      const onNotice = (message: string) => {
        if (flags.json) console.log(JSON.stringify({ type: 'notice', message }));
        else if (!flags.quiet) console.error(message);
      };
      // The plan may be there from before, made for another name.
      const request = requestSchema.parse(options);
      return renderOnQueue(planned.folder, { request, redis, signal, onProgress, onNotice });
    }),
  );
  if (flags.json) console.log(JSON.stringify({ type: 'result', ...result }));
  else if (!flags.quiet) {
    printVideo(result);
    printBeside(result);
    printNotes(result);
  }
}
