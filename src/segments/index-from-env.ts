import { InputError } from '../errors.ts';

/** Where array jobs say which of them one is, counted from 0. */
export const INDEX_VARIABLES = {
  Kubernetes: 'JOB_COMPLETION_INDEX',
  'AWS Batch': 'AWS_BATCH_JOB_ARRAY_INDEX',
  Slurm: 'SLURM_ARRAY_TASK_ID',
  'Cloud Run': 'CLOUD_RUN_TASK_INDEX',
} as const;

/** The index that an array job has given this process. @throws InputError when there is none, or more than one */
export function indexFromEnv(env: NodeJS.ProcessEnv): number {
  const names: readonly string[] = Object.values(INDEX_VARIABLES);
  const set = names.filter((name) => env[name] !== undefined && env[name] !== '');
  const [name] = set;
  if (name === undefined) throw new InputError(`Expected one of ${names.join(', ')} to be set: is this an array job?`);
  if (set.length > 1) throw new InputError(`Expected one variable with the index, got ${set.join(' and ')}`);
  const text = env[name] ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  throw new InputError(`Expected ${name} to be an integer, 0 or above, got '${text}'`);
}
