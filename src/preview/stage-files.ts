import type { ServerResponse } from 'node:http';
import { contentPolicy } from '../farm/content-policy.ts';
import { findPageFile, type PageContent } from '../farm/page-server.ts';

/** The page that renders, by the name that it has in a preview. */
const STAGE = '/stage.html';

/**
 * Answers with a file of the page that renders, under the same content security policy as in a render.
 *
 * @returns false when there is no such file
 */
export async function sendStageFile(
  response: ServerResponse,
  { pathname, origin, content }: { pathname: string; origin: string; content: PageContent },
): Promise<boolean> {
  // The preview's own page has that name.
  if (pathname === '/index.html') return false;
  const file = await findPageFile(pathname === STAGE ? '/index.html' : pathname, content);
  if (!file) return false;
  response.writeHead(200, {
    'Content-Type': file.type,
    'Content-Security-Policy': contentPolicy({ origin, allowHosts: content.allowHosts, framed: true }),
    // The scene changes under its name; all else is the page's, and Plotly alone has megabytes.
    'Cache-Control': /^\/(scene\.js|fonts\/\d+|stage\.html)$/.test(pathname) ? 'no-store' : 'max-age=60',
  });
  response.end(Buffer.from(file.base64, 'base64'));
  return true;
}
