import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { renderVideo } from '../../src/index.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { type RunningCli, startCli } from '../support/cli.ts';
import { renderProcesses } from '../support/processes.ts';
import { fixture, leftovers } from '../support/scratch.ts';
import { slowFfmpeg } from '../support/slow-ffmpeg.ts';
import { until } from '../support/until.ts';

const card = fixture('index-card');
const small = ['--size', '320x180', '--workers', '1'];
const progress = (run: RunningCli) => /progress/.test(run.stdout());

/** Kills plotreel (SIGKILL). @returns what it had started */
async function killed(run: RunningCli): Promise<number[]> {
  const started = renderProcesses(run.pid).map(({ pid }) => pid);
  run.child.kill('SIGKILL');
  await run.ended;
  return started;
}

/** Renders another video into the folder: it sweeps what the killed one left. */
async function expectSwept(folder: string, pid: number): Promise<string[]> {
  const left = [...leftovers(pid), ...readdirSync(folder).filter((name) => name.startsWith('.'))];
  const video = { output: join(folder, 'next.mp4'), range: [0, 1] as [number, number], width: 320, height: 180 };
  await renderVideo({ scene: card, ...video, workers: 1 });
  expect(leftovers(pid)).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  return left;
}

const gone = (pids: readonly number[]) => pids.every((pid) => !existsSync(`/proc/${pid}`));

describe('SIGKILL of plotreel: no Chromium or ffmpeg survives it, and the next run sweeps what it left', () => {
  test.for<[moment: string, output: string, reached: (run: RunningCli) => boolean]>([
    ['while browsers start', 'out.mp4', (run) => renderProcesses(run.pid).some(({ command }) => /chrom/.test(command))],
    ['while frames are drawn', 'out.mp4', progress],
    ['while frames of a GIF are kept', 'out.gif', progress],
    ['while pictures are written', 'frames/', progress],
  ])('%s', async ([moment, output, reached], { task }) => {
    const folder = await tempFolder();
    const args = ['render', card, '-o', `${folder}/${output}`, ...small, '--frames', '-', '--json'];
    const run = startCli(args);
    for (let number = 0; number < 20; number++) run.child.stdin.write(`${JSON.stringify({ number })}\n`);
    await until(() => reached(run), moment);
    const started = await killed(run);
    expect(started).not.toEqual([]);
    await until(() => gone(started), 'what it had started to end', 5);
    const left = await expectSwept(folder, run.pid);
    expect(left).not.toEqual([]);
    task.meta.row = {
      fault: `plotreel killed ${moment}`,
      seen: `${started.length} processes ended, ${left.length} leftovers swept`,
    };
  });

  test('while a page is in while (true)', async ({ task }) => {
    const folder = await tempFolder();
    const scene = join(folder, 'endless.scene.js');
    writeFileSync(
      scene,
      `export default {
        setup: () => ({ data: [{ y: [1, 2] }] }),
        update: (figure, params, index) => { while (index > 1); return figure.restyle({ y: [[1, index]] }, [0]); },
        frames: [0, 0, 0, 0, 0, 0],
      };`,
    );
    const run = startCli(['render', scene, '-o', join(folder, 'out.mp4'), ...small, '--json']);
    // The frame that hangs is asked for when the first is through: two are on their way at once.
    await until(() => progress(run), 'the first frame');
    const started = await killed(run);
    await until(() => gone(started), 'what it had started to end', 5);
    await expectSwept(folder, run.pid);
    task.meta.row = { fault: 'plotreel killed while a page hangs', seen: `${started.length} processes ended` };
  });

  // At one frame per second of playing time these take 20 s to read; only the end of their input ends them sooner.
  const SLOWLY = 'exec $real -thread_queue_size 1 -re "$@"';

  test.for<[what: string, step: 'secondPass' | 'poster' | 'manifest', output: string]>([
    ["in a GIF's second pass", 'secondPass', 'out.gif'],
    ['while a poster is taken', 'poster', 'out.mp4'],
    ['while it is decoded for its manifest', 'manifest', 'out.mp4'],
  ])('%s', async ([what, step, output], { task }) => {
    const folder = await tempFolder();
    const { path, reached } = await slowFfmpeg(await tempFolder(), step, SLOWLY);
    const beside = {
      secondPass: [],
      poster: ['--quality', '1', '--poster', join(folder, 'poster.png'), '--poster-frame', '19'],
      manifest: ['--quality', '1', '--manifest', join(folder, 'frames.json')],
    };
    const video = ['render', fixture('noise'), '-o', join(folder, output), '--fps', '1'];
    const args = [...video, '--size', '640x360', '--workers', '1', '--ffmpeg', path, ...beside[step]];
    const run = startCli(args);
    await until(() => existsSync(reached) && isFfmpegRunning(run), what);
    const started = await killed(run);
    await until(() => gone(started), 'ffmpeg to end', 5);
    await expectSwept(folder, run.pid);
    task.meta.row = { fault: `plotreel killed ${what}`, seen: 'ffmpeg ended with its input' };
  });

  test('with ffmpeg stopped (SIGSTOP): it ends as soon as it is continued', async ({ task }) => {
    const folder = await tempFolder();
    const run = startCli(['render', card, '-o', join(folder, 'out.mp4'), ...small, '--frames', '-', '--json']);
    for (let number = 0; number < 20; number++) run.child.stdin.write(`${JSON.stringify({ number })}\n`);
    await until(() => progress(run), 'a frame');
    const ffmpeg = renderProcesses(run.pid).find(({ command }) => command.includes('ffmpeg'))?.pid ?? 0;
    process.kill(ffmpeg, 'SIGSTOP');
    onTestFinished(() => {
      if (!gone([ffmpeg])) process.kill(ffmpeg, 'SIGKILL');
    });
    const started = await killed(run);
    await until(() => gone(started.filter((pid) => pid !== ffmpeg)), 'all others to end', 5);
    await expectSwept(folder, run.pid);
    process.kill(ffmpeg, 'SIGCONT');
    await until(() => gone([ffmpeg]), 'ffmpeg to end', 5);
    task.meta.row = { fault: 'plotreel killed while ffmpeg is stopped', seen: 'ffmpeg ended when it was continued' };
  });
});

/** The real one, no longer the script that starts it. */
function isFfmpegRunning({ pid }: RunningCli): boolean {
  return renderProcesses(pid).some(({ command }) => /ffmpeg.* -re /.test(command));
}
