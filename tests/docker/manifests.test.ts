import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../install/temp-folder.ts';
import { NO_REDIS } from '../support/redis.ts';
import { startComposeRedis } from './compose-redis.ts';
import { COMPOSE_SCHEMA } from './compose-schema.ts';
import { batch, compose, jobs, kubernetes, parseKubernetes } from './manifests.ts';
import { untilAsync } from './until-async.ts';

const here = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test("docker/kubernetes.yaml and docker/aws-batch.json have the engines' own types", async () => {
  const kinds = kubernetes.map(({ kind }) => kind);
  expect(kinds).toEqual(['PersistentVolumeClaim', 'Job', 'Job', 'Job']);
  const problems = await typeProblems([
    `import type { Job } from 'kubernetes-types/batch/v1';`,
    `import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';`,
    `import type { RegisterJobDefinitionCommandInput } from '@aws-sdk/client-batch';`,
    ...kubernetes.map((document, i) => `export const document${i}: ${document.kind} = ${JSON.stringify(document)};`),
    `export const batch: RegisterJobDefinitionCommandInput = ${JSON.stringify(batch)};`,
  ]);
  expect(problems).toBe('');
});

test('those types refuse what is misspelt', async () => {
  const problems = await typeProblems([
    `import type { Job } from 'kubernetes-types/batch/v1';`,
    `import type { RegisterJobDefinitionCommandInput } from '@aws-sdk/client-batch';`,
    `export const job: Job = { spec: { backoffLimitPerIndexes: 4, template: {} } };`,
    `export const batch: RegisterJobDefinitionCommandInput = { jobDefinitionName: 'x', type: 'containers' };`,
  ]);
  expect(problems).toMatch(/backoffLimitPerIndexes/);
  expect(problems).toMatch(/"containers"/);
});

describe('docker/kubernetes.yaml', () => {
  test.each(jobs.map((job) => [job.metadata.name, job] as const))(
    '%s is tried again, unless that helps nothing',
    (_, job) => {
      const { spec } = job;
      const indexed = spec.completionMode === 'Indexed';
      expect(spec.podFailurePolicy.rules).toEqual([
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        {
          action: indexed ? 'FailIndex' : 'FailJob',
          onExitCodes: { containerName: 'plotreel', operator: 'In', values: [2, 42] },
        },
      ]);
      // Kubernetes refuses a failure policy with any other.
      expect(spec.template.spec.restartPolicy).toBe('Never');
      if (indexed) expect(spec).toMatchObject({ backoffLimitPerIndex: 4, maxFailedIndexes: 0 });
      else expect(spec).toMatchObject({ backoffLimit: 4 });
    },
  );

  test.each(jobs.map((job) => [job.metadata.name, job] as const))(
    '%s runs without rights, in the sandbox, with memory for frames',
    (_, job) => {
      const { securityContext, containers, volumes } = job.spec.template.spec;
      expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'Localhost' } });
      for (const container of containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.env).toContainEqual({ name: 'PLOTREEL_SANDBOX', value: 'required' });
        expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(
          expect.arrayContaining(['/work', '/dev/shm', '/tmp']),
        );
        const mounted = container.volumeMounts.map(({ name }) => name).sort();
        expect(volumes.map(({ name }) => name).sort()).toEqual(mounted);
      }
    },
  );
});

test('docs/scaling.md finds the number of segments, and puts it into docker/kubernetes.yaml', async () => {
  const docs = readFileSync(here('docs/scaling.md'), 'utf8');
  const [count = '', fill = ''] = [
    /\| (sed -n '.*')\)$/m.exec(docs)?.[1],
    /^(sed "s\/completions.*") docker/m.exec(docs)?.[1],
  ];
  const script = `segments=$(printf '/work/plan\\n  9000 frames in 15 segments, 0 to 14\\n' | ${count}); ${fill}`;
  const { stdout } = await promisify(execFile)('bash', ['-c', `${script} "$0"`, here('docker/kubernetes.yaml')]);
  const filled = parseKubernetes(stdout);
  expect(filled.map(({ spec }) => spec.completions)).toEqual([undefined, undefined, 15, undefined]);
});

test('docker/aws-batch.json is tried again, unless that helps nothing', () => {
  expect(batch.retryStrategy).toEqual({
    attempts: 5,
    evaluateOnExit: [
      { onExitCode: '2', action: 'EXIT' },
      { onExitCode: '42', action: 'EXIT' },
      { onStatusReason: '*', action: 'RETRY' },
    ],
  });
});

