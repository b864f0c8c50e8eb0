import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browserFlags } from '../../src/farm/browser-flags.ts';
import { contentPolicy } from '../../src/farm/content-policy.ts';
import { ORIGIN } from '../../src/farm/page-server.ts';
import { openStage } from '../../src/farm/stage.ts';
import { pack } from '../../src/frames/pack.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { type BarePageOptions, openBarePage } from '../support/bare-page.ts';
import { type Canary, openCanary } from '../support/canary.ts';
import { stageJob } from '../support/stage-job.ts';

const HOSTS = ['127.0.0.1', 'localhost', '[::1]', hostname()];

/** How long a request that got out may take to arrive. */
const ARRIVAL_MS = 1000;

let canary: Canary;
beforeAll(async () => {
  canary = await openCanary();
});
beforeEach(() => canary.clear());
afterAll(() => canary.close());

/** What reaches the canary from a page that tries all ways out. */
async function hitsFrom(options: BarePageOptions): Promise<ReadonlySet<string>> {
  const page = await openBarePage(options);
  try {
    await page.setUp('escapes', { port: canary.port, hosts: HOSTS, depart: false });
    await delay(ARRIVAL_MS);
    return new Set(canary.hits);
  } finally {
    await page.close();
  }
}

/** The flags of a stage's browser. */
async function stageFlags(allowHosts: readonly string[]): Promise<(profile: string) => string[]> {
  const { kind } = await requireBrowser();
  const sandbox = process.getuid?.() !== 0;
  const kindOfBrowser = { headlessShell: kind === 'headless-shell', gl: 'swiftshader', sandbox } as const;
  const options = { ...kindOfBrowser, allowHosts, memoryBytes: 2 ** 32 };
  return (profile) => browserFlags(options, profile);
}

/** What is sure to arrive from a page that nothing protects. */
const KNOWN_WAYS = [
  ...['UDP', 'TCP', 'upgrade /socket', 'upgrade /socket-stream', 'upgrade /worker-socket'],
  ...['POST /beacon', 'POST /ping', 'POST /post'],
  ...[
    ...['blank-frame', 'data.png', 'embed', 'events', 'face.woff2', 'fetch', 'font.woff2', 'frame.html', 'image.png'],
    ...['import.css', 'javascript-frame', 'keepalive', 'module.js', 'modulepreload', 'new-window', 'object', 'onerror'],
    ...['opened', 'prefetch', 'preload', 'sandboxed.png', 'script.js', 'speculated', 'srcdoc-script', 'srcdoc.png'],
    ...['srcset.png', 'stylesheet', 'svg.png', 'table.png', 'worker-fetch', 'worker-import.js', 'worker-xhr', 'xhr'],
  ].map((path) => `GET /${path}`),
];

test('without protection the canary is reached', async ({ task }) => {
  const hits = await hitsFrom({});
  expect([...hits]).toEqual(expect.arrayContaining(KNOWN_WAYS));
  task.meta.row = { fault: 'all ways out of a page, no protection', seen: `${hits.size} of them reach the canary` };
});

describe('each protection alone', () => {
  test('flags: nothing gets out', async ({ task }) => {
    const hits = await hitsFrom({ flags: await stageFlags([]) });
    expect([...hits]).toEqual([]);
    task.meta.row = { fault: 'all ways out of a page, flags alone', seen: 'none reaches the canary' };
  });

  test('the content security policy: nothing gets out of the page but WebRTC, of which policies know nothing', async ({
    task,
  }) => {
    const policy = contentPolicy({ origin: ORIGIN, allowHosts: [] });
    const hits = await hitsFrom({ policy });
    const beyond = ['TCP', 'UDP', 'GET /opened', 'GET /new-window'];
    expect([...hits].filter((hit) => !beyond.includes(hit))).toEqual([]);
    const seen = 'only WebRTC and new windows reach the canary';
    task.meta.row = { fault: 'all ways out of a page, policy alone', seen };
  });

  test('refused requests: nothing gets out but what does not pass there', async ({ task }) => {
    const hits = await hitsFrom({ refuseRequests: true });
    const beyond = /^(TCP|UDP|upgrade \/.*|GET \/(opened|new-window|speculated|prerendered|worker-.*|inner-worker))$/;
    expect([...hits].filter((hit) => !beyond.test(hit))).toEqual([]);
    const seen = 'only sockets, WebRTC, shared workers, new windows and prefetching reach the canary';
    task.meta.row = { fault: 'all ways out of a page, refused requests alone', seen };
  });
});

/** A few that must be among those that a stage lists. */
const LISTED = [
  ...['http://127.0.0.1:PORT/fetch', 'http://localhost:PORT/image.png', 'http://[::1]:PORT/import.css'],
  ...['ws://127.0.0.1:PORT/socket', 'http://127.0.0.1:PORT/font.woff2', 'http://127.0.0.1:PORT/worker-fetch'],
  ...['location', 'refresh', 'form', 'link', 'download'].map((path) => `http://127.0.0.1:PORT/${path}`),
  ...['https://127.0.0.1:PORT/'],
];

test('a stage lets nothing out, stays where it is and says what it refused', async ({ task }) => {
  const props = pack({ port: canary.port, hosts: HOSTS, depart: true }, 'props');
  const stage = await openStage(await stageJob('escapes', { props }), new AbortController().signal);
  try {
    await stage.drawInAllWays({ index: 0, params: null, previous: null });
    await delay(ARRIVAL_MS);
    expect([...new Set(canary.hits)]).toEqual([]);
    const { port } = canary;
    expect([...stage.refused]).toEqual(expect.arrayContaining(LISTED.map((url) => url.replace('PORT', String(port)))));
    task.meta.row = { fault: 'all ways out of a stage', seen: `none reaches the canary, ${stage.refused.size} listed` };
  } finally {
    await stage.close();
  }
});

describe('an allowed host', () => {
  const HOST = 'tiles.example.org';
  const others = [
    `http://${HOST}/`,
    `https://${HOST}:8443/`,
    `ws://${HOST}/`,
    `wss://${HOST}:8443/`,
    `https://a.${HOST}/`,
  ];

  /** What reaches the canary, which stands for the whole network, from a page with the flags of a stage. */
  const askFor = async (urls: string[], policy?: string) => {
    const flags = await stageFlags([HOST]);
    const everywhere = (flag: string) =>
      flag.replace(/^(--host-resolver-rules)=.*$/, `$1=MAP ${HOST}:* 127.0.0.1:${canary.port}, MAP * ~NOTFOUND`);
    const page = await openBarePage({ flags: (profile) => flags(profile).map(everywhere), policy });
    try {
      await page.setUp('requests', { urls });
      await delay(ARRIVAL_MS);
      return [...canary.hits];
    } finally {
      await page.close();
    }
  };

  test('is reached over https', async () => {
    expect(await askFor([`https://${HOST}/`])).toContain('TCP');
  });

  test('flags: is reached on no other port and in no other way', async ({ task }) => {
    expect(await askFor(others)).toEqual([]);
    task.meta.row = { fault: 'an allowed host by http, ws, other ports', seen: 'not reached' };
  });

  test('the content security policy: no WebSocket reaches it', async () => {
    const policy = contentPolicy({ origin: ORIGIN, allowHosts: [HOST] });
    expect(await askFor([`wss://${HOST}/`, ...others], policy)).toEqual([]);
  });
});
