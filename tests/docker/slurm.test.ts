import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readVideoFacts } from '../../src/containers/read-video.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { scratchFolder } from '../support/scratch.ts';
import { stubPlotreel } from './plotreel-stub.ts';
import { noSlurm, type SlurmCluster, startSlurm } from './slurm-cluster.ts';
import { untilAsync } from './until-async.ts';

const SCRIPT = fileURLToPath(new URL('../../docker/slurm.sh', import.meta.url));
const CLI = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

describe.skipIf(noSlurm !== undefined)(
  `docker/slurm.sh on Slurm${noSlurm === undefined ? '' : ` (${noSlurm})`}`,
  () => {
    const root = scratchFolder();
    let cluster: SlurmCluster;
    beforeAll(async () => {
      cluster = await startSlurm(root);
    });
    afterAll(() => cluster?.close());

    /** Submits it as a user does. @returns what tells of the jobs; their logs are in the folder */
    async function submit(folder: string, args: readonly string[], env: NodeJS.ProcessEnv) {
      // Every memory is enough here.
      const variables = { ...env, SBATCH_OUTPUT: join(folder, 'log-%j'), SBATCH_MEM_PER_CPU: '1M' };
      const options = ['--parsable', '--mem-per-cpu=1M', '--output', join(folder, 'log-plan')];
      await cluster.command('sbatch', [...options, SCRIPT, join(folder, 'plan'), ...args], variables);
      const jobs = async () =>
        (await cluster.command('squeue', ['--array', '--noheader', '--states=all', '--sort=i', '--format=%K %T %r %A']))
          .trim()
          .split('\n');
      return { jobs };
    }

    test('plans, renders every segment with the cores of its job, tries again on 75, and stitches when all are there', async () => {
      const folder = inCluster('requeued');
      const plotreel = stubPlotreel(folder, { segments: 4, exitCodes: { 2: [75] } });
      const { jobs } = await submit(folder, ['fig.json', '-o', 'out.mp4', '--fps', '25'], plotreel.env);
      // Slurm lets a job wait two minutes before it is tried again. It has to: a job that begins in the second in which it was
      // stopped is refused by the node, which has just revoked its right to run there.
      const requeued = /^2 PENDING BeginTime (\d+)$/m;
      await untilAsync(async () => requeued.test((await jobs()).join('\n')), 'segment 2 in the queue again');
      const id = requeued.exec((await jobs()).join('\n'))?.[1] ?? '';
      expect(plotreel.calls().filter((call) => call.startsWith('stitch'))).toEqual([]);
      await cluster.command('scontrol', ['update', `JobId=${id}`, 'StartTime=now+3']);
      await untilAsync(async () => plotreel.calls().some((call) => call.startsWith('stitch')), 'the stitch');

      const plan = join(folder, 'plan');
      const segment = (index: number, restarts = 0) =>
        `segment ${plan} --index ${index} --workers 4 | job=${index} restarts=${restarts}`;
      const calls = plotreel.calls();
      expect(calls.slice(0, 2)).toEqual([
        `plan fig.json -o out.mp4 --fps 25 --out ${plan} | job= restarts=0`,
        `status ${plan} --json | job= restarts=0`,
      ]);
      expect(calls.slice(2, -1).sort()).toEqual([segment(0), segment(1), segment(2), segment(2, 1), segment(3)]);
      expect(calls.at(-1)).toBe(`stitch ${plan} | job= restarts=0`);
    });

    test.each([42, 2])('does not try again on %i, and cancels what has not begun', async (code) => {
      const folder = inCluster(`failed-${code}`);
      const plotreel = stubPlotreel(folder, { segments: 30, exitCodes: { 0: [code] } });
      const { jobs } = await submit(folder, ['fig.json', '-o', 'out.mp4'], plotreel.env);
      const planned = async () => (await jobs()).length > 1;
      await untilAsync(planned, 'jobs for the segments');
      await untilAsync(
        async () => !/PENDING|RUNNING|COMPLETING/.test((await jobs()).join('\n')),
        'the end of all jobs',
      );
      const calls = plotreel.calls();
      expect(calls.filter((call) => call.includes('--index 0 '))).toHaveLength(1);
      expect(calls.filter((call) => call.startsWith('segment')).length).toBeLessThan(30);
      expect(calls.filter((call) => call.startsWith('stitch'))).toEqual([]);
    });

    test('renders a video', async () => {
      const folder = inCluster('video');
      const figure = join(folder, 'figure.json');
      const frames = Array.from({ length: 3 }, (_, i) => ({ name: String(i), data: [{ y: [i, 2, 1] }] }));
      writeFileSync(figure, JSON.stringify({ data: [{ y: [1, 2, 3] }], frames }));
      const output = join(folder, 'video.mp4');
      const options = ['--size', '320x240', '--tween', 'off', '--frame-duration', '1s', '--fps', '10'];
      await submit(folder, [figure, '-o', output, ...options, '--segment-frames', '20'], {
        PLOTREEL: `${process.execPath} ${CLI}`,
      });
      const there = () =>
        readVideoFacts(output).then(
          () => true,
          () => false,
        );
      await untilAsync(there, 'the video', 120);
      expect(await readVideoFacts(output)).toMatchObject({ frames: 40, width: 320, height: 240, fps: 10 });
    }, 150_000);

    function inCluster(name: string): string {
      const folder = join(root, name);
      mkdirSync(folder);
      return folder;
    }
  },
);

describe('docker/slurm.sh, as Slurm runs it', () => {
  const run = (args: readonly string[], env: NodeJS.ProcessEnv) =>
    promisify(execFile)('bash', [SCRIPT, ...args], { env: { ...process.env, ...env } });

  test('a job of fewer than there are segments renders every nth', async () => {
    const folder = await tempFolder();
    const plotreel = stubPlotreel(folder, { segments: 8 });
    await run(['plan', '8'], {
      ...plotreel.env,
      PLOTREEL_STEP: 'segment',
      SLURM_ARRAY_TASK_ID: '1',
      SLURM_ARRAY_TASK_COUNT: '3',
      SLURM_CPUS_PER_TASK: '2',
    });
    expect(plotreel.calls().map((call) => call.split(' | ')[0])).toEqual(
      [1, 4, 7].map((index) => `segment plan --index ${index} --workers 2`),
    );
  });

  test('more segments than an array has room for share its jobs', async () => {
    const folder = await tempFolder();
    const plotreel = stubPlotreel(folder, { segments: 10_000 });
    const submitted = join(folder, 'submitted');
    writeFileSync(join(folder, 'bin/sbatch'), `#!/bin/sh\necho "$PLOTREEL_STEP $*" >>'${submitted}'\necho 7\n`, {
      mode: 0o755,
    });
    await run(['s3://videos/a', 'fig.json', '-o', 'out.mp4'], plotreel.env);
    expect(readFileSync(submitted, 'utf8').trim().split('\n')).toEqual([
      `segment --parsable --array=0-999 ${SCRIPT} s3://videos/a 10000`,
      `stitch --dependency=afterok:7 --kill-on-invalid-dep=yes ${SCRIPT} s3://videos/a`,
    ]);
  });

  test('says how it is used', async () => {
    await expect(run([], {})).rejects.toThrow('usage: sbatch docker/slurm.sh FOLDER SCENE|FIGURE -o VIDEO');
  });
});
