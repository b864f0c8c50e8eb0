import { createServer, type Server } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DiskFullError, StoreError } from '../../src/errors.ts';
import { openBucketStore } from '../../src/store/bucket-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startCli } from '../support/cli.ts';
import { BUCKET, refuse, s3Server, stubS3 } from '../support/s3-server.ts';

const s3 = s3Server();

beforeEach(() => {
  // Each attempt after the first costs a pause.
  vi.stubEnv('AWS_MAX_ATTEMPTS', '2');
});

/** What reading a plan fails with. */
async function failureOf(location: string): Promise<StoreError> {
  const store = await openStore(location);
  const error: unknown = await store.read('plan.json').catch((thrown: unknown) => thrown);
  if (!(error instanceof StoreError)) throw new Error('It did not fail so', { cause: error });
  expect(error.message.startsWith(`In ${store.location} plan.json could not be read: `)).toBe(true);
  return error;
}

/** A server that does as it is told with each connection. */
async function tcpServer(connected: Parameters<typeof createServer>[1]): Promise<{ server: Server; endpoint: string }> {
  const server = createServer(connected);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return { server, endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

describe('a bucket that cannot be used: an error with its name that says what to do', () => {
  test.for<[fault: string, prepare: () => void, message: RegExp]>([
    [
      'wrong secret key',
      () => vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong'),
      /the credentials are wrong; correct AWS_SECRET_ACCESS_KEY/,
    ],
    [
      'unknown access key',
      () => vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDUNKNOWN'),
      /does not know these credentials; correct AWS_ACCESS_KEY_ID/,
    ],
    ['no credentials', () => stubCredentials(undefined), /no credentials were found; set AWS_ACCESS_KEY_ID/],
    ['no region', () => vi.stubEnv('AWS_REGION', undefined), /the region is not known; set AWS_REGION/],
    ['no right to read', () => refuseAll(403, 'AccessDenied'), /these credentials lack a right on plans: s3:GetObject/],
    [
      'another region',
      () => refuseAll(301, 'PermanentRedirect'),
      /the bucket plans is in another region; set AWS_REGION/,
    ],
  ])('%s', async ([fault, prepare, message], { task }) => {
    prepare();
    const error = await failureOf(s3.location());
    expect(error.message).toMatch(message);
    expect(error.transient).toBe(false);
    task.meta.row = { fault: `bucket: ${fault}`, seen: error.message.replace(/s3:\S+/, '…') };
  });

  test('no such bucket', async ({ task }) => {
    const error = await failureOf('s3://another/plan');
    expect(error.message).toMatch(/there is no bucket another; make it, or correct its name/);
    expect(error.transient).toBe(false);
    task.meta.row = { fault: 'bucket: it is not there', seen: error.message };
  });

  test('is told for all that is done with it', async () => {
    const store = await openStore('s3://another/plan');
    const file = await store.create('a');
    const calls: (() => Promise<unknown>)[] = [
      () => store.write('a', ''),
      () => store.write('a', '', { replace: true }),
      () => store.list(''),
      () => store.remove('a'),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow('there is no bucket another');
    await expect(file.publish()).rejects.toThrow(StoreError);
    await file.discard();
  });

  test('its server has no room', async ({ task }) => {
    refuseAll(507, 'XMinioStorageFull');
    const store = await openStore(s3.location());
    const error: unknown = await store.write('a', '').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DiskFullError);
    task.meta.row = { fault: 'bucket: its server is full', seen: String(error).replace(/s3:\S+/, '…') };
  });
});

describe('a server that may work again later: an error that says so, in time', () => {
  test.for<[fault: string, prepare: () => void, message: RegExp]>([
    ['503 SlowDown', () => refuseAll(503, 'SlowDown'), /the server is busy; try again later \(SlowDown/],
    ['500', () => refuseAll(500, 'InternalError'), /InternalError/],
  ])('%s', async ([fault, prepare, message], { task }) => {
    prepare();
    const error = await failureOf(s3.location());
    expect(error.message).toMatch(message);
    expect(error.transient).toBe(true);
    expect(s3.requests).toHaveLength(2);
    task.meta.row = { fault: `bucket: ${fault}`, seen: error.message.replace(/s3:\S+/, '…') };
  });

  test('nobody listens', async ({ task }) => {
    const { server, endpoint } = await tcpServer(() => {});
    await new Promise((resolve) => server.close(resolve));
    stubS3({ endpoint });
    const error = await failureOf(`s3://${BUCKET}/wave`);
    expect(error.message).toMatch(
      /its server does not answer; look at the network and AWS_ENDPOINT_URL_S3 \(.*ECONNREFUSED/,
    );
    expect(error.transient).toBe(true);
    task.meta.row = { fault: 'bucket: nobody listens', seen: error.message.replace(/:\d+/g, '') };
  });

  test('the name of its server is none', async ({ task }) => {
    stubS3({ endpoint: 'http://nowhere.invalid' });
    const error = await failureOf(`s3://${BUCKET}/wave`);
    expect(error.message).toMatch(/its server does not answer; .*nowhere\.invalid/);
    expect(error.transient).toBe(true);
    task.meta.row = { fault: "bucket: its server's name is none", seen: error.message };
  });

  test.for<[fault: string, answer: string]>([
    ['it takes the request and says nothing', ''],
    ['it stops in the middle of the content', 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\netag: "a"\r\n\r\n'],
    ['it stops again and again', 'HTTP/1.1 206 Partial\r\ncontent-length: 9\r\ncontent-range: bytes N-\r\n\r\nabc'],
  ])('%s', async ([fault, answer], { task }) => {
    const { endpoint } = await tcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (request) => {
        const [, start = '0'] = /^range: bytes=(\d+)-/im.exec(String(request)) ?? [];
        socket.write(answer.replace('N', start));
      });
    });
    stubS3({ endpoint });
    const store = await openBucketStore({ bucket: BUCKET, prefix: 'wave' }, { idleMs: 200 });
    const error: unknown = await store.read('plan.json').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ transient: true });
    expect(String(error)).toMatch(/its server does not answer; .*TimeoutError/);
    task.meta.row = { fault: `bucket: ${fault}`, seen: String(error) };
  });
});

test.for<[code: number, fault: string, location: string, env: Record<string, string>]>([
  [42, 'there is no such bucket', 's3://another/plan', {}],
  [42, 'the credentials are wrong', `s3://${BUCKET}/wave`, { AWS_SECRET_ACCESS_KEY: 'wrong' }],
  // Nothing listens at the port to which data was thrown away once.
  [75, 'its server does not answer', `s3://${BUCKET}/wave`, { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' }],
])('plotreel status ends at once with %i when %s', async ([code, fault, location, env], { task }) => {
  const cli = startCli(['status', location], { env });
  expect(await cli.ended).toBe(code);
  expect(cli.stderr()).toContain(`error: In ${location} plan.json could not be read: `);
  task.meta.row = { fault: `plotreel status of a bucket: ${fault}`, seen: `exit code ${code}` };
});

function refuseAll(status: number, code: string): void {
  s3.intervene = (request, response) => {
    refuse(request, response, { status, code });
    return true;
  };
}

function stubCredentials(value: undefined): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', value);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', value);
}