describe('docker/compose.yml', () => {
  test('has the form of the Compose specification, as far as it is used', () => {
    const validate = new Ajv({ allErrors: true }).compile(COMPOSE_SCHEMA);
    expect(validate(compose) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...compose, services: { worker: { image: 'x', replicas: 2 } } })).toBe(false);
  });

  test('waits for a Redis that loses nothing, and restarts workers', () => {
    const { redis, worker, render } = compose.services;
    expect(redis?.command?.join(' ')).toContain('maxmemory-policy noeviction');
    for (const service of [worker, render])
      expect(service?.depends_on).toEqual({ redis: { condition: 'service_healthy' } });
    expect([redis?.restart, worker?.restart, render?.restart]).toEqual(['unless-stopped', 'unless-stopped', undefined]);
  });

  test.skipIf(NO_REDIS !== undefined)(
    'starts a Redis that asks for the password, keeps its queue on disk and evicts nothing',
    async () => {
      const { host, port, pid } = await startComposeRedis(await tempFolder(), { password: 'secret' });
      const ask = async (password: string, ...command: string[]) =>
        (
          await promisify(execFile)('redis-cli', ['-h', host, '-p', `${port}`, ...command], {
            env: { ...process.env, REDISCLI_AUTH: password },
          }).catch(({ stdout }: { stdout: string }) => ({ stdout }))
        ).stdout.trim();
      await untilAsync(async () => (await ask('secret', 'ping')) === 'PONG', 'Redis');
      expect(await ask('wrong', 'ping')).toContain('NOAUTH');
      expect(await ask('secret', 'config', 'get', 'maxmemory-policy')).toBe('maxmemory-policy\nnoeviction');
      expect(await ask('secret', 'config', 'get', 'appendonly')).toBe('appendonly\nyes');
      // In no list of processes.
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('secret');
    },
  );

  test('keeps plotreel in its sandbox, without rights', () => {
    for (const name of ['worker', 'render']) {
      expect(compose.services[name]).toMatchObject({
        cap_drop: ['ALL'],
        read_only: true,
        environment: { PLOTREEL_SANDBOX: 'required' },
        security_opt: ['seccomp=seccomp.json', 'no-new-privileges:true'],
      });
    }
  });
});

// docker/slurm.sh runs for real in slurm.test.ts.
describe('what manifests run is what plotreel has', () => {
  const { worker, render } = compose.services;
  const commands: [from: string, args: string[]][] = [
    ...jobs.flatMap(({ spec }) =>
      spec.template.spec.containers.map(({ args }): [string, string[]] => ['Kubernetes', args]),
    ),
    ['AWS Batch', batch.containerProperties.command.map((word) => word.replace(/^Ref::.*/, '/work/plan'))],
    ['Compose', worker?.command ?? []],
    ['Compose', [...(render?.entrypoint?.slice(3) ?? []), 'fig.json', '-o', 'fig.mp4']],
  ];

  /** What plotreel says, whatever it exits with. */
  async function said(args: readonly string[]): Promise<string> {
    const env = { ...process.env, JOB_COMPLETION_INDEX: '0', PLOTREEL_REDIS: 'none' };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [here('src/cli/main.ts'), ...args], {
      ...{ env, timeout: 55_000 },
    }).catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  }

  test.concurrent.each(commands)('%s: %j', async (_, args) => {
    // Nothing that it names is there: that is how far it comes.
    expect(await said(args)).toMatch(/there|found|exist|Redis/i);
  });

  test('plotreel refuses what it does not have before it looks for anything', async () => {
    expect(await said(['stitch', 'plan', '--fast'])).not.toMatch(/there|found|exist|Redis/i);
  });
});

/** What the compiler says of a module that only has types to check. */
async function typeProblems(lines: readonly string[]): Promise<string> {
  // Within the checkout, where packages are found.
  const folder = mkdtempSync(here('tests/docker/types-'));
  try {
    const file = join(folder, 'manifests.ts');
    writeFileSync(file, lines.join('\n'));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler'];
    const tsc = here('node_modules/.bin/tsc');
    return await promisify(execFile)(process.execPath, [tsc, '--ignoreConfig', ...options, file]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
