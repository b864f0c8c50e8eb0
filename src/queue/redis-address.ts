import type { RedisOptions } from 'ioredis';
import { InputError } from '../errors.ts';

/** Where a Redis is. */
export interface RedisAddress {
  /** For people: host and port, never the password. */
  name: string;
  options: Pick<RedisOptions, 'host' | 'port' | 'db' | 'username' | 'password' | 'tls'>;
}

const EXPECTED =
  'Expected --redis (or PLOTREEL_REDIS) to be redis://[[user]:password@]host[:port][/database], with rediss:// for TLS';

/**
 * Reads a URL of a Redis. @param url by default PLOTREEL_REDIS: other users of the machine see command lines, not
 * environments. @throws InputError
 */
export function parseRedisUrl(url = process.env.PLOTREEL_REDIS): RedisAddress {
  if (url === undefined || url === '') throw new InputError(`${EXPECTED}, got nothing`);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const database = /^\/?(\d*)$/.exec(parsed?.pathname ?? '')?.[1];
  const [username, password] = [decoded(parsed?.username), decoded(parsed?.password)];
  const isRedis = ['redis:', 'rediss:'].includes(parsed?.protocol ?? '') && parsed?.hostname !== '';
  if (!parsed || !isRedis || database === undefined || username === undefined || password === undefined) {
    // What is between the slashes and the last @ may be a password.
    throw new InputError(`${EXPECTED}, got '${url.replace(/\/\/.*@/, '//…@')}'`);
  }
  // URLs write the addresses of IPv6 in brackets, sockets do not.
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(parsed.port || 6379);
  return {
    name: `${parsed.hostname}:${port}`,
    options: {
      host,
      port,
      db: Number(database || 0),
      ...(username !== '' && { username }),
      ...(password !== '' && { password }),
      ...(parsed.protocol === 'rediss:' && { tls: {} }),
    },
  };
}

/** Text out of a URL, undefined when it is not written as URLs write it. */
function decoded(text = ''): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
