import type { Redis } from 'ioredis';
import { codeOf, messageOf } from '../caught.ts';
import { InputError, QueueError } from '../errors.ts';
import { orAborted } from '../or-aborted.ts';
import { withCleanup } from '../with-cleanup.ts';
import type { QueuePackages } from './queue-packages.ts';
import type { RedisAddress } from './redis-address.ts';

/** A Redis that answered once. */
export interface RedisConnection {
  readonly client: Redis;
  /** Aborts with a `QueueError` when Redis has been away for too long. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

/** How long a Redis may be away once it has answered: a restart with a large data set, a move to another machine. */
const OUTAGE_MS = 5 * 60_000;

/** A Redis that does not answer when all begins is rarely there a minute later. */
const CONNECT_MS = 8000;

/** BullMQ's own commands wait ten seconds at most. A server without an answer for three times that is taken for lost. */
const SILENCE_MS = 30_000;

interface ConnectOptions {
  packages: QueuePackages;
  address: RedisAddress;
  signal?: AbortSignal | undefined;
  outageMs?: number | undefined;
}

/**
 * Connects for the time of `work`. What does not answer at the start is an error, what goes away later is waited for.
 *
 * @throws InputError when Redis refuses the password, or its certificate is not trusted
 * @throws QueueError when it cannot be reached, or refuses what `work` asks
 */
export async function withRedis(
  options: ConnectOptions,
  work: (redis: RedisConnection, defer: (close: () => Promise<void>) => void) => Promise<void>,
): Promise<void> {
  try {
    await withCleanup(async (defer) => {
      const redis = await connectRedis(options);
      defer(redis.close);
      await work(redis, defer);
    });
  } catch (error) {
    // Its memory is full, the user may not write.
    if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
    throw new QueueError(`Redis at ${options.address.name} says: ${error.message}`, { cause: error });
  }
}

async function connectRedis({
  packages: { Redis },
  address,
  signal,
  outageMs = OUTAGE_MS,
}: ConnectOptions): Promise<RedisConnection> {
  let answered = false;
  let problem: unknown;
  const client = new Redis({
    ...address.options,
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Commands wait for Redis to come back, for as long as an outage may last.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (answered ? Math.min(50 * 2 ** times, 2000) : null),
  });
  client.on('error', (error) => {
    problem = error;
  });
  const overdue = AbortSignal.timeout(CONNECT_MS);
  const until = signal ? AbortSignal.any([signal, overdue]) : overdue;
  try {
    await orAborted(client.connect(), until);
    await orAborted(client.ping(), until);
  } catch (error) {
    client.disconnect();
    signal?.throwIfAborted();
    const silence = new Error(`no answer within ${CONNECT_MS / 1000} s`);
    throw whyNotConnected(problem ?? (overdue.aborted ? silence : error), address);
  }
  answered = true;
  const lost = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onClose = () => {
    timer ??= setTimeout(() => {
      const seconds = Math.round(outageMs / 1000);
      lost.abort(new QueueError(`Redis at ${address.name} was away for ${seconds} s: ${messageOf(problem)}`));
      client.disconnect();
    }, outageMs);
  };
  client.on('close', onClose);
  client.on('ready', () => {
    clearTimeout(timer);
    timer = undefined;
  });
  return {
    client,
    lost: lost.signal,
    close: async () => {
      client.off('close', onClose);
      clearTimeout(timer);
      client.disconnect();
    },
  };
}

function whyNotConnected(error: unknown, { name, options }: RedisAddress): Error {
  const message = messageOf(error);
  const cause = { cause: error };
  if (/WRONGPASS|NOAUTH|invalid password|without any password/i.test(message)) {
    return new InputError(`Redis at ${name} refuses the user or the password: ${message}`, cause);
  }
  if (/certificate|self-signed|altnames/i.test(`${codeOf(error)} ${message}`)) {
    const advice = 'NODE_EXTRA_CA_CERTS names a file with further authorities';
    return new InputError(`The certificate of Redis at ${name} is not trusted: ${message} (${advice})`, cause);
  }
  const tls = options.tls ? 'Does it speak TLS there (rediss://)?' : 'Is it running? With TLS it is rediss://.';
  return new QueueError(`Redis at ${name} cannot be reached: ${message}. ${tls}`, cause);
}
