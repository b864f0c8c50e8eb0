/**
 * Whether a request of the page may leave this machine: an https GET to exactly one of these hosts, on the usual port.
 *
 * @param allowHosts host names in lower case, as `URL` gives them
 */
export function mayLeave({ url, method }: { url: string; method: string }, allowHosts: readonly string[]): boolean {
  const { protocol, hostname, port } = new URL(url);
  return method === 'GET' && protocol === 'https:' && port === '' && allowHosts.includes(hostname);
}

/** Whether a host can be allowed: by its name alone, and none of this machine's own. */
export function isHostName(host: string): boolean {
  return /^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]([a-z\d-]*[a-z\d])?$/i.test(host) && !/\.localhost$/i.test(host);
}

function mayBeAllowed({ protocol, port, hostname }: URL): boolean {
  return protocol === 'https:' && port === '' && isHostName(hostname) && !hostname.endsWith('.plotreel.invalid');
}

/** What a page asked the network for in vain. */
export interface Unanswered {
  /** URLs that were refused. */
  refused: ReadonlySet<string>;
  /** URLs that allowed hosts did not answer, and why. */
  failed: ReadonlyMap<string, string>;
}

/** An error's message, with what to do about it when the page had asked for something that did not come. */
export function withNetworkAdvice(message: string, { refused, failed }: Unanswered): string {
  const [first] = failed;
  const lines = [message, ...(first ? [`${first[0]} did not come: ${first[1]}`] : [])];
  const urls = [...refused].map((url) => new URL(url));
  if (urls.length === 0) return lines.join('\n');
  const asked = [...new Set(urls.map(({ host, href }) => host || href))].join(', ');
  const hosts = [...new Set(urls.filter(mayBeAllowed).map(({ host }) => host))];
  const option = `allowHosts: [${hosts.map((host) => `'${host}'`).join(', ')}]`;
  const flags = hosts.map((host) => `--allow-host ${host}`).join(' ');
  const advice = hosts.length === 0 ? '' : ` To let it through, over https: ${option} or ${flags}`;
  lines.push(`The page has no network, and asked for ${asked}.${advice}`);
  return lines.join('\n');
}
