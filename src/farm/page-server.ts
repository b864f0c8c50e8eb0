import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from 'puppeteer-core';
import { BrowserError } from '../errors.ts';
import { mayLeave } from './allowed-hosts.ts';
import { contentPolicy } from './content-policy.ts';

/** Pages live on an https origin of their own: a secure context, without a port. Nothing resolves it. */
export const ORIGIN = 'https://stage.plotreel.invalid';

const PAGE_FOLDER = new URL('../../dist/page/', import.meta.url);

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

/** What a page may have besides its own files. */
export interface PageContent {
  /** The scene's bundle, /scene.js. */
  sceneCode: string;
  /** Font files, /fonts/0 and so on. */
  fonts: readonly Buffer[];
  /** Hosts that the page may reach over https. */
  allowHosts: readonly string[];
}

export interface PageServer {
  /** URLs that were refused, each once. */
  readonly refused: ReadonlySet<string>;
  /** URLs that allowed hosts did not answer, or not well, and why. */
  readonly failed: ReadonlyMap<string, string>;
}

/**
 * Answers the requests of a page over the debugging pipe: its own files from dist/page, the scene's bundle, fonts. Those
 * to an allowed host go out; every other request is refused.
 */
export async function servePage(page: Page, session: CDPSession, content: PageContent): Promise<PageServer> {
  if (!existsSync(PAGE_FOLDER))
    throw new BrowserError(`${fileURLToPath(PAGE_FOLDER)} is missing: run \`npm run build\``);
  const refused = new Set<string>();
  const failed = new Map<string, string>();
  const policy = contentPolicy({ origin: ORIGIN, ...content });
  session.on('Fetch.requestPaused', async (paused) => {
    const { requestId, request, resourceType, responseErrorReason, responseStatusCode = 0 } = paused;
    try {
      const { origin, pathname } = new URL(request.url);
      const path = pathname === '/' ? '/index.html' : pathname;
      const file = origin === ORIGIN ? await findPageFile(path, content) : undefined;
      if (responseErrorReason !== undefined || responseStatusCode > 0) {
        if (responseErrorReason !== undefined) failed.set(request.url, responseErrorReason);
        if (responseStatusCode >= 400) failed.set(request.url, `HTTP status ${responseStatusCode}`);
        await session.send('Fetch.continueRequest', { requestId });
      } else if (file) {
        await session.send('Fetch.fulfillRequest', {
          requestId,
          responseCode: 200,
          responseHeaders: [
            { name: 'Content-Type', value: file.type },
            { name: 'Content-Security-Policy', value: policy },
            { name: 'X-Content-Type-Options', value: 'nosniff' },
          ],
          body: file.base64,
        });
      } else if (mayLeave(request, content.allowHosts)) {
        // Comes back with the answer.
        await session.send('Fetch.continueRequest', { requestId, interceptResponse: true });
      } else {
        refused.add(request.url);
        // Instead of a page that was aborted the browser shows none of its own: the scene's stays.
        const errorReason = resourceType === 'Document' ? 'Aborted' : 'AccessDenied';
        await session.send('Fetch.failRequest', { requestId, errorReason });
      }
    } catch {
      // The page is gone, and with it the request; or its file cannot be read, and it gets no other answer.
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => {});
    }
  });
  // What the policy forbids is not asked for in the first place.
  await watchPolicy(session, refused);
  // A worker keeps what was refused before anybody watched. One that is gone by then is not missed.
  page.on('workercreated', ({ client }) => void watchPolicy(client, refused).catch(() => {}));
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  return { refused, failed };
}

/** Notes what the content security policy of a page or a worker has refused, from the beginning. */
async function watchPolicy(session: CDPSession, refused: Set<string>): Promise<void> {
  session.on('Audits.issueAdded', ({ issue }) => {
    const url = issue.details.contentSecurityPolicyIssueDetails?.blockedURL;
    // Else it is 'inline', or a scheme such as 'data'.
    if (url?.includes('//')) refused.add(url);
  });
  await session.send('Audits.enable');
}

/** What dist/page holds, by path: nothing else on disk can be asked for, whatever a path looks like. */
const pageFiles = new Map<string, Promise<string>>();

/** Reads a file of dist/page, once for all stages; undefined when it holds none of that path. */
async function readPageFile(pathname: string): Promise<string | undefined> {
  if (!pageFiles.has(pathname)) {
    const names = await readdir(PAGE_FOLDER, { recursive: true });
    const name = names.find((name) => `/${name.replaceAll(sep, '/')}` === pathname);
    if (name === undefined || extname(name) === '') return undefined;
    const reading = readFile(join(fileURLToPath(PAGE_FOLDER), name), 'base64');
    pageFiles.set(pathname, reading);
    reading.catch(() => pageFiles.delete(pathname));
  }
  return pageFiles.get(pathname);
}

/** A file of a page by its path: its own, the scene's bundle, a font. undefined: there is none. */
export async function findPageFile(
  pathname: string,
  content: Pick<PageContent, 'sceneCode' | 'fonts'>,
): Promise<{ base64: string; type: string } | undefined> {
  if (pathname === '/scene.js')
    return { base64: Buffer.from(content.sceneCode).toString('base64'), type: typeOf(pathname) };
  const font = content.fonts[Number(/^\/fonts\/(\d+)$/.exec(pathname)?.[1])];
  if (font) return { base64: font.toString('base64'), type: 'application/octet-stream' };
  const base64 = await readPageFile(pathname);
  return base64 === undefined ? undefined : { base64, type: typeOf(pathname) };
}

function typeOf(path: string): string {
  return CONTENT_TYPES[extname(path)] ?? 'application/octet-stream';
}
