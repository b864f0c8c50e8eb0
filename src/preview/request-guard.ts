import type { IncomingHttpHeaders } from 'node:http';

/** Names of this machine that lead to it only. Any port: it may be reached through a tunnel. */
const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Why a request is refused; undefined: it may pass. Other pages in the same browser can send requests to this machine, and
 * read the answers when a name of theirs leads here (DNS rebinding).
 */
export function refusalOf(headers: IncomingHttpHeaders): string | undefined {
  const { host = '', origin } = headers;
  if (!OWN_NAMES.has(host.replace(/:\d+$/, ''))) return `This preview is not at '${host}'`;
  if (origin !== undefined && origin !== `http://${host}`) return `'${origin}' may not use this preview`;
  const site = headers['sec-fetch-site'];
  const fromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
  // To follow a link to it is no danger: the page cannot be put into another's frame.
  const followed = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return fromElsewhere && !followed ? 'Other sites may not use this preview' : undefined;
}
