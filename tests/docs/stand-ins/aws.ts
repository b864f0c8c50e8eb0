import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { batch } from '../../docker/manifests.ts';

// AWS Batch on this machine: what a container would run runs here at once, with /work here; of an array its first child.

const string = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'cli-input-json': string,
    'job-name': string,
    'job-queue': string,
    'job-definition': string,
    'container-overrides': string,
    'array-properties': string,
    'depends-on': string,
    query: string,
    output: string,
  },
});

if (positionals.join(' ') === 'batch register-job-definition') {
  const path = values['cli-input-json']?.replace(/^file:\/\//, '') ?? '';
  JSON.parse(readFileSync(path, 'utf8'));
} else if (positionals.join(' ') === 'batch submit-job') {
  const { command = batch.containerProperties.command }: { command?: string[] } = JSON.parse(
    values['container-overrides'] ?? '{}',
  );
  if (!/^(size=\d+)?$/.test(values['array-properties'] ?? '')) throw new Error('--array-properties');
  if (!/^(jobId=job-\w+)?$/.test(values['depends-on'] ?? '')) throw new Error('--depends-on');
  const words = command.map((word) => word.replace('Ref::plan', '/work/plan').replace(/^\/work/, process.cwd()));
  const env = { ...process.env, AWS_BATCH_JOB_ARRAY_INDEX: '0' };
  // Standard output is for the job's name.
  const { status } = spawnSync('plotreel', words, { env, stdio: ['ignore', 2, 'inherit'] });
  console.log(`job-${values['job-name']}`);
  process.exitCode = status ?? 1;
} else throw new Error(`aws ${positionals.join(' ')}`);
