import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../caught.ts';
import { PlotreelError } from '../errors.ts';
import { orAborted } from '../or-aborted.ts';
import { addFlow, failedSegments } from './add-flow.ts';
import { cancelJobs } from './cancel-jobs.ts';
import { type RedisConnection, withRedis } from './connect-redis.ts';
import { watchWorkers } from './connected-workers.ts';
import { type FlowIds, flowIds, PREFIX } from './jobs.ts';
import { followProgress, type QueueProgress, type Segment } from './live-progress.ts';
import { type OpenQueue, openQueue } from './open-queue.ts';
import type { Extras } from './plan-work.ts';
import { loadQueuePackages } from './queue-packages.ts';
import { parseRedisUrl } from './redis-address.ts';
import { watchFlow } from './watch-flow.ts';

/** A plan in a store that all workers reach. */
export interface QueueJob {
  /** Location of the plan's store, as workers shall open it. */
  store: string;
  /** The plan's spec hash. */
  spec: string;
  segments: readonly Segment[];
  /** Pictures that are wanted with the video. */
  extras: Extras;
  /** Hash of all versions that decide pixels. */
  environment: string;
  /** These versions, for people: 'Chromium 156.0.7444.0, ffmpeg 5.1.9'. */
  versions: string;
}

export interface SubmitOptions {
  /** URL of Redis. @default PLOTREEL_REDIS */
  redis?: string | undefined;
  /** Ends it: segments that have not begun are removed, those at work are stopped. */
  signal?: AbortSignal | undefined;
  /** Called twice a second. */
  onProgress?: ((progress: QueueProgress) => void) | undefined;
  /** Called when no worker is there that could take the job, and when Redis goes away or comes back. */
  onNotice?: ((message: string) => void) | undefined;
  /** How long Redis may be away, in milliseconds. @default 300000 */
  outageMs?: number | undefined;
}

/** How long Redis may take to close connections, and to forget what is not wanted any more. */
const CLOSE_MS = 5000;

/** After a connection has ended. */
const AGAIN_MS = 500;

/**
 * Has the workers of a queue render a plan's segments and stitch them. Resolves when the video is in the store.
 *
 * A plan that is in the queue already is waited for. One that Redis has lost is put in again.
 *
 * @throws SegmentError as soon as a segment has failed for good
 * @throws OutputError when stitching failed
 * @throws QueueError when Redis cannot be reached, or was away for too long
 * @throws InputError for a wrong URL or password, and when BullMQ is not installed
 */
export async function submit(job: QueueJob, options: SubmitOptions = {}): Promise<void> {
  const address = parseRedisUrl(options.redis);
  const packages = await loadQueuePackages();
  await withRedis({ packages, address, ...options }, async (redis, defer) => {
    defer(tellOutages(redis, { name: address.name, ...options }));
    const open = openQueue(packages, redis, job.environment);
    const [seconds] = await redis.client.time();
    const events = new packages.bullmq.QueueEvents(open.queue.name, {
      connection: redis.client,
      prefix: PREFIX,
      // From now on, not from when the first read gets through.
      lastEventId: `${seconds}000-0`,
    });
    events.on('error', () => {});
    // Without a Redis there is nothing to wait for.
    defer(() => within(redis.client.status === 'ready' ? CLOSE_MS : 0, events.close()));
    const signal = options.signal ? AbortSignal.any([options.signal, redis.lost]) : redis.lost;
    const ids = flowIds(job);
    const progress = followProgress(events, ids, job.segments);
    const workers = watchWorkers(redis.client, { ...job, onNotice: options.onNotice });
    const onLook = async () => {
      const count = await workers();
      options.onProgress?.(progress.now(count));
    };
    const plan = { location: job.store, spec: job.spec };
    const once = async () => {
      await addFlow(open, { ids, plan, extras: job.extras, segments: progress.missing() });
      return watchFlow(open.queue, ids, { signal, onLook });
    };
    try {
      while ((await orAborted(throughOutage(once, signal), signal)) === 'gone') {
        // Whoever has removed it is done with that by then.
        await delay(CLOSE_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
      options.onProgress?.(progress.done());
    } catch (error) {
      const rest = cancelRest(open, ids, { segments: job.segments, keepFailed: !signal.aborted });
      await within(
        CLOSE_MS,
        rest.catch(() => {}),
      );
      throw error;
    }
  });
}

/** Tells when Redis goes away and comes back. @returns what ends that */
function tellOutages(
  { client }: RedisConnection,
  { name, onNotice }: { name: string; onNotice?: SubmitOptions['onNotice'] },
): () => Promise<void> {
  let isAway = false;
  const onStatus = (away: boolean) => {
    // Every attempt to connect again ends as a connection does.
    if (away !== isAway) onNotice?.(`Redis at ${name} is ${away ? 'away; waiting for it' : 'back'}`);
    isAway = away;
  };
  const [onClose, onReady] = [() => onStatus(true), () => onStatus(false)];
  client.on('close', onClose).on('ready', onReady);
  return async () => void client.off('close', onClose).off('ready', onReady);
}

/** ioredis gives up on a group of commands whose connection ends in the middle of it; others it sends again by itself. */
const INTERRUPTED = /connection close|Connection is closed|ECONNRESET|EPIPE|Socket timeout/i;

/** Does it again when a connection has ended in the middle of it. It goes on from what Redis has then. */
async function throughOutage<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || error instanceof PlotreelError || !INTERRUPTED.test(messageOf(error))) throw error;
      await delay(AGAIN_MS, undefined, { signal });
    }
  }
}

/** Removes what is left of a plan. After a failure, what tells others of it stays. */
async function cancelRest(
  { queue, client }: OpenQueue,
  ids: FlowIds,
  { segments, keepFailed }: { segments: readonly Segment[]; keepFailed: boolean },
): Promise<void> {
  if (client.status !== 'ready') return;
  const kept = keepFailed ? [ids.stitch, ...(await failedSegments(queue, ids))] : [];
  // Those at work first: nothing of them is needed any more.
  const active = (await queue.getActive()).flatMap(({ id = '' }) => (id.startsWith(ids.segments) ? [id] : []));
  const waiting = segments.flatMap(({ index, done }) => (done ? [] : [ids.segment(index)]));
  const all = new Set([ids.stitch, ...active, ids.gate, ...waiting]);
  for (const id of kept) all.delete(id);
  await cancelJobs(queue, client, [...all]);
}

/** Waits for work that may hang, no longer than some milliseconds. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  await Promise.race([work, delay(milliseconds, undefined, { ref: false })]);
}
