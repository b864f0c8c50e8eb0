/**
 * Whether a request of the page may leave this machine: an https GET to exactly one of these hosts, on the usual port.
 *
 * @param allowHosts host names in lower case, as `URL` gives them
 */
export function mayLeave({ url, method }: { url: string; method: string }, allowHosts: readonly string[]): boolean {
  const { protocol, hostname, port } = new URL(url);
  return method === 'GET' && protocol === 'https:' && port === '' && allowHosts.includes(hostname);
}

/** An error's message, with what to do about it when the page had asked for something that it may not have. */
export function withNetworkAdvice(message: string, refused: Iterable<string>): string {
  const hosts = [...new Set([...refused].map((url) => new URL(url).host))].filter((host) => host !== '');
  if (hosts.length === 0) return message;
  const option = `allowHosts: [${hosts.map((host) => `'${host}'`).join(', ')}]`;
  const flags = hosts.map((host) => `--allow-host ${host}`).join(' ');
  return `${message}\nThe page has no network, and asked for ${hosts.join(', ')}. To let it through, over https: ${option} or ${flags}`;
}
