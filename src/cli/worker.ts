import { environmentName, readEnvironment } from '../environment.ts';
import { InputError } from '../errors.ts';
import { parseMilliseconds } from '../figure/milliseconds.ts';
import { parseRedisUrl } from '../queue/redis-address.ts';
import { storedPlanWork } from '../queue/stored-plan-work.ts';
import { runWorker } from '../queue/worker.ts';
import type { WorkerEvent } from '../queue/worker-event.ts';
import { isPermanent } from '../segments/permanence.ts';
import { findTools } from '../tools.ts';
import { toNumber } from './arguments.ts';
import type { OutputFlags } from './job-flags.ts';
import { handleSignals } from './signals.ts';

export interface WorkerFlags extends OutputFlags {
  redis?: string;
  workers?: string;
  grace?: string;
  browser?: string;
  ffmpeg?: string;
}

/** `plotreel worker`: a first signal drains it, a second ends it at once. */
export async function runWorkerCommand(flags: WorkerFlags): Promise<void> {
  const { redis, browser, ffmpeg } = flags;
  const [workers, graceMs] = [parseWorkers(flags.workers), parseGrace(flags.grace)];
  // Before the browser is looked for, which takes longer.
  parseRedisUrl(redis);
  const drain = new AbortController();
  const restore = handleSignals(() => {
    restore();
    if (!flags.quiet && !flags.json) console.error('Ending what is at work; again to end at once');
    drain.abort();
  });
  try {
    const environment = await readEnvironment(await findTools({ browser, ffmpeg, gl: 'auto', fonts: [] }));
    const onEvent = (event: WorkerEvent) => {
      if (flags.json) console.log(JSON.stringify(event));
      else if (!flags.quiet) console.log(describe(event));
    };
    const work = storedPlanWork({ workers, browser, ffmpeg });
    const name = environmentName(environment);
    await runWorker({ redis, environment: name, work, isPermanent, signal: drain.signal, graceMs, onEvent });
  } finally {
    restore();
  }
}

function describe(event: WorkerEvent): string {
  switch (event.type) {
    case 'ready':
      return `Waiting for segments at ${event.redis}`;
    case 'away':
      return `Redis at ${event.redis} is away; waiting for it`;
    case 'back':
      return `Redis at ${event.redis} is back`;
    case 'problem':
      return `Redis says: ${event.message}`;
    default: {
      const what = event.segment === null ? 'stitching' : `segment ${event.segment}`;
      const why = event.message === undefined ? '' : `: ${event.message}`;
      return `${event.location} ${what} ${event.type}${why}`;
    }
  }
}

function parseWorkers(text = 'auto'): number | 'auto' {
  const workers = toNumber(text);
  if (workers === 'auto' || (typeof workers === 'number' && Number.isInteger(workers) && workers > 0)) return workers;
  throw new InputError(`Expected --workers to be an integer above 0 or auto, got '${text}'`);
}

function parseGrace(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseMilliseconds(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new InputError(`Expected --grace to be a time with its unit, such as 25s or 2min, got '${text}'`);
}
