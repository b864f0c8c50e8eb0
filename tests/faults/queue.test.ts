import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { InputError, QueueError, SegmentError } from '../../src/errors.ts';
import { submit } from '../../src/queue/submit.ts';
import {
  makePlan,
  type RunningWorker,
  rendered,
  startSubmitter,
  startWorker,
  video,
} from '../queue/worker-processes.ts';
import { freePort, NO_REDIS, startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index).join(' ');

/** What the promise is rejected with. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.fail('It was done'),
    (error: unknown) => error,
  );
}

async function timed<T>(work: Promise<T>): Promise<{ result: T; seconds: number }> {
  const begun = performance.now();
  const result = await work;
  return { result, seconds: (performance.now() - begun) / 1000 };
}

describe.skipIf(NO_REDIS)(`the queue${NO_REDIS ? ` (left out: ${NO_REDIS})` : ''}`, () => {
  test('a worker killed in the middle of a segment: another renders it', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(4, ['hold-0']);
    const victim = startWorker(redis.url);
    const submitted = submit(plan, { redis: redis.url });
    await until(() => victim.has('rendering'), 'a segment');
    victim.child.kill('SIGKILL');
    await victim.ended;
    rmSync(join(plan.store, 'hold-0'));
    const other = startWorker(redis.url);
    const { seconds } = await timed(submitted);
    expect(video(plan)).toBe(numbers(4));
    expect(rendered([other]).toSorted()).toEqual([0, 1, 2, 3]);
    task.meta.row = {
      fault: 'queue worker killed mid-segment',
      seen: `done by another, ${seconds.toFixed(1)} s later`,
    };
  });

  test('three workers killed by one segment: reported, and given to no fourth', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(5, ['poison-3', 'slow-50']);
    // Each that dies is followed by another, as an orchestrator does it.
    const workers: RunningWorker[] = [];
    let over = false;
    const keepOne = (): void => {
      const worker = startWorker(redis.url);
      workers.push(worker);
      void worker.ended.then(() => !over && keepOne());
    };
    keepOne();
    const error = await failureOf(submit(plan, { redis: redis.url }));
    over = true;
    expect(error).toBeInstanceOf(SegmentError);
    expect(error).toMatchObject({
      segment: 3,
      message: expect.stringMatching(/^Segment 3: 3 workers died or stopped/),
    });
    const killed = rendered(workers).filter((index) => index === 3).length;
    expect(killed).toBe(3);
    expect(workers).toHaveLength(4);
    task.meta.row = {
      fault: 'one segment kills its worker, three times',
      seen: 'reported with its index, not tried again',
    };
  });

  test('a worker stopped for longer than its lock: another is faster, and it goes on', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(3, ['hold-0']);
    const stopped = startWorker(redis.url);
    const submitted = submit(plan, { redis: redis.url });
    await until(() => stopped.has('rendering', 0), 'a segment');
    stopped.child.kill('SIGSTOP');
    rmSync(join(plan.store, 'hold-0'));
    const other = startWorker(redis.url);
    await submitted;
    expect(rendered([other]).toSorted()).toEqual([0, 1, 2]);
    stopped.child.kill('SIGCONT');
    await until(() => stopped.has('finished', 0) || stopped.has('cancelled', 0), 'the stopped one to see it');
    other.child.kill('SIGTERM');
    await other.ended;
    const next = { ...(await makePlan(2)), spec: 'c'.repeat(64) };
    await submit(next, { redis: redis.url });
    expect(video(next)).toBe(numbers(2));
    expect(video(plan)).toBe(numbers(3));
    task.meta.row = {
      fault: 'queue worker stopped for longer than its lock',
      seen: 'done by another; it took the next job',
    };
  });

  test('a segment fails for good among twenty: told within seconds, its siblings end', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(20, ['fail-1', 'hold-0']);
    const workers = [startWorker(redis.url), startWorker(redis.url)];
    await until(() => workers.every((worker) => worker.has('ready')), 'both workers');
    const { result: error, seconds } = await timed(failureOf(submit(plan, { redis: redis.url })));
    expect(seconds).toBeLessThan(5);
    expect(error).toBeInstanceOf(SegmentError);
    expect(error).toMatchObject({
      segment: 1,
      frame: 13,
      places: ['at update'],
      message: 'Segment 1: Frame 13: y has no values',
    });
    await until(() => workers.some((worker) => worker.has('cancelled', 0)), 'the sibling at work to stop');
    expect(rendered(workers).toSorted()).toEqual([0, 1]);
    expect((await redis.client.keys('*:segment-*')).length).toBe(1);
    // And again, with the fault mended.
    for (const name of ['fail-1', 'hold-0']) rmSync(join(plan.store, name));
    await submit(plan, { redis: redis.url });
    expect(video(plan)).toBe(numbers(20));
    task.meta.row = {
      fault: 'one segment of twenty fails for good',
      seen: `told after ${seconds.toFixed(1)} s, siblings stopped`,
    };
  });

  test('what fails for a moment is tried again', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(3, ['trouble-1']);
    const worker = startWorker(redis.url);
    await submit(plan, { redis: redis.url });
    expect(worker.lines()).toContainEqual({
      type: 'retried',
      location: plan.store,
      segment: 1,
      message: 'the disk is busy',
    });
    expect(video(plan)).toBe(numbers(3));
    task.meta.row = { fault: 'a segment fails for a moment', seen: 'tried again after two seconds' };
  });

  test('Redis killed and started again with its data: all goes on', async ({ task }) => {
    const redis = await startRedis({ args: () => ['--appendonly', 'yes', '--appendfsync', 'always'] });
    const plan = await makePlan(8, ['hold-0']);
    const workers = [startWorker(redis.url), startWorker(redis.url)];
    const submitted = submit(plan, { redis: redis.url });
    await until(() => rendered(workers).length === 2, 'both to work');
    await redis.restart();
    rmSync(join(plan.store, 'hold-0'));
    await submitted;
    expect(video(plan)).toBe(numbers(8));
    expect(workers.every((worker) => worker.child.exitCode === null)).toBe(true);
    task.meta.row = { fault: 'Redis killed and restarted with its data', seen: 'workers and submitter went on' };
  });

  test('Redis killed and started again without its data: the job is put in again', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(8, ['hold-0']);
    const workers = [startWorker(redis.url), startWorker(redis.url)];
    const submitted = submit(plan, { redis: redis.url });
    await until(() => rendered(workers).length === 2, 'both to work');
    await redis.restart();
    rmSync(join(plan.store, 'hold-0'));
    await submitted;
    expect(video(plan)).toBe(numbers(8));
    task.meta.row = {
      fault: 'Redis killed and restarted without its data',
      seen: 'the submitter put the job in again',
    };
  });

  test('Redis killed while a job is put in: it is put in again', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(1200);
    const submitted = submit(plan, { redis: redis.url });
    let added = 0;
    while (added === 0) added = await redis.client.zcard('plotreel:e0e1e2e3e4e5e6e7:prioritized');
    await redis.restart();
    expect(added).toBeLessThan(1200);
    startWorker(redis.url);
    startWorker(redis.url);
    await submitted;
    expect(video(plan)).toBe(numbers(1200));
    task.meta.row = {
      fault: 'Redis killed while a job is put in',
      seen: `put in again after ${added} of 1200 segments`,
    };
  });

  test('Redis without memory says so', async ({ task }) => {
    const redis = await startRedis({ args: () => ['--maxmemory', '4mb'] });
    const plan = await makePlan(5000);
    const { result: error, seconds } = await timed(failureOf(submit(plan, { redis: redis.url })));
    expect(error).toBeInstanceOf(QueueError);
    expect(error).toMatchObject({ message: expect.stringMatching(/^Redis at 127.0.0.1:\d+ says: .*OOM/) });
    expect(seconds).toBeLessThan(20);
    task.meta.row = { fault: 'Redis without memory', seen: 'one error' };
  });

  test('Redis gone for good: submitter and worker say so after their time', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(2, ['hold-0']);
    const worker = startWorker(redis.url, { outageMs: 1500 });
    const submitted = failureOf(submit(plan, { redis: redis.url, outageMs: 1500 }));
    await until(() => worker.has('rendering'), 'a segment');
    await redis.kill();
    const error = await submitted;
    expect(error).toBeInstanceOf(QueueError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^Redis at 127.0.0.1:\d+ was away for 2 s: .*ECONNREFUSED/),
    });
    expect(await worker.ended).toBe(75);
    task.meta.row = { fault: 'Redis gone for good', seen: 'worker and submitter end with one error' };
  });

  test('the submitter killed: workers end the job', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(4, ['hold-0']);
    const worker = startWorker(redis.url);
    const submitter = startSubmitter(plan, redis.url);
    await until(() => worker.has('rendering'), 'a segment');
    submitter.kill('SIGKILL');
    rmSync(join(plan.store, 'hold-0'));
    await until(() => worker.lines().some(({ type, segment }) => type === 'finished' && segment === null), 'the video');
    expect(video(plan)).toBe(numbers(4));
    task.meta.row = { fault: 'submitter killed', seen: 'the workers ended the job' };
  });
});

describe.skipIf(NO_REDIS)('a Redis that does not let in is one error, at once', () => {
  const PASSWORD = 's3cret/@:';
  const encoded = encodeURIComponent(PASSWORD);

  test.for<[what: string, user: string, message: RegExp]>([
    ['a wrong password', ':wrong@', /refuses the user or the password: WRONGPASS/],
    ['no password', '', /refuses the user or the password: NOAUTH/],
    ['a wrong user', `nobody:${encoded}@`, /refuses the user or the password: WRONGPASS/],
  ])('%s', async ([what, user, message], { task }) => {
    const redis = await startRedis({ args: () => ['--requirepass', PASSWORD], user: `:${encoded}@` });
    const url = `redis://${user}127.0.0.1:${redis.port}`;
    const { result: error, seconds } = await timed(failureOf(submit(await makePlan(1), { redis: url })));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(String(error)).not.toContain('wrong@');
    expect(seconds).toBeLessThan(3);
    const worker = startWorker(url);
    expect(await worker.ended).toBe(2);
    expect(worker.lines()).toEqual([{ type: 'error', message: expect.stringMatching(message) }]);
    task.meta.row = { fault: `Redis with ${what}`, seen: 'one error at once' };
  });

  test('the right ones pass: password, and user of an access list', async () => {
    const redis = await startRedis({
      args: () => ['--requirepass', PASSWORD, '--user', 'farm', 'on', '>pw', '~plotreel:*', '+@all'],
      user: `:${encoded}@`,
    });
    const plan = await makePlan(2);
    startWorker('', {}, { PLOTREEL_REDIS: `redis://farm:pw@127.0.0.1:${redis.port}` });
    await submit(plan, { redis: redis.url });
    expect(video(plan)).toBe(numbers(2));
  });

  test('a user who may not write', async () => {
    const redis = await startRedis({
      args: () => ['--requirepass', PASSWORD, '--user', 'reader', 'on', '>pw', '~plotreel:*', '+@read', '+@connection'],
      user: `:${encoded}@`,
    });
    const url = `redis://reader:pw@127.0.0.1:${redis.port}`;
    const error = await failureOf(submit(await makePlan(1), { redis: url }));
    expect(error).toMatchObject({ name: 'QueueError', message: expect.stringMatching(/says: NOPERM/) });
  });

  test('nobody listens', async ({ task }) => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const { result: error, seconds } = await timed(failureOf(submit(await makePlan(1), { redis: url })));
    expect(error).toBeInstanceOf(QueueError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/cannot be reached: connect ECONNREFUSED .*Is it running/),
    });
    expect(seconds).toBeLessThan(3);
    expect(await startWorker(url).ended).toBe(75);
    task.meta.row = { fault: 'no Redis where one should be', seen: 'one error at once' };
  });

  test('something that is no Redis, and says nothing', async ({ task }) => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const url = `redis://127.0.0.1:${typeof address === 'object' && address?.port}`;
    const error = await failureOf(submit(await makePlan(1), { redis: url }));
    expect(error).toMatchObject({
      name: 'QueueError',
      message: expect.stringMatching(/reached: no answer within 8 s/),
    });
    task.meta.row = { fault: 'a server that accepts and says nothing', seen: 'one error after 8 s' };
  });

  test('TLS: trusted it works, untrusted and unencrypted are errors', async ({ task }) => {
    const { redis, ca } = await startTlsRedis();
    const plan = await makePlan(2);
    const untrusted = await failureOf(submit(plan, { redis: redis.url }));
    expect(untrusted).toBeInstanceOf(InputError);
    expect(untrusted).toMatchObject({
      message: expect.stringMatching(/certificate .* is not trusted: .*NODE_EXTRA_CA_CERTS/),
    });
    const plain = await failureOf(submit(plan, { redis: redis.url.replace('rediss', 'redis') }));
    expect(plain).toMatchObject({ name: 'QueueError', message: expect.stringMatching(/With TLS it is rediss:/) });
    const worker = startWorker(redis.url, {}, { NODE_EXTRA_CA_CERTS: ca });
    await until(() => worker.has('ready'), 'the worker');
    const submitter = startSubmitter(plan, redis.url, { NODE_EXTRA_CA_CERTS: ca });
    expect(await new Promise((resolve) => submitter.once('exit', resolve))).toBe(0);
    expect(video(plan)).toBe(numbers(2));
    task.meta.row = {
      fault: 'Redis with a certificate that nobody knows',
      seen: 'one error; NODE_EXTRA_CA_CERTS helps',
    };
  });
});

/** A Redis that speaks TLS only, with a certificate that its own authority has signed. */
async function startTlsRedis() {
  let ca = '';
  const redis = await startRedis({
    tls: { rejectUnauthorized: false },
    args: (folder, port) => {
      ca = join(folder, 'cert.pem');
      const key = join(folder, 'key.pem');
      const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
      const made = [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ];
      spawnSync('openssl', [...made, ...name, '-keyout', key, '-out', ca]);
      const files = [
        '--tls-cert-file',
        ca,
        '--tls-key-file',
        key,
        '--tls-ca-cert-file',
        ca,
        '--tls-auth-clients',
        'no',
      ];
      return ['--port', '0', '--tls-port', `${port}`, ...files];
    },
  });
  return { redis, ca };
}

