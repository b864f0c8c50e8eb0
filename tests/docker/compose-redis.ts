import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { freePort } from '../support/redis.ts';
import { compose } from './manifests.ts';

/** A Redis, started as docker/compose.yml starts it; ended with the test. */
export interface ComposeRedis {
  host: string;
  port: number;
  /** Of the process that Compose would see. */
  pid: number;
}

/** @param folder for its data */
export async function startComposeRedis(folder: string, { password }: { password: string }): Promise<ComposeRedis> {
  const [host, port] = ['127.0.0.1', await freePort()];
  // Compose writes a dollar sign as two. On a port of this test's own.
  const [shell = '', ...words] = (compose.services.redis?.command ?? []).map((word) => word.replaceAll('$$', '$'));
  const own = `redis-server - --port ${port} --bind ${host} --dir ${folder}`;
  const args = words.map((word) => word.replace(/redis-server -/, own));
  const env = { ...process.env, REDIS_PASSWORD: password };
  const { pid = 0 } = spawn(shell, args, { env, stdio: 'ignore', detached: true });
  // The shell, and Redis below it.
  onTestFinished(() => void process.kill(-pid, 'SIGKILL'));
  return { host, port, pid };
}
