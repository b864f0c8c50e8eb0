/**
 * Whether a request of the page may leave this machine: an https GET to exactly one of these hosts, on the usual port.
 *
 * @param allowHosts host names in lower case, as `URL` gives them
 */
export function mayLeave({ url, method }: { url: string; method: string }, allowHosts: readonly string[]): boolean {
  const { protocol, hostname, port } = new URL(url);
  return method === 'GET' && protocol === 'https:' && port === '' && allowHosts.includes(hostname);
}

/** What to do about requests that were refused, undefined when there were none that an option could let through. */
export function adviseOnRefused(refused: Iterable<string>): string | undefined {
  const addresses = [...refused].map((url) => new URL(url)).filter(({ protocol }) => /^https?:$/.test(protocol));
  const hosts = [...new Set(addresses.map(({ hostname }) => hostname))];
  if (hosts.length === 0) return undefined;
  const option = `allowHosts: [${hosts.map((host) => `'${host}'`).join(', ')}]`;
  const flags = hosts.map((host) => `--allow-host ${host}`).join(' ');
  return `there is no network, and the page asked for ${hosts.join(', ')}; to let it through over https: ${option} (${flags})`;
}
