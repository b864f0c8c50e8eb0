import type { JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { BATCH, cancelJobs } from './cancel-jobs.ts';
import type { FlowIds, JobData, PlotreelQueue } from './jobs.ts';
import type { OpenQueue } from './open-queue.ts';
import type { Extras, PlanRef } from './plan-work.ts';
import { segmentPriority, virtualTime } from './virtual-time.ts';

/** What fails for a moment (a full disk, a bucket that is busy) is tried again after 2, 4, 8 and 16 seconds, or a little less. */
const RETRIES: JobsOptions = { attempts: 5, backoff: { type: 'exponential', delay: 2000, jitter: 0.5 } };

/** Finished stitch jobs stay until all who wait for them have seen it, and no more than this. */
const KEPT = { age: 600, count: 50 };

/** Should whoever submits die in the middle of it, the stitching goes on after this, and says what is missing. */
const GATE_MS = 5 * 60_000;

interface Flow {
  ids: FlowIds;
  plan: PlanRef;
  extras: Extras;
  /** Indices of the segments that are still to do. */
  segments: readonly number[];
}

/**
 * Puts a plan into its queue: a stitch job whose children are its segments. One that is there already is left as it is,
 * and completed where it is not whole.
 */
export async function addFlow(
  { queue, client, flows }: OpenQueue,
  { ids, plan, extras, segments }: Flow,
): Promise<void> {
  if (await isUnderWay(queue, client, ids)) return;
  const stitch: JobData = { kind: 'stitch', ...plan, extras };
  const gate: JobData = { kind: 'gate' };
  const time = await virtualTime(queue);
  await flows.add({
    name: stitch.kind,
    queueName: queue.name,
    data: stitch,
    // Without a priority it goes before all segments.
    opts: { ...RETRIES, jobId: ids.stitch, removeOnComplete: KEPT, removeOnFail: KEPT },
    children: [
      {
        name: gate.kind,
        queueName: queue.name,
        data: gate,
        opts: { jobId: ids.gate, delay: GATE_MS, removeOnComplete: true, removeOnFail: true },
      },
    ],
  });
  for (let start = 0; start < segments.length; start += BATCH) {
    await queue.addBulk(
      segments.slice(start, start + BATCH).map((index, number) => ({
        name: 'segment',
        data: { kind: 'segment', ...plan, index },
        opts: {
          ...RETRIES,
          jobId: ids.segment(index),
          priority: segmentPriority(time, start + number),
          parent: { id: ids.stitch, queue: queue.qualifiedName },
          failParentOnFailure: true,
          removeOnComplete: true,
          // Until it has been read what went wrong.
          removeOnFail: { age: 600, count: 1000 },
        },
      })),
    );
  }
  await queue.remove(ids.gate);
}

/**
 * Whether somebody has submitted it whole, and it has not ended. What is left of one that has ended is removed: a segment
 * that has failed would not be added again.
 */
async function isUnderWay(queue: PlotreelQueue, client: Redis, ids: FlowIds): Promise<boolean> {
  const state = await queue.getJobState(ids.stitch);
  const ended = state === 'completed' || state === 'failed' || (await failedSegments(queue, ids)).length > 0;
  if (!ended && state !== 'unknown') return (await queue.getJobState(ids.gate)) === 'unknown';
  const failed = await queue.getFailed(0, -1);
  const own = failed.flatMap(({ id = '' }) => (id.startsWith(ids.segments) ? [id] : []));
  await cancelJobs(queue, client, [ids.stitch, ...own]);
  return false;
}

/** Ids of a plan's segments that have failed for good, a hundred at most. */
export async function failedSegments(queue: PlotreelQueue, ids: FlowIds): Promise<string[]> {
  const { failed = [] } = await queue.getBackend().getDependencies(ids.stitch, { failed: { count: 100 } });
  return failed.map((key) => key.slice(key.lastIndexOf(':') + 1));
}
