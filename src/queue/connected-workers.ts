import type { Redis } from 'ioredis';
import { PREFIX, queueName } from './jobs.ts';

/** Workers that Redis knows. */
interface ConnectedWorkers {
  /** With the versions that are asked for. */
  fitting: number;
  /** With others. */
  others: number;
}

interface Watch {
  environment: string;
  versions: string;
  onNotice: ((message: string) => void) | undefined;
}

/** Listing all clients of a Redis is nothing to do twice a second. */
const COUNT_MS = 5000;

/**
 * Keeps an eye on the workers, and says once when none is there that could take the job.
 *
 * @returns how many there are, null where Redis does not tell
 */
export function watchWorkers(client: Redis, { environment, versions, onNotice }: Watch): () => Promise<number | null> {
  let countedAt = Number.NEGATIVE_INFINITY;
  let workers: ConnectedWorkers | undefined;
  let told = false;
  return async () => {
    if (performance.now() - countedAt >= COUNT_MS) {
      countedAt = performance.now();
      workers = await countWorkers(client, environment);
      if (workers?.fitting === 0 && !told) onNotice?.(noWorkers(workers, versions));
      told = workers?.fitting === 0;
    }
    return workers?.fitting ?? null;
  };
}

function noWorkers({ others }: ConnectedWorkers, versions: string): string {
  const elsewhere = others === 0 ? '' : `; ${others} with other versions ${others === 1 ? 'is' : 'are'}`;
  return `No worker with these versions is connected${elsewhere}. The job waits for one with ${versions}`;
}

/** Counts the workers that are connected; undefined where a Redis does not tell. */
async function countWorkers(client: Redis, environment: string): Promise<ConnectedWorkers | undefined> {
  const list = await client.client('LIST').catch(() => undefined);
  if (typeof list !== 'string') return undefined;
  // Worker connections of BullMQ are called PREFIX:QUEUE:w:NAME, the queue's name in base64.
  const queues = [...list.matchAll(new RegExp(` name=${PREFIX}:([^: ]+):w:`, 'g'))].map(([, queue]) => queue);
  const wanted = Buffer.from(queueName(environment)).toString('base64');
  const fitting = queues.filter((queue) => queue === wanted).length;
  return { fitting, others: queues.length - fitting };
}
