import type { FlowProducer } from 'bullmq';
import type { Redis } from 'ioredis';
import type { RedisConnection } from './connect-redis.ts';
import { type JobData, type JobResult, type PlotreelQueue, PREFIX, queueName } from './jobs.ts';
import type { QueuePackages } from './queue-packages.ts';

/** The queue of one environment, on a connection that is the caller's to close. */
export interface OpenQueue {
  queue: PlotreelQueue;
  flows: FlowProducer;
  client: Redis;
}

/** What passes through a queue is read as it comes; more of it would only stay in Redis. About 100 bytes each. */
const EVENTS = 5000;

export function openQueue({ bullmq }: QueuePackages, { client }: RedisConnection, environment: string): OpenQueue {
  const options = { connection: client, prefix: PREFIX };
  const queue = new bullmq.Queue<JobData, JobResult, string>(queueName(environment), {
    ...options,
    streams: { events: { maxLen: EVENTS } },
  });
  const flows = new bullmq.FlowProducer(options);
  // What fails for want of Redis is told by the connection, once.
  queue.on('error', () => {});
  flows.on('error', () => {});
  return { queue, flows, client };
}
