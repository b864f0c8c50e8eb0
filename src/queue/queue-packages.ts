import type * as Bullmq from 'bullmq';
import type { Redis as RedisClient } from 'ioredis';
import { codeOf } from '../caught.ts';
import { InputError } from '../errors.ts';

/** The optional packages that only queues need. */
export interface QueuePackages {
  bullmq: typeof Bullmq;
  Redis: typeof RedisClient;
}

/** Loads them. @throws InputError when they are not installed */
export async function loadQueuePackages(): Promise<QueuePackages> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis };
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError('A queue needs two more packages: npm install bullmq ioredis', { cause: error });
  }
}
