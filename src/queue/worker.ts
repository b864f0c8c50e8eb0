import { once } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { cancelJobs } from './cancel-jobs.ts';
import { withRedis } from './connect-redis.ts';
import { type JobData, type JobResult, type PlotreelJob, PREFIX } from './jobs.ts';
import { keepRenderer } from './kept-renderer.ts';
import { type OpenQueue, openQueue } from './open-queue.ts';
import type { PlanWork } from './plan-work.ts';
import { processJob } from './process-job.ts';
import { loadQueuePackages } from './queue-packages.ts';
import { parseRedisUrl } from './redis-address.ts';
import type { ConnectionEvent, WorkerEvent } from './worker-event.ts';

export interface WorkerOptions {
  /** URL of Redis. @default PLOTREEL_REDIS */
  redis?: string | undefined;
  /** Hash of all versions that decide pixels: jobs of others are not taken. */
  environment: string;
  work: PlanWork;
  /** Whether trying again is of no use. */
  isPermanent: (error: unknown) => boolean;
  /** Drains the worker: it takes nothing new, and ends when what it has is done, or its grace is over. */
  signal?: AbortSignal | undefined;
  /** How long draining may take before the job is given back, in milliseconds. @default 25000 */
  graceMs?: number | undefined;
  onEvent?: ((event: WorkerEvent) => void) | undefined;
  /** How long Redis may be away, in milliseconds. @default 300000 */
  outageMs?: number | undefined;
  /** A worker that gives no sign for so long has lost its job, in milliseconds. @default 20000 */
  lockMs?: number | undefined;
}

/** Kubernetes kills after 30 seconds: five are left for closing. Docker has to be told to wait longer than its 10. */
const GRACE_MS = 25_000;

const LOCK_MS = 20_000;

/** Giving the job back, and closing browsers. */
const CLOSE_MS = 4000;

/** A segment that three workers did not survive is not given to a fourth. */
const STALLED_TWICE = 2;

/**
 * Takes jobs from the queue of its environment, one at a time, until the signal aborts.
 *
 * @throws QueueError when Redis cannot be reached, or was away for too long
 * @throws InputError for a wrong URL or password, and when BullMQ is not installed
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { environment, work, isPermanent, graceMs = GRACE_MS, lockMs = LOCK_MS, onEvent = () => {} } = options;
  const packages = await loadQueuePackages();
  const address = parseRedisUrl(options.redis);
  if (options.signal?.aborted) return;
  await withRedis({ packages, address, ...options }, async (redis, defer) => {
    const tell = (type: ConnectionEvent['type']) => onEvent({ type, redis: address.name });
    let isAway = false;
    const onStatus = (away: boolean) => {
      // Every attempt to connect again ends as a connection does.
      if (away !== isAway) tell(away ? 'away' : 'back');
      isAway = away;
    };
    redis.client.on('close', () => onStatus(true)).on('ready', () => onStatus(false));
    const open = openQueue(packages, redis, environment);
    const giveBack = new AbortController();
    const renderer = keepRenderer(work, giveBack.signal);
    defer(() => Promise.race([renderer.close(), delay(CLOSE_MS, undefined, { ref: false })]));
    const context = { packages, client: redis.client, renderer, work, giveBack: giveBack.signal, isPermanent, onEvent };
    let atWork: Promise<unknown> = Promise.resolve();
    const worker = new packages.bullmq.Worker<JobData, JobResult, string>(
      open.queue.name,
      (job, token) => {
        const work = processJob(job, token, context);
        atWork = work.catch(() => null);
        return work;
      },
      {
        connection: redis.client,
        prefix: PREFIX,
        autorun: false,
        name: `${hostname()}-${process.pid}`,
        lockDuration: lockMs,
        stalledInterval: lockMs / 4,
        maxStalledCount: STALLED_TWICE,
        // After an outage, sooner than BullMQ's 15 seconds.
        runRetryDelay: 1000,
      },
    );
    let problem = '';
    worker.on('error', ({ name, message }) => {
      // Others are jobs that were taken away while they were at work, and Redis that is away: both told elsewhere.
      if (name !== 'ReplyError' || message === problem) return;
      problem = message;
      onEvent({ type: 'problem', message });
    });
    // With nothing left to do, the next job is another plan's.
    worker.on('drained', () => void renderer.close().catch(() => {}));
    worker.on('failed', (job) => void (job && removeSiblings(open, job).catch(() => {})));
    const stop = options.signal ? AbortSignal.any([options.signal, redis.lost]) : redis.lost;
    const running = worker.waitUntilReady().then(() => {
      tell('ready');
      return worker.run();
    });
    running.catch(() => {});
    if (!stop.aborted) await Promise.race([once(stop, 'abort'), running]);
    const closed = worker.close();
    await Promise.race([atWork, delay(redis.lost.aborted ? 0 : graceMs, undefined, { ref: false })]);
    giveBack.abort();
    // Without a Redis to tell, it would wait for one.
    await Promise.race([closed, delay(CLOSE_MS, undefined, { ref: false })]);
    redis.lost.throwIfAborted();
  });
}

/** What is left of a plan of which one segment has failed for good. Whoever submitted it may be gone. */
async function removeSiblings({ queue, client }: OpenQueue, { data, id = '' }: PlotreelJob): Promise<void> {
  if (data.kind !== 'stitch') return;
  const { unprocessed = [] } = await queue.getBackend().getDependencies(id, {});
  await cancelJobs(
    queue,
    client,
    unprocessed.map((key) => key.slice(key.lastIndexOf(':') + 1)),
  );
}
