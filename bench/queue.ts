// What the queue itself costs: segments that take no time. node bench/queue.ts [SEGMENTS] [WORKERS …]
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';

const CHILD = fileURLToPath(new URL('queue-child.ts', import.meta.url));
const [segments = 10_000, ...counts] = process.argv.slice(2).map(Number);

for (const workers of counts.length > 0 ? counts : [1, 4]) console.log(await measure(workers));

/** One job from its submission to its end, with so many worker processes. */
async function measure(workers: number): Promise<Record<string, string | number>> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-queue-'));
  const port = await freePort();
  const children: ChildProcess[] = [];
  const start = (command: string, args: string[]) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return textOf(child);
  };
  const redis = `redis://127.0.0.1:${port}`;
  const client = new Redis(redis, { lazyConnect: true });
  try {
    const server = start('redis-server', ['--port', `${port}`, '--dir', folder, '--save', '']);
    await server.until(/Ready to accept connections/);
    const empty = await statsOf(client);
    const submitter = start(process.execPath, [CHILD, 'submit', redis, `${segments}`]);
    const [, submitSeconds] = await submitter.until(/"submitted","seconds":([\d.]+)/);
    const full = await statsOf(client);
    const all = Array.from({ length: workers }, () => start(process.execPath, [CHILD, 'worker', redis]));
    await Promise.all(all.map((worker) => worker.until(/ready/)));
    const begun = performance.now();
    const waiting = await client.zcard('plotreel:be4c40000000:prioritized');
    const before = await statsOf(client);
    const [, peakBytes] = await submitter.until(/"peakBytes":(\d+)/);
    const seconds = (performance.now() - begun) / 1000;
    const after = await statsOf(client);
    for (const { child } of all) child.kill('SIGTERM');
    const ends = await Promise.all(all.map((worker) => worker.until(/"cpuMs":([\d.]+)/)));
    const workersMs = ends.reduce((sum, [, milliseconds]) => sum + Number(milliseconds), 0);
    const perSegment = (amount: number) => Number((amount / waiting).toFixed(3));
    return {
      ...{ segments, workers, load: Number((loadavg()[0] ?? 0).toFixed(1)) },
      submitSeconds: Number(Number(submitSeconds).toFixed(2)),
      submitterPeakMB: Math.round(Number(peakBytes) / 1e6),
      redisMB: Number(((full.memory - empty.memory) / 1e6).toFixed(1)),
      redisAfterMB: Number(((after.memory - empty.memory) / 1e6).toFixed(1)),
      segmentsPerSecond: Math.round(waiting / seconds),
      msPerSegmentAndWorker: perSegment(seconds * 1000 * workers),
      workerCpuMsPerSegment: perSegment(workersMs),
      redisCommandsPerSegment: perSegment(after.commands - before.commands),
      redisCpuMsPerSegment: perSegment((after.cpu - before.cpu) * 1000),
    };
  } finally {
    client.disconnect();
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a process prints, as it comes. */
function textOf(child: ChildProcess) {
  const { stdout } = child;
  let text = '';
  stdout?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  return {
    child,
    until: async (pattern: RegExp): Promise<RegExpExecArray> => {
      for (;;) {
        const found = pattern.exec(text);
        if (found) return found;
        await new Promise((resolve) => stdout?.once('data', resolve));
      }
    },
  };
}

async function statsOf(client: Redis) {
  const info = await client.info();
  const read = (field: string) => Number(new RegExp(`^${field}:(.*)$`, 'm').exec(info)?.[1]);
  return {
    memory: read('used_memory'),
    commands: read('total_commands_processed'),
    cpu: read('used_cpu_sys') + read('used_cpu_user'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
