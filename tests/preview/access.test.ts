import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPreview, type Preview } from '../../src/preview/open-preview.ts';
import { fixture, scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();
const job = { scene: fixture('index-card'), output: join(folder, 'out.mp4') };
let preview: Preview;
let port: number;

beforeAll(async () => {
  preview = await openPreview(job, { command: '' });
  port = Number(new URL(preview.url).port);
});
afterAll(() => preview.close());

/** Status of a request with these headers, which browsers would not let a page set. */
function statusOf(path: string, headers: Record<string, string>, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });
}

describe('a preview answers', () => {
  it.each([
    ['its own page', '/', {}],
    ['its own page by name', '/', { Host: 'localhost:5173' }],
    [
      'a link to it',
      '/',
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' },
    ],
    ['requests of its page', '/api/state', { 'Sec-Fetch-Site': 'same-origin' }],
  ])('%s', async (_, path, headers) => {
    expect(await statusOf(path, headers)).toBe(200);
  });
});

describe('a preview refuses', () => {
  it.each<[string, string, Record<string, string>, string?]>([
    ['names of others that lead here', '/', { Host: 'evil.example' }],
    ['names of others that lead here, for data', '/api/state', { Host: `evil.example:5173` }],
    ['addresses of this machine that it is not at', '/api/state', { Host: '10.0.0.1:5173' }],
    ['other origins', '/api/state', { Origin: 'http://evil.example' }],
    ['other origins on this machine', '/api/state', { Origin: 'http://127.0.0.1:9' }],
    ['pages without an origin', '/api/state', { Origin: 'null' }],
    ['other sites', '/scene.js', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
    ['other ports of this machine', '/@vite/client', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' }],
    [
      'frames of others',
      '/',
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
    ],
    ['renders without its token', '/api/render', {}, 'POST'],
    ['renders with a wrong token', '/api/render', { 'x-plotreel-token': 'guessed' }, 'POST'],
  ])('%s', async (_, path, headers, method) => {
    expect(await statusOf(path, headers, method)).toBe(403);
  });

  it.each([
    ['files beside its page', '/@fs/etc/passwd'],
    ['files of the workspace that it lies in', `/@fs${new URL('../../package.json', import.meta.url).pathname}`],
    ['files above its page', '/../../package.json'],
    ['files above its page, encoded', '/%2e%2e/%2e%2e/package.json'],
    ['to start an editor', '/__open-in-editor?file=/etc/passwd'],
    ['videos before there is one', '/video/out.mp4'],
  ])('%s', async (_, path) => {
    expect([403, 404]).toContain(await statusOf(path, {}));
  });

  it('WebSockets of other origins', async () => {
    const headers = {
      ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
      ...{ 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Protocol': 'vite-hmr' },
    };
    expect(await statusOf('/', { ...headers, Origin: 'http://evil.example' })).not.toBe(101);
  });
});

it('a preview listens on 127.0.0.1 alone', async () => {
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const hosts = ['127.0.0.2', ...others.filter(({ address }) => address !== '127.0.0.1').map(({ address }) => address)];
  for (const host of hosts) {
    const connected = await new Promise((resolve) => {
      const socket = connect({ host, port }, () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.setTimeout(5000, () => resolve(false));
    });
    expect([host, connected]).toEqual([host, false]);
  }
});

it('a preview takes the next port that is free, unless it was told which', async () => {
  const next = await openPreview(job, { command: '' });
  try {
    expect(Number(new URL(next.url).port)).toBeGreaterThan(port);
  } finally {
    await next.close();
  }
  await expect(openPreview(job, { command: '', port })).rejects.toThrow(`Port ${port} is in use`);
});
