import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

// Cloud Run on this machine: options are held to those that `gcloud run jobs` has, and the command of a job's tasks runs here
// once, with /work here.

const string = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    image: string,
    tasks: string,
    parallelism: string,
    'max-retries': string,
    'task-timeout': string,
    cpu: string,
    memory: string,
    args: string,
    'add-volume': string,
    'add-volume-mount': string,
    wait: { type: 'boolean' },
  },
});
const [run, jobs, verb, job, ...more] = positionals;
if (`${run} ${jobs}` !== 'run jobs' || job === undefined || more.length > 0)
  throw new Error(`gcloud ${positionals.join(' ')}`);
if (verb === 'create') {
  const volume = /name=(\w+),/.exec(values['add-volume'] ?? '')?.[1];
  const mounted = /volume=(\w+),mount-path=\/work$/.exec(values['add-volume-mount'] ?? '')?.[1];
  if (volume === undefined || volume !== mounted) throw new Error('/work is none of the volumes');
  const words = (values.args ?? '').split(',').map((word) => word.replace(/^\/work/, process.cwd()));
  const env = { ...process.env, CLOUD_RUN_TASK_INDEX: '0' };
  process.exitCode = spawnSync('plotreel', words, { env, stdio: 'inherit' }).status ?? 1;
} else if (verb !== 'execute') throw new Error(`gcloud run jobs ${verb}`);
