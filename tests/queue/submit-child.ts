// A submitter as a process of its own. Its argument is JSON.
import { type QueueJob, submit } from '../../src/queue/submit.ts';

const { plan, redis }: { plan: QueueJob; redis: string } = JSON.parse(process.argv[2] ?? '');
await submit(plan, { redis });
