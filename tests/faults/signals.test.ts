import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../install/temp-folder.ts';
import { type RunningCli, startCli } from '../support/cli.ts';
import { renderProcesses } from '../support/processes.ts';
import { fixture, leftovers } from '../support/scratch.ts';
import { type STEPS, slowFfmpeg } from '../support/slow-ffmpeg.ts';
import { until } from '../support/until.ts';

type Signal = 'SIGINT' | 'SIGTERM';
const CODES = { SIGINT: 130, SIGTERM: 143 };
const card = fixture('index-card');
const small = ['--size', '320x180', '--workers', '1'];

/** A render or still into a folder in which there is such a file before. */
async function startInto(name: string, args: readonly string[]) {
  const folder = await tempFolder();
  const output = join(folder, name);
  writeFileSync(output, 'before');
  const [command = '', ...rest] = args;
  return { folder, output, run: startCli([command, card, '-o', output, ...rest]) };
}

/** Sends the signal and looks at what comes of it. @returns seconds until it had ended */
async function expectToEnd(run: RunningCli, signal: Signal, { folder, output }: { folder: string; output: string }) {
  const started = renderProcesses(run.pid).map(({ pid }) => pid);
  const asked = performance.now();
  run.child.kill(signal);
  expect(await run.ended).toBe(CODES[signal]);
  const seconds = (performance.now() - asked) / 1000;
  expect(seconds).toBeLessThan(2);
  await until(() => started.every((pid) => !existsSync(`/proc/${pid}`)), 'its processes to end', 2);
  expect(leftovers(run.pid)).toEqual([]);
  expect(readFileSync(output, 'utf8')).toBe('before');
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  return seconds;
}

const has = (run: RunningCli, what: string) => renderProcesses(run.pid).some(({ command }) => command.includes(what));

describe('a signal ends plotreel within two seconds and leaves nothing', () => {
  test.for<[signal: Signal, args: string[], moment: string, reached: (run: RunningCli) => boolean]>([
    ['SIGINT', ['render'], 'as it is started', () => true],
    ['SIGINT', ['render', '--workers', '2'], 'while browsers start', (run) => has(run, 'chrom')],
    ['SIGTERM', ['render', ...small], 'while the page loads', (run) => has(run, '--type=renderer')],
    [
      'SIGINT',
      ['render', ...small, '--frames', '-', '--json'],
      'while frames are drawn',
      (run) => /progress/.test(run.stdout()),
    ],
    ['SIGTERM', ['still', '--size', '320x180'], 'while a still is made', (run) => has(run, '--type=renderer')],
  ])('%s %j %s', async ([signal, args, moment, reached], { task }) => {
    const { run, ...files } = await startInto(args[0] === 'still' ? 'out.png' : 'out.mp4', args);
    for (let number = 0; number < 20; number++) run.child.stdin.write(`${JSON.stringify({ number })}\n`);
    await until(() => reached(run), moment);
    const seconds = await expectToEnd(run, signal, files);
    task.meta.row = {
      fault: `${signal} to ${args[0]} ${moment}`,
      seen: `${CODES[signal]} after ${seconds.toFixed(2)} s`,
    };
  });

  test.for<[step: keyof typeof STEPS, moment: string, there: string, args: string[]]>([
    ['encode', 'while ffmpeg finishes', '$real "$@"; exec sleep 60', []],
    ['secondPass', "in a GIF's second pass", 'exec sleep 60', []],
    ['poster', 'while the poster is taken', 'exec sleep 60', ['--poster', 'poster.png']],
    ['manifest', 'while the video is decoded for its manifest', 'exec sleep 60', ['--manifest', 'frames.json']],
  ])('SIGINT at the step %s', async ([step, moment, there, args], { task }) => {
    const scripts = await tempFolder();
    const { path, reached } = await slowFfmpeg(scripts, step, there);
    const beside = args.map((arg) => (arg.startsWith('--') ? arg : join(scripts, arg)));
    const name = step === 'secondPass' ? 'out.gif' : 'out.mp4';
    const { run, ...files } = await startInto(name, [
      'render',
      ...small,
      '--range',
      '0-4',
      '--ffmpeg',
      path,
      ...beside,
    ]);
    await until(() => existsSync(reached), moment);
    const seconds = await expectToEnd(run, 'SIGINT', files);
    expect(run.stderr()).toMatch(/^Interrupted; nothing was written\n$/m);
    expect(readdirSync(scripts).sort()).toEqual(['ffmpeg', 'reached']);
    task.meta.row = { fault: `SIGINT ${moment}`, seen: `130 after ${seconds.toFixed(2)} s` };
  });

  test('SIGTERM at random moments: it ends so, or the output is whole', async ({ task }) => {
    const seed = Math.floor(Math.random() * 1e6);
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      // Spread over the first seconds, from start to finished video. Which moments they are tells the seed.
      const ms = (((seed * 7919 + i * 104_729) % 1000) / 1000) * 6000;
      times.push(Math.round(ms));
      const { run, ...files } = await startInto('out.mp4', ['render', ...small, '--range', '0-9']);
      await Promise.race([delay(ms), run.ended]);
      if (run.child.exitCode !== null || readFileSync(files.output, 'utf8') !== 'before') {
        // It had the output's name before the signal came.
        expect(await run.ended).toBe(0);
        continue;
      }
      const started = renderProcesses(run.pid).map(({ pid }) => pid);
      const asked = performance.now();
      run.child.kill('SIGTERM');
      const code = await run.ended;
      // Modules that are being loaded, on a busy machine, make it wait; the moments above hold to the two seconds.
      expect(performance.now() - asked, `seed ${seed}`).toBeLessThan(5000);
      await until(() => started.every((pid) => !existsSync(`/proc/${pid}`)), `its processes to end, seed ${seed}`, 2);
      expect([0, 143], `seed ${seed}`).toContain(code);
      expect(readFileSync(files.output, 'utf8') === 'before', `seed ${seed}`).toBe(code === 143);
      expect(leftovers(run.pid), `seed ${seed}`).toEqual([]);
      expect(readdirSync(files.folder), `seed ${seed}`).toEqual(['out.mp4']);
    }
    task.meta.row = { fault: `SIGTERM after ${times.join(', ')} ms (seed ${seed})`, seen: 'nothing left each time' };
  });
});

describe('what does not end', () => {
  const stubborn = fileURLToPath(new URL('./stubborn-child.ts', import.meta.url));

  test.for<[signals: number, least: number, most: number, seen: string]>([
    [1, 0.9, 2, 'left after a second'],
    [2, 0, 1, 'left at once'],
  ])('is left behind after %i signals, and nothing of it on disk', async ([signals, least, most, seen], { task }) => {
    const folder = await tempFolder();
    const child = execFile(process.execPath, [stubborn, folder]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    expect(readdirSync(folder, { recursive: true })).toHaveLength(8);
    const asked = performance.now();
    for (let i = 0; i < signals; i++) {
      child.kill('SIGINT');
      // Two signals that come at once are one.
      await new Promise((resolve) => child.stdout?.once('data', resolve));
    }
    expect(await ended).toBe(130);
    // The folder that was made for the output, empty.
    expect(readdirSync(folder, { recursive: true })).toEqual(['new']);
    const seconds = (performance.now() - asked) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(least);
    expect(seconds).toBeLessThan(most);
    task.meta.row = { fault: `${signals} SIGINT while closing hangs`, seen };
  });
});
