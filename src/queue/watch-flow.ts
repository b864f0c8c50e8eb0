import { setTimeout as delay } from 'node:timers/promises';
import { OutputError, SegmentError } from '../errors.ts';
import { failedSegments } from './add-flow.ts';
import type { FlowIds, PlotreelQueue } from './jobs.ts';

/** Redis is asked so often; the answer takes it some microseconds. */
const LOOK_MS = 500;

/** What BullMQ says of a job whose workers died with it, again and again. */
const STALLED = 'job stalled more than allowable limit';

/**
 * Waits for the end of a plan's jobs. @returns 'stitched', or 'gone' when Redis knows nothing of them
 *
 * @throws SegmentError when a segment failed for good; OutputError when stitching did
 */
export async function watchFlow(
  queue: PlotreelQueue,
  ids: FlowIds,
  { signal, onLook }: { signal: AbortSignal; onLook: () => Promise<void> },
): Promise<'stitched' | 'gone'> {
  for (;;) {
    const [state, [failed]] = await Promise.all([queue.getJobState(ids.stitch), failedSegments(queue, ids)]);
    if (failed !== undefined) throw await whySegmentFailed(queue, ids, failed);
    if (state === 'failed') throw await whyNotStitched(queue, ids);
    if (state === 'completed') return 'stitched';
    if (state === 'unknown') return 'gone';
    await onLook();
    await delay(LOOK_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function whySegmentFailed(queue: PlotreelQueue, ids: FlowIds, id: string): Promise<SegmentError> {
  const job = await queue.getJob(id);
  const index = Number(id.slice(ids.segments.length));
  if (job?.failedReason === STALLED) {
    return new SegmentError(
      index,
      `${job.stalledCounter} workers died or stopped in the middle of it, the last one on ${job.processedBy}. ` +
        'Did they run out of memory? It is not tried again',
    );
  }
  const failure = job && job.data.kind !== 'gate' ? job.data.failure : undefined;
  return new SegmentError(index, failure?.message ?? job?.failedReason ?? 'it failed', { ...failure });
}

async function whyNotStitched(queue: PlotreelQueue, ids: FlowIds): Promise<OutputError> {
  const job = await queue.getJob(ids.stitch);
  const reason = job?.failedReason === STALLED ? 'the workers died in the middle of it' : job?.failedReason;
  return new OutputError(`The segments could not be stitched: ${reason}`);
}
