import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import S3rver from '@20minutes/s3rver';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { scratchFolder } from './scratch.ts';

/** Answers a request itself, and says so by true, or changes how it is answered. */
type Intervention = (request: IncomingMessage, response: ServerResponse) => boolean;

/** An S3-compatible server on this machine for the tests of a file, with one bucket. */
export interface S3Server {
  /** Whether it knows `If-None-Match` on writes. @default true, again before each test */
  conditional: boolean;
  /** None at the start of each test. */
  intervene: Intervention | undefined;
  /** The requests since the test began. */
  readonly requests: { method: string; path: string; headers: IncomingMessage['headers'] }[];
  /** A part of the bucket that nothing is in. */
  location(): string;
}

export const BUCKET = 'plans';

/**
 * Starts s3rver, with one thing before it that it lacks: conditional writes, as S3 has them. A write of a taken name is
 * answered by 412, and one of a name that another request is writing just then by 409.
 */
export function s3Server(): S3Server {
  const options = { silent: true, vhostBuckets: false, configureBuckets: [{ name: BUCKET }] };
  const directory = scratchFolder();
  const s3rver = new S3rver({ ...options, directory });
  // It expects another signature than the SDK's for requests to the bucket itself: lists. There it is not checked.
  const unchecked = new S3rver({ ...options, directory, allowMismatchedSignatures: true }).callback();
  const checked = s3rver.callback();
  const writing = new Set<string>();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const path = decodeURIComponent(url.split('?')[0] ?? '');
    server.requests.push({ method, path, headers });
    if (server.intervene?.(request, response)) return;
    const serve = /^\/[^/]*\/$/.test(path) ? unchecked : checked;
    if (!server.conditional || headers['if-none-match'] !== '*' || method === 'GET') return serve(request, response);
    if (writing.has(path)) return refuse(request, response, { status: 409, code: 'ConditionalRequestConflict' });
    writing.add(path);
    response.on('close', () => writing.delete(path));
    const [bucket = '', ...key] = path.slice(1).split('/');
    if (!(await s3rver.store.existsObject(bucket, key.join('/')))) return serve(request, response);
    return refuse(request, response, { status: 412, code: 'PreconditionFailed' });
  };

  const http = createServer((request, response) => void answer(request, response));
  const server: S3Server = {
    conditional: true,
    intervene: undefined,
    requests: [],
    location: () => `s3://${BUCKET}/${randomUUID()}`,
  };

  beforeAll(async () => {
    await s3rver.configureBuckets();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    http.closeAllConnections();
    http.close();
  });
  beforeEach(() => {
    Object.assign(server, { conditional: true, intervene: undefined });
    server.requests.length = 0;
    const address = http.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    stubS3({ endpoint: `http://127.0.0.1:${port}` });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  return server;
}

/** Has the SDK find this, and nothing of the machine's. */
export function stubS3({ endpoint, secret = 'S3RVER' }: { endpoint: string; secret?: string }): void {
  vi.stubEnv('AWS_ENDPOINT_URL_S3', endpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'S3RVER');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
}

/** Answers with an error as S3 does. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code }: { status: number; code: string },
): void {
  request.resume();
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>Refused by the test</Message></Error>`);
}