describe.skipIf(NO_REDIS)('SIGTERM drains a worker', () => {
  test('it ends its segment, takes no other, and exits 0', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(3, ['hold-0']);
    const worker = startWorker(redis.url);
    const submitted = submit(plan, { redis: redis.url });
    await until(() => worker.has('rendering'), 'a segment');
    worker.child.kill('SIGTERM');
    // Time for one that would not wait.
    await delay(300);
    expect(worker.child.exitCode).toBe(null);
    rmSync(join(plan.store, 'hold-0'));
    expect(await worker.ended).toBe(0);
    expect(rendered([worker])).toEqual([0]);
    expect(worker.has('finished', 0)).toBe(true);
    expect(worker.has('closed')).toBe(true);
    startWorker(redis.url);
    await submitted;
    expect(video(plan)).toBe(numbers(3));
    task.meta.row = { fault: 'SIGTERM to a queue worker', seen: 'it ended its segment and exited 0' };
  });

  test('after its grace it gives the segment back at once, which counts as no attempt', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(1, ['hold-0']);
    const submitted = submit(plan, { redis: redis.url });
    // More often than attempts are allowed.
    for (let time = 0; time < 6; time++) {
      const worker = startWorker(redis.url, { graceMs: 100, lockMs: 60_000 });
      await until(() => worker.has('rendering'), 'the segment');
      worker.child.kill('SIGTERM');
      expect(await worker.ended).toBe(0);
      expect(worker.lines()).toContainEqual({ type: 'returned', location: plan.store, segment: 0 });
    }
    rmSync(join(plan.store, 'hold-0'));
    startWorker(redis.url);
    await submitted;
    expect(video(plan)).toBe('0');
    task.meta.row = {
      fault: 'SIGTERM to a queue worker, segment longer than its grace',
      seen: 'given back, six times',
    };
  });

  test('a second signal ends it at once', async ({ task }) => {
    const redis = await startRedis();
    const plan = await makePlan(1, ['hold-0']);
    const worker = startWorker(redis.url);
    const controller = new AbortController();
    const submitted = failureOf(submit(plan, { redis: redis.url, signal: controller.signal }));
    await until(() => worker.has('rendering'), 'the segment');
    worker.child.kill('SIGTERM');
    await until(() => worker.has('draining'), 'the first to be heard');
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(143);
    controller.abort();
    await submitted;
    task.meta.row = { fault: 'a second SIGTERM to a queue worker', seen: 'it ended at once, 143' };
  });

  test('an idle one ends soon when Redis is away', async ({ task }) => {
    const redis = await startRedis();
    const worker = startWorker(redis.url);
    await until(() => worker.has('ready'), 'the worker');
    await redis.kill();
    await until(() => worker.has('away'), 'the worker to see it');
    worker.child.kill('SIGTERM');
    const { result, seconds } = await timed(worker.ended);
    expect(result).toBe(0);
    expect(seconds).toBeLessThan(10);
    task.meta.row = { fault: 'SIGTERM to an idle queue worker without Redis', seen: 'it ended, 0' };
  });

  test('an idle one ends at once', async () => {
    const redis = await startRedis();
    const worker = startWorker(redis.url);
    await until(() => worker.has('ready'), 'the worker');
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
  });
});
