import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { ORIGIN } from '../../src/farm/page-server.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { loadSceneBundle } from '../../src/scene-bundle/scene-bundle.ts';
import { fixture } from './scratch.ts';

export interface BarePageOptions {
  /** Chromium's flags, given its profile. @default those without which it does not start here */
  flags?: (profile: string) => string[];
  /** The content security policy of the page. @default none */
  policy?: string;
  /** Refuse all requests but the page's own. @default false */
  refuseRequests?: boolean;
}

/** A page of the stages' origin without their protection, but for what is asked for. */
export interface BarePage {
  /** Calls `setup` of a scene of tests/fixtures, which makes no figure here. */
  setUp(scene: string, props: object): Promise<void>;
  close(): Promise<void>;
}

export async function openBarePage({ flags = bareFlags, policy, refuseRequests }: BarePageOptions): Promise<BarePage> {
  const profile = await mkdtemp(join(tmpdir(), 'test-plotreel-profile-'));
  const { path } = await requireBrowser();
  const browser = await puppeteer.launch({
    ...{ executablePath: path, pipe: true, ignoreDefaultArgs: true, protocolTimeout: 60_000 },
    args: flags(profile),
  });
  const [page] = await browser.pages();
  if (!page) throw new Error('The browser has no page');
  return {
    setUp: async (scene, props) => {
      const { code } = await loadSceneBundle(fixture(scene));
      await serve(page, { code, policy, pattern: refuseRequests ? '*' : `${ORIGIN}/*` });
      await page.goto(`${ORIGIN}/`);
      const setup = `import('/scene.js').then((scene) => scene.default.setup(${JSON.stringify(props)})).then(() => {})`;
      await page.evaluate(setup);
    },
    close: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function bareFlags(profile: string): string[] {
  return [
    ...['--headless', `--user-data-dir=${profile}`],
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    // Chromium's own protection of loopback, which is not what is tested.
    '--disable-features=LocalNetworkAccessChecks',
    'about:blank',
  ];
}

interface Served {
  code: string;
  policy: string | undefined;
  /** Of the requests that do not go out. */
  pattern: string;
}

async function serve(page: Page, { code, policy, pattern }: Served): Promise<void> {
  const session = await page.createCDPSession();
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const { origin, pathname } = new URL(request.url);
    const isScene = pathname === '/scene.js';
    const answered =
      origin === ORIGIN
        ? session.send('Fetch.fulfillRequest', {
            ...{
              requestId,
              responseCode: 200,
              body: Buffer.from(isScene ? code : '<!doctype html>').toString('base64'),
            },
            responseHeaders: [
              { name: 'Content-Type', value: isScene ? 'text/javascript' : 'text/html' },
              ...(policy === undefined ? [] : [{ name: 'Content-Security-Policy', value: policy }]),
            ],
          })
        : session.send('Fetch.failRequest', { requestId, errorReason: 'AccessDenied' });
    answered.catch(() => {});
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: pattern }] });
}
