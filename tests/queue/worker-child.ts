// A worker whose segments are text files. Its argument is JSON; it prints one line of JSON per event.
// What a plan's folder holds decides what happens: `slow-N` takes N ms more per segment, `hold-I` keeps segments from
// I on at work for as long as it is there, `fail-I` fails segment I for good, `trouble-I` fails it until the file is gone,
// `poison-I` kills the worker.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../src/caught.ts';
import { handleSignals } from '../../src/cli/signals.ts';
import { FrameError, InputError } from '../../src/errors.ts';
import type { PlanWork } from '../../src/queue/plan-work.ts';
import { runWorker, type WorkerOptions } from '../../src/queue/worker.ts';

const options: Pick<WorkerOptions, 'redis' | 'environment' | 'graceMs' | 'lockMs' | 'outageMs'> = JSON.parse(
  process.argv[2] ?? '',
);
const print = (line: object) => console.log(JSON.stringify(line));
const FRAMES = 10;

const work: PlanWork = {
  openRenderer: async ({ location: folder }) => {
    print({ type: 'opened', location: folder });
    return {
      render: async (index, { signal, onProgress }) => {
        const file = join(folder, `segment-${index}`);
        if (existsSync(file)) return;
        print({ type: 'rendering', segment: index });
        const has = (name: string) => existsSync(join(folder, name));
        if (has(`poison-${index}`)) process.kill(process.pid, 'SIGKILL');
        if (has(`fail-${index}`))
          throw new FrameError(index * FRAMES + 3, 'y has no values', { places: ['at update'] });
        if (has(`trouble-${index}`)) {
          rmSync(join(folder, `trouble-${index}`));
          throw new Error('the disk is busy');
        }
        onProgress(FRAMES / 2);
        while (index >= heldFrom(folder)) await delay(20, undefined, { signal });
        await delay(slowness(folder), undefined, { signal });
        onProgress(FRAMES);
        writeFileSync(file, `${index}\n`);
      },
      close: async () => print({ type: 'closed', location: folder }),
    };
  },
  stitch: async ({ location: folder }) => {
    const segments = readdirSync(folder).filter((name) => /^segment-\d+$/.test(name));
    const numbers = segments.map((name) => Number(readFileSync(join(folder, name), 'utf8'))).toSorted((a, b) => a - b);
    writeFileSync(join(folder, 'video'), numbers.join(' '));
  },
};

function heldFrom(folder: string): number {
  const [, from = Number.POSITIVE_INFINITY] = /hold-(\d+)/.exec(readdirSync(folder).join('\n')) ?? [];
  return Number(from);
}

function slowness(folder: string): number {
  const [, ms = 0] = /slow-(\d+)/.exec(readdirSync(folder).join('\n')) ?? [];
  return Number(ms);
}

const controller = new AbortController();
const restore = handleSignals(() => {
  restore();
  print({ type: 'draining' });
  controller.abort();
});
try {
  await runWorker({
    ...options,
    ...(options.redis === '' && { redis: undefined }),
    work,
    isPermanent: (error) => error instanceof FrameError,
    signal: controller.signal,
    onEvent: print,
  });
  process.exit(0);
} catch (error) {
  print({ type: 'error', message: messageOf(error) });
  process.exit(error instanceof InputError ? 2 : 75);
}
