import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { tempFolder } from '../install/temp-folder.ts';
import { until } from './until.ts';

/** Why tests that need a Redis are left out, undefined when they can run. */
export const NO_REDIS =
  spawnSync('redis-server', ['--version']).status === 0 ? undefined : 'redis-server is not installed here';

/** A redis-server of its own, ended with the test. */
export interface TestRedis {
  url: string;
  port: number;
  /** Another connection, for what only tests look at. */
  client: Redis;
  process(): ChildProcess;
  /** Kills it (SIGKILL) and starts it again on the same port. What it held is there again with an append-only file. */
  restart(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

interface RedisSetup {
  /** Further arguments of redis-server, for a folder of its own. */
  args?: (folder: string, port: number) => string[];
  /** Between redis:// and the host. */
  user?: string;
  tls?: { rejectUnauthorized: boolean };
}

/** Starts a redis-server on a free port of the loopback device. */
export async function startRedis({ args = () => [], user = '', tls }: RedisSetup = {}): Promise<TestRedis> {
  const folder = await tempFolder();
  const port = await freePort();
  const listen = tls ? [] : ['--port', `${port}`];
  const command = [...listen, '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...args(folder, port)];
  const url = `${tls ? 'rediss' : 'redis'}://${user}127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    const server = spawn('redis-server', command, { stdio: ['ignore', 'pipe', 'inherit'] });
    child = server;
    let text = '';
    server.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    await until(() => /Ready to accept connections/.test(text), `redis-server to start: ${text}`);
  };
  const kill = async () => {
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await ended;
  };
  onTestFinished(() => void child?.kill('SIGKILL'));
  await start();
  const client = new Redis(url, { maxRetriesPerRequest: null, ...(tls && { tls }) });
  client.on('error', () => {});
  onTestFinished(() => client.disconnect());
  const process = () => {
    if (!child) throw new Error('Not started');
    return child;
  };
  return {
    url,
    port,
    client,
    process,
    kill,
    start,
    restart: async () => {
      await kill();
      await start();
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
