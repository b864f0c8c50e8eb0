import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowIds, PREFIX, queueName } from '../../src/queue/jobs.ts';
import type { QueueProgress } from '../../src/queue/live-progress.ts';
import { submit } from '../../src/queue/submit.ts';
import { NO_REDIS, startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { finished, makePlan, rendered, startWorker, video } from './worker-processes.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index).join(' ');

describe.skipIf(NO_REDIS)(`submit()${NO_REDIS ? ` (left out: ${NO_REDIS})` : ''}`, () => {
  test('has segments rendered by two workers, each with one renderer, and stitched', async () => {
    const redis = await startRedis();
    const plan = await makePlan(20, ['slow-30']);
    const workers = [startWorker(redis.url), startWorker(redis.url)];
    await until(() => workers.every((worker) => worker.has('ready')), 'both workers');
    const seen: QueueProgress[] = [];
    await submit(plan, { redis: redis.url, onProgress: (progress) => seen.push(progress) });
    expect(video(plan)).toBe(numbers(20));
    expect(
      rendered(workers)
        .toSorted((a, b) => Number(a) - Number(b))
        .join(' '),
    ).toBe(numbers(20));
    for (const worker of workers) {
      expect(worker.has('rendering')).toBe(true);
      expect(worker.lines().filter(({ type }) => type === 'opened')).toHaveLength(1);
    }
    expect(seen[0]).toMatchObject({ total: 200, workers: 2 });
    expect(seen.every(({ frames }) => frames <= 200)).toBe(true);
  });

  test('leaves a bounded rest in Redis', async () => {
    const redis = await startRedis();
    startWorker(redis.url);
    const plan = await makePlan(30);
    await submit(plan, { redis: redis.url });
    const keys = await redis.client.keys('*');
    expect(keys.filter((key) => !key.startsWith(`${PREFIX}:`))).toEqual([]);
    expect(keys.filter((key) => key.includes('segment-'))).toEqual([]);
    // The stitch job itself, with what it was made of; and the queue's own counters.
    expect(keys.filter((key) => key.includes(flowIds(plan).stitch)).length).toBeLessThanOrEqual(2);
    expect(keys.length).toBeLessThan(12);
  });

  test('only submits what is not done, and only stitches when all is', async () => {
    const redis = await startRedis();
    const worker = startWorker(redis.url);
    const plan = await makePlan(4);
    await submit(
      { ...plan, segments: plan.segments.map((one) => ({ ...one, done: one.index < 2 })) },
      { redis: redis.url },
    );
    expect(rendered([worker]).toSorted()).toEqual([2, 3]);
    rmSync(join(plan.store, 'video'));
    await submit({ ...plan, segments: plan.segments.map((one) => ({ ...one, done: true })) }, { redis: redis.url });
    expect(video(plan)).toBe('2 3');
  });

  test('tells how far all workers are, and attaches to the same plan while it is at work', async () => {
    const redis = await startRedis();
    const plan = await makePlan(6, ['hold-2']);
    const workers = [startWorker(redis.url), startWorker(redis.url)];
    const live: number[] = [];
    const first = submit(plan, { redis: redis.url, onProgress: ({ frames }) => live.push(frames) });
    await until(() => [2, 3].every((index) => rendered(workers).includes(index)), 'both to work');
    // Two segments, and half of two that are at work.
    await until(() => live.includes(30), 'their progress');
    const seen: number[] = [];
    const second = submit(plan, { redis: redis.url, onProgress: ({ frames }) => seen.push(frames) });
    await until(() => seen.length > 0, 'the second to wait');
    rmSync(join(plan.store, 'hold-2'));
    await Promise.all([first, second]);
    expect(seen.at(-1)).toBe(60);
    // Each segment once, and the stitching.
    const started = workers.flatMap((worker) => worker.lines()).filter(({ type }) => type === 'started');
    expect(started).toHaveLength(7);
  });

  test('lets a small job behind a large one begin at once, and both go on alike', async () => {
    const redis = await startRedis();
    const large = await makePlan(60, ['hold-0', 'slow-20']);
    const small = { ...(await makePlan(5, ['slow-20'])), spec: 'b'.repeat(64) };
    const worker = startWorker(redis.url);
    const both = [submit(large, { redis: redis.url })];
    await until(() => worker.has('rendering'), 'the large job');
    let waiting = false;
    const done = submit(small, {
      redis: redis.url,
      onProgress: () => {
        waiting = true;
      },
    }).then(() => finished(large));
    await until(() => waiting, 'the small job');
    rmSync(join(large.store, 'hold-0'));
    // One at work, five turns, and one until the video is seen.
    expect(await done).toBeLessThan(25);
    const order = worker
      .lines()
      .flatMap(({ type, location }) => (type === 'started' ? [location === small.store] : []));
    const turns = order.slice(1, order.lastIndexOf(true));
    expect(turns.filter((isSmall) => isSmall).length).toBeGreaterThanOrEqual(turns.length / 2 - 1);
    await Promise.all(both);
    expect(video(large)).toBe(numbers(60));
  });

  test('says when no worker with these versions is connected, and others never take its segments', async () => {
    const redis = await startRedis();
    const plan = await makePlan(1);
    const other = startWorker(redis.url, { environment: 'ffffffffffffffffffff' });
    await until(() => other.has('ready'), 'the other worker');
    const notices: string[] = [];
    const submitted = submit(plan, { redis: redis.url, onNotice: (notice) => notices.push(notice) });
    await until(() => notices.length > 0, 'the notice');
    expect(notices).toEqual([
      'No worker with these versions is connected; 1 with other versions is. The job waits for one with Chromium 156, ffmpeg 5.1',
    ]);
    startWorker(redis.url);
    await submitted;
    expect(rendered([other])).toEqual([]);
  });

  test('goes on when another who waited for the same plan is aborted', async () => {
    const redis = await startRedis();
    const plan = await makePlan(400, ['hold-0']);
    const worker = startWorker(redis.url);
    const controller = new AbortController();
    const first = submit(plan, { redis: redis.url, signal: controller.signal });
    first.catch(() => {});
    await until(() => worker.has('rendering'), 'a segment');
    let attached = false;
    const second = submit(plan, {
      redis: redis.url,
      onProgress: () => {
        attached = true;
      },
    });
    await until(() => attached, 'the second to wait');
    controller.abort();
    await expect(first).rejects.toThrow();
    rmSync(join(plan.store, 'hold-0'));
    await second;
    expect(video(plan)).toBe(numbers(400));
  });

  test('tries a segment that has failed again, also when Redis has forgotten all but that', async () => {
    const redis = await startRedis();
    startWorker(redis.url);
    const plan = await makePlan(2, ['fail-1']);
    await expect(submit(plan, { redis: redis.url })).rejects.toThrow('Segment 1: Frame 13');
    const stitch = flowIds(plan).stitch;
    const queue = `${PREFIX}:${queueName(plan.environment)}`;
    await redis.client.del(await redis.client.keys(`${queue}:${stitch}*`));
    await redis.client.zrem(`${queue}:failed`, stitch);
    await redis.client.lrem(`${queue}:wait`, 0, stitch);
    expect(await redis.client.keys(`${queue}:segment-*`)).toHaveLength(1);
    rmSync(join(plan.store, 'fail-1'));
    await submit(plan, { redis: redis.url });
    expect(video(plan)).toBe(numbers(2));
  });

  test('removes its jobs and stops its segments when it is aborted', async () => {
    const redis = await startRedis();
    const plan = await makePlan(600, ['hold-0']);
    const worker = startWorker(redis.url);
    const controller = new AbortController();
    const reason = new Error('Ctrl-C');
    const submitted = submit(plan, { redis: redis.url, signal: controller.signal });
    await until(() => worker.has('rendering'), 'a segment');
    controller.abort(reason);
    await expect(submitted).rejects.toBe(reason);
    await until(() => worker.has('cancelled'), 'the segment at work to stop');
    expect((await redis.client.keys('*')).filter((key) => /:(stitch|gate|segment)-/.test(key))).toEqual([]);
    expect(readdirSync(plan.store)).toEqual(['hold-0']);
    // The same again, all of it.
    rmSync(join(plan.store, 'hold-0'));
    await submit(plan, { redis: redis.url });
    expect(video(plan)).toBe(numbers(600));
  });
});
