import type { PlotreelQueue } from './jobs.ts';

/** Above it, BullMQ refuses. */
export const LAST_PRIORITY = 2 ** 21 - 1;

/**
 * The virtual time of start-time fair queueing: the smallest priority that waits. A segment's priority is the virtual
 * time at its submission plus its number in the job, so that jobs take turns, segment by segment, and a small job
 * behind a large one starts at once.
 *
 * https://doi.org/10.1109/90.649569 (Goyal, Vin, Cheng: Start-Time Fair Queueing)
 */
export async function virtualTime(queue: PlotreelQueue): Promise<number> {
  // One of them may be taken between the two reads that this is.
  const [first] = await queue.getPrioritized(0, 0);
  return first?.priority ?? 1;
}

/** Priority of a job's nth segment, 0-based. Beyond BullMQ's range all are equal: first come, first served. */
export function segmentPriority(virtualTime: number, number: number): number {
  return Math.min(virtualTime + number, LAST_PRIORITY);
}
