import type { Redis } from 'ioredis';
import type { PlotreelQueue } from './jobs.ts';

/** Round trips that are under way at once: Redis answers others in between. */
export const BATCH = 500;

/**
 * Removes jobs, whatever their state. A worker that has one of them at work sees that it is gone with its next sign of
 * life, and stops.
 */
export async function cancelJobs(queue: PlotreelQueue, client: Redis, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += BATCH) {
    await Promise.all(ids.slice(start, start + BATCH).map((id) => cancelJob(queue, client, id)));
  }
}

async function cancelJob(queue: PlotreelQueue, client: Redis, id: string): Promise<void> {
  if ((await queue.remove(id, { removeChildren: false })) === 1) return;
  await client.del(`${queue.toKey(id)}:lock`);
  await queue.remove(id, { removeChildren: false });
}
