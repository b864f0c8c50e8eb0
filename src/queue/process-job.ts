import type { Redis } from 'ioredis';
import { codeOf, messageOf } from '../caught.ts';
import { FrameError, SceneError } from '../errors.ts';
import type { Failure, JobResult, PlotreelJob } from './jobs.ts';
import type { KeptRenderer } from './kept-renderer.ts';
import type { PlanWork } from './plan-work.ts';
import type { QueuePackages } from './queue-packages.ts';
import type { JobEvent } from './worker-event.ts';

interface Context {
  packages: QueuePackages;
  client: Redis;
  renderer: KeptRenderer;
  work: PlanWork;
  /** Gives the job back to the queue, for another worker. */
  giveBack: AbortSignal;
  isPermanent: (error: unknown) => boolean;
  onEvent: (event: JobEvent) => void;
}

/** A job tells its progress so often, and hears then that it is not wanted any more. */
const HEARTBEAT_MS = 1000;

/** BullMQ's code of a job that is not there. */
const NO_JOB = -1;

/** Does one job, as BullMQ's workers want it: what is thrown decides what becomes of the job. */
export async function processJob(job: PlotreelJob, token: string | undefined, context: Context): Promise<JobResult> {
  const { packages, client, renderer, work, giveBack, isPermanent, onEvent } = context;
  const { data } = job;
  if (data.kind === 'gate') return 'done';
  const { location } = data;
  const segment = data.kind === 'segment' ? data.index : null;
  const tell = (type: JobEvent['type'], error?: unknown) =>
    onEvent({ type, location, segment, ...(error !== undefined && { message: messageOf(error) }) });
  if (data.kind === 'segment' && !(await isWanted(job, client))) {
    tell('cancelled');
    return 'unwanted';
  }
  tell('started');
  const cancelled = new AbortController();
  let frames = 0;
  const heartbeat = setInterval(() => {
    // While Redis is away, they would only pile up.
    if (client.status !== 'ready') return;
    job.updateProgress(frames).catch((error) => {
      if (codeOf(error) === NO_JOB) cancelled.abort();
    });
  }, HEARTBEAT_MS);
  // At once, and before what is at work has ended. It does not count as an attempt.
  let returned: Promise<void> | undefined;
  const onGiveBack = () => {
    returned = job.moveToDelayed(Date.now(), token);
    returned.catch(() => {});
  };
  giveBack.addEventListener('abort', onGiveBack);
  try {
    const signal = AbortSignal.any([cancelled.signal, giveBack]);
    const onProgress = (now: number) => {
      frames = now;
    };
    if (data.kind === 'stitch') await work.stitch(data, { extras: data.extras, signal });
    else await (await renderer.open(data)).render(data.index, { signal, onProgress });
    tell('finished');
    return 'done';
  } catch (error) {
    // What has failed once may not be as it was.
    await renderer.close().catch((closing) => tell('failed', closing));
    if (returned) {
      await returned;
      tell('returned');
      throw new packages.bullmq.DelayedError();
    }
    if (cancelled.signal.aborted) {
      tell('cancelled');
      throw error;
    }
    const permanent = isPermanent(error);
    const last = permanent || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    tell(last ? 'failed' : 'retried', error);
    if (last)
      await job.updateData({ ...data, failure: describe(error, { permanent, attempts: job.attemptsMade + 1 }) });
    throw permanent ? new packages.bullmq.UnrecoverableError(messageOf(error)) : error;
  } finally {
    clearInterval(heartbeat);
    giveBack.removeEventListener('abort', onGiveBack);
  }
}

/** Whether its siblings are still wanted: none has failed for good, and nobody has removed the whole. */
async function isWanted({ parentKey = '' }: PlotreelJob, client: Redis): Promise<boolean> {
  const [name, failedChild, finishedOn] = await client.hmget(parentKey, 'name', 'defa', 'finishedOn');
  return name !== null && failedChild === null && finishedOn === null;
}

function describe(error: unknown, { permanent, attempts }: { permanent: boolean; attempts: number }): Failure {
  const message = permanent ? messageOf(error) : `${messageOf(error)} (tried ${attempts} times)`;
  if (error instanceof FrameError) return { message, frame: error.frame, places: error.places };
  return error instanceof SceneError ? { message, places: error.places } : { message };
}
