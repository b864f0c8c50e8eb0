import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { PlotreelError, plan, renderSegment, renderVideo, stitch, type VideoOptions } from '../../src/index.ts';
import { planStatus } from '../../src/segments/status.ts';
import { tempFolder, writeScript } from '../install/temp-folder.ts';
import { type RunningCli, startCli } from '../support/cli.ts';
import { fill } from '../support/fill.ts';
import { descendants, renderProcesses } from '../support/processes.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';
import { cardPlan, cards, count, numbersIn, SIZE, segmentsIn, sha256 } from '../support/segmented.ts';
import { noSmallDisk, smallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';

const SEGMENT_FRAMES = 6;
const size = ['--size', `${SIZE.width}x${SIZE.height}`, '--workers', '1'];
const folder = scratchFolder();
const undisturbed = { output: join(folder, 'undisturbed.mp4'), resume: join(folder, 'undisturbed') };

/** All segments of eight, rendered without any fault, and their video's hash. */
let expected = '';
beforeAll(async () => {
  await renderVideo({ ...cards(undisturbed.output), segmentFrames: SEGMENT_FRAMES, resume: undisturbed.resume });
  expected = sha256(undisturbed.output);
}, 120_000);

const alive = (pid: number) => existsSync(`/proc/${pid}`);
const hidden = (path: string) => readdirSync(path).filter((name) => name.startsWith('.'));

/** The names of a plan's files that are not finished. */
function unfinished(job: string): string[] {
  const names = readdirSync(job, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /(^|\/)\./.test(name));
}

/** Random numbers from 0 to 1 that are the same in each run: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('kill -9 of plotreel, at twenty random moments, resumed each time', () => {
  test.for<[what: string, kills: number, lanes: string[]]>([
    ['one lane', 20, []],
    ['two lanes', 6, ['--lanes', '2']],
  ])('%s: the same bytes as an undisturbed render', { timeout: 300_000 }, async ([what, kills, lanes], { task }) => {
    const output = join(await tempFolder(), 'out.mp4');
    const job = `${output}.segments`;
    const args = ['--segment-frames', String(SEGMENT_FRAMES), '--resume', ...lanes, '--json'];
    const start = () => startCli(['render', fixture('index-card'), '-o', output, ...size, ...args]);
    const random = seeded(kills);
    const pids: number[] = [];
    /** Numbers of segments that were there after a kill. */
    const there = new Set<number>();
    let completed = 0;
    for (let killed = 0; killed < kills; ) {
      const run = start();
      pids.push(run.pid);
      // Every other time when it is known to draw; the others also hit its start.
      const isLate = killed % 2 === 0;
      const isDrawing = isLate ? until(() => /progress/.test(run.stdout()), 'the first frame') : delay(200);
      const moment = isDrawing.then(() => delay(random() * (isLate ? 900 : 3000)));
      const early = await Promise.race([run.ended, moment]);
      if (early === undefined) {
        const started = descendants(run.pid).map(({ pid }) => pid);
        run.child.kill('SIGKILL');
        await run.ended;
        await until(() => !started.some(alive), 'what it had started to end', 10);
        killed++;
        const isPlanned = existsSync(join(job, 'plan.json')) && existsSync(segmentsIn(job));
        there.add(isPlanned ? readdirSync(segmentsIn(job)).filter((name) => /^\d+\.json$/.test(name)).length : 0);
      } else {
        // It was faster: begun again.
        expect(early).toBe(0);
        completed++;
      }
      if (!existsSync(output)) continue;
      expect(sha256(output)).toBe(expected);
      rmSync(output);
    }
    const last = start();
    expect(await last.ended).toBe(0);
    expect(sha256(output)).toBe(expected);
    expect(readdirSync(join(output, '..'))).toEqual(['out.mp4']);
    expect(pids.flatMap((pid) => leftovers(pid))).toEqual([]);
    expect(there.size).toBeGreaterThan(1);
    const found = [...there].sort((a, b) => a - b).join(', ');
    task.meta.row = {
      fault: `plotreel killed ${kills} times, ${what}`,
      seen: `with ${found} of 8 segments there (${completed} were complete before); the same bytes, nothing left`,
    };
  });
});

describe('a segment that is not what it should be is found and rendered again', () => {
  const inSegments = (job: string) => readdirSync(segmentsIn(job)).map((name) => join(segmentsIn(job), name));
  const file = (job: string, index: number) =>
    inSegments(job).find((path) => path.includes(`0000${index}-`)) ?? 'no such file';
  const manifest = (job: string, index: number) => join(segmentsIn(job), `0000${index}.json`);
  const edit = (path: string, change: (content: Record<string, unknown>) => void) => {
    const content = JSON.parse(readFileSync(path, 'utf8'));
    change(content);
    writeFileSync(path, JSON.stringify(content));
  };

  test.for<[fault: string, damage: (job: string) => void, problem: RegExp]>([
    ['truncated', (job) => truncateSync(file(job, 3), 500), /has 500 bytes instead of \d+/],
    ['with one bit flipped', (job) => flipBit(file(job, 3)), /its file was changed/],
    ['emptied', (job) => writeFileSync(file(job, 3), ''), /has 0 bytes instead/],
    ['removed', (job) => rmSync(file(job, 3)), /its file is missing/],
    ['swapped with another', (job) => swap(file(job, 3), file(job, 4)), /bytes instead of|was changed/],
    ['with the manifest of another', (job) => cpSync(manifest(job, 4), manifest(job, 3)), /it is another segment/],
    ['with half a manifest', (job) => truncateSync(manifest(job, 3), 100), /its manifest cannot be read/],
    [
      'made by another plan',
      (job) => edit(manifest(job, 3), (content) => Object.assign(content, { spec: '0'.repeat(64) })),
      /made by another plan/,
    ],
    [
      'made by another version',
      (job) => edit(manifest(job, 3), ({ environment }) => Object.assign(Object(environment), { chromium: '1.2.3.4' })),
      /made by another version: Chromium: 1.2.3.4 instead of \d/,
    ],
    [
      'whose manifest names a file elsewhere',
      (job) => edit(manifest(job, 3), (content) => Object.assign(content, { file: '../../etc/passwd' })),
      /it is another segment/,
    ],
  ])('%s', async ([fault, damage, problem], { task }) => {
    const home = await tempFolder();
    const job = join(home, 'job');
    cpSync(undisturbed.resume, job, { recursive: true });
    damage(job);
    const status = await planStatus(job);
    expect(status.damaged[3]).toMatch(problem);
    await expect(stitch(job, { output: join(home, 'stitched.mp4') })).rejects.toThrow(problem);
    expect(readdirSync(home)).toEqual(['job']);

    const output = join(home, 'out.mp4');
    const result = await renderVideo({ ...cards(output), segmentFrames: SEGMENT_FRAMES, resume: job });
    const again = Object.keys(status.damaged).length;
    expect(result.notes).toEqual([`${8 - again} of 8 segments were there already`]);
    expect(sha256(output)).toBe(expected);
    expect((await planStatus(job)).damaged).toEqual({});
    task.meta.row = { fault: `segment ${fault}`, seen: `found (${status.damaged[3]}), rendered again, the same bytes` };
  });

  test('while it is stitched', async ({ task }) => {
    const home = await tempFolder();
    const job = join(home, 'job');
    cpSync(undisturbed.resume, job, { recursive: true });
    // Its size and the headers are right.
    flipBit(file(job, 7));
    const output = join(home, 'out.mp4');
    await expect(stitch(job, { output })).rejects.toThrow(/^Segment 7: its file was changed: render what is not there/);
    expect(readdirSync(home)).toEqual(['job']);
    await renderSegment(job, 7, { workers: 1 });
    await stitch(job, { output });
    expect(sha256(output)).toBe(expected);
    task.meta.row = { fault: 'segment changed, noticed by stitch', seen: 'an error that names it, no video' };
  });
});

describe('several processes', () => {
  test('two on one segment: one wins, both are content', async ({ task }) => {
    const job = join(await tempFolder(), 'job');
    await plan(cardPlan(job, { output: join(job, 'out.mp4') }));
    const runs = [1, 2].map(() => startCli(['segment', job, '--index', '1', '--workers', '1', '--json']));
    expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0]);
    const results = runs.map((run) => JSON.parse(run.stdout().trim().split('\n').at(-1) ?? ''));
    expect(results[0]).toEqual(results[1]);
    expect(readdirSync(segmentsIn(job)).sort()).toEqual([basename(results[0].file), '00001.json'].sort());
    task.meta.row = { fault: 'two processes render one segment', seen: 'one file, one manifest, both exit with 0' };
  });

  const lanes = (run: RunningCli) => descendants(run.pid).filter(({ command }) => /lane-process/.test(command));

  test('a lane that is killed is replaced', async ({ task }) => {
    const output = join(await tempFolder(), 'out.mp4');
    const args = [...size, '--segment-frames', String(SEGMENT_FRAMES), '--lanes', '2', '--json'];
    const run = startCli(['render', fixture('index-card'), '-o', output, ...args]);
    await until(() => /progress/.test(run.stdout()), 'the first frame');
    const [first] = lanes(run);
    process.kill(first?.pid ?? 0, 'SIGKILL');
    expect(await run.ended, run.stderr()).toBe(0);
    expect(sha256(output)).toBe(expected);
    const frames = run
      .stdout()
      .trim()
      .split('\n')
      .map((line) => Number(JSON.parse(line).frames));
    expect(Math.max(...frames)).toBe(47);
    task.meta.row = { fault: 'a lane killed at work', seen: 'replaced, the same bytes' };
  });

  test('lanes that are killed over and over end the render, with an error and nothing left', async ({ task }) => {
    const home = await tempFolder();
    const args = [...size, '--segment-frames', String(SEGMENT_FRAMES), '--lanes', '2', '--json'];
    const run = startCli(['render', fixture('index-card'), '-o', join(home, 'out.mp4'), ...args]);
    let ended: number | undefined;
    run.ended.then((code) => {
      ended = code;
    });
    await until(() => /progress/.test(run.stdout()), 'the first frame');
    await until(() => {
      for (const { pid } of lanes(run)) process.kill(pid, 'SIGKILL');
      return ended !== undefined;
    }, 'the end');
    expect(ended).toBe(1);
    expect(run.stdout()).toMatch(/Segment \d: The process of a lane was killed by SIGKILL, 3 times/);
    expect(readdirSync(home)).toEqual([]);
    task.meta.row = { fault: 'every lane killed at once, again and again', seen: 'an error after three tries' };
  });

  test('a lane whose segment fails ends the others, and the error is its own', async ({ task }) => {
    const resume = join(await tempFolder(), 'job');
    const options = { ...cards(join(resume, '../out.mp4')), scene: fixture('faults'), resume, segmentFrames: 3 };
    const failed = renderVideo({ ...options, lanes: 2, props: { throwAt: 7 } });
    await expect(failed).rejects.toMatchObject({ name: 'FrameError', frame: 7 });
    expect(descendants().filter(({ command }) => /lane-process/.test(command))).toEqual([]);
    task.meta.row = { fault: 'a frame fails in one of two lanes', seen: 'its error, and both have ended' };
  });

  test('lanes end with the process that started them', async ({ task }) => {
    const home = await tempFolder();
    const args = [...size, '--segment-frames', String(SEGMENT_FRAMES), '--lanes', '2', '--json'];
    const run = startCli(['render', fixture('index-card'), '-o', join(home, 'out.mp4'), ...args]);
    await until(() => /progress/.test(run.stdout()), 'the first frame');
    const started = descendants(run.pid).map(({ pid }) => pid);
    run.child.kill('SIGKILL');
    await run.ended;
    await until(() => !started.some(alive), 'all of them to end', 10);
    expect(hidden(home)).toHaveLength(2);
    await renderVideo({ ...cards(join(home, 'next.mp4')), range: [0, 1] });
    expect(readdirSync(home)).toEqual(['next.mp4']);
    task.meta.row = {
      fault: 'plotreel killed with two lanes',
      seen: `${started.length} processes ended, folder swept`,
    };
  });
});

describe('exit codes say whether to try again', () => {
  /** A plan of faults.scene.ts: `props` say what goes wrong. */
  async function plannedFaults(props: Record<string, unknown>): Promise<string> {
    const job = join(await tempFolder(), 'job');
    await plan({ ...cardPlan(job, { output: join(job, 'out.mp4') }), scene: fixture('faults'), props });
    return job;
  }
  const segment = (job: string, ...args: string[]) =>
    startCli(['segment', job, '--index', '1', '--workers', '1', '--json', ...args]);

  test('42: the scene fails at a frame', async ({ task }) => {
    const run = segment(await plannedFaults({ throwAt: 15 }));
    expect(await run.ended).toBe(42);
    expect(JSON.parse(run.stdout().trim().split('\n').at(-1) ?? '')).toMatchObject({ name: 'FrameError', frame: 15 });
    task.meta.row = { fault: 'segment: the scene throws', seen: 'exit code 42' };
  });

  test('42: another version', async ({ task }) => {
    const job = await plannedFaults({});
    const ffmpeg = await writeScript(join(job, 'ffmpeg'), 'echo "ffmpeg version 9.9.9 Copyright"');
    const run = segment(job, '--ffmpeg', ffmpeg);
    expect(await run.ended).toBe(42);
    expect(run.stdout()).toMatch(/ffmpeg: 9.9.9 instead of/);
    task.meta.row = { fault: 'segment: another ffmpeg than planned', seen: 'exit code 42' };
  });

  test('75: a frame that hangs, which another machine may draw', async ({ task }) => {
    const job = join(await tempFolder(), 'job');
    const options = { ...cardPlan(job, { output: join(job, 'out.mp4') }), scene: fixture('faults') };
    await plan({ ...options, props: { hangAt: 15 }, frameTimeoutMs: 1500 });
    const run = segment(job);
    expect(await run.ended).toBe(75);
    expect(run.stdout()).toMatch(/"frame":15/);
    expect(unfinished(job)).toEqual([]);
    task.meta.row = { fault: 'segment: a frame hangs', seen: 'exit code 75' };
  });

  test('75: ffmpeg is killed', async ({ task }) => {
    const job = await plannedFaults({ leak: 0 });
    const run = segment(job);
    await until(() => renderProcesses(run.pid).some(({ command }) => /ffmpeg .*crf/.test(command)), 'ffmpeg to run');
    for (const { pid, command } of renderProcesses(run.pid))
      if (/ffmpeg .*crf/.test(command)) process.kill(pid, 'SIGKILL');
    expect(await run.ended).toBe(75);
    expect(unfinished(job)).toEqual([]);
    task.meta.row = { fault: 'segment: ffmpeg killed', seen: 'exit code 75' };
  });

  test('75: the disk is full', async ({ skip, task }) => {
    if (noSmallDisk !== undefined) skip(noSmallDisk);
    const job = join(smallDisk(400), 'job');
    await plan(cardPlan(job, { output: join(await tempFolder(), 'out.mp4') }));
    fill(job);
    const run = segment(job);
    expect(await run.ended).toBe(75);
    expect(run.stdout()).toMatch(/"name":"DiskFullError"/);
    expect(unfinished(job)).toEqual([]);
    task.meta.row = { fault: 'segment: disk full', seen: 'exit code 75' };
  });

  test('2: no plan, no index, a wrong one', async ({ task }) => {
    const job = await plannedFaults({});
    for (const args of [
      ['segment', join(job, 'nothing'), '--index', '0'],
      ['segment', job],
      ['segment', job, '--index', '99'],
      ['segment', job, '--index', '0', '--index-from-env'],
      ['segment', job, '--index', '0', '--what'],
      ['stitch', join(job, 'nothing')],
      ['status', join(job, 'nothing')],
      ['plan', 'missing.json', '-o', 'out.mp4', '--out', job],
    ]) {
      expect(await startCli(args).ended, args.join(' ')).toBe(2);
    }
    task.meta.row = { fault: 'wrong usage of plan, segment, stitch, status', seen: 'exit code 2' };
  });

  test('143: SIGTERM in the middle of a segment, and nothing is left', async ({ task }) => {
    const job = await plannedFaults({ hangAt: 15 });
    const run = segment(job);
    await until(() => /progress/.test(run.stdout()), 'the first frame');
    const started = renderProcesses(run.pid).map(({ pid }) => pid);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(143);
    await until(() => !started.some(alive), 'what it had started to end', 10);
    expect([...unfinished(job), ...leftovers(run.pid)]).toEqual([]);
    task.meta.row = { fault: 'segment: SIGTERM', seen: 'exit code 143, nothing left' };
  });
});

test.for([5, 8, 9, 10])(
  'a frame that fails near a seam is named, whatever is drawn beside it: %i',
  async (throwAt, { task }) => {
    const options = { ...cards(join(await tempFolder(), 'out.mp4')), scene: fixture('faults'), workers: 2 };
    const failed = renderVideo({ ...options, segmentFrames: 10, props: { throwAt } });
    await expect(failed).rejects.toMatchObject({ name: 'FrameError', frame: throwAt });
    task.meta.row = { fault: `frame ${throwAt} fails, a segment ends with 9`, seen: 'a FrameError with its index' };
  },
);

test('what is no file in a plan is refused, not waited for', async ({ task }) => {
  const job = await tempFolder();
  execFileSync('mkfifo', [join(job, 'plan.json')]);
  const run = startCli(['status', job]);
  expect(await run.ended).toBe(42);
  expect(run.stderr()).toMatch(/plan.json is no file/);
  task.meta.row = { fault: 'a pipe in place of a plan', seen: 'refused' };
});

test('a render whose scene fails keeps the segments that it had', async ({ task }) => {
  const home = await tempFolder();
  const options: VideoOptions = {
    ...cards(join(home, 'out.mp4')),
    scene: fixture('faults'),
    segmentFrames: 6,
    resume: true,
  };
  await expect(renderVideo({ ...options, props: { throwAt: 20 } })).rejects.toThrow(PlotreelError);
  const { done } = await planStatus(join(home, 'out.mp4.segments'));
  expect(done).toBeGreaterThanOrEqual(2);
  expect(done).toBeLessThan(5);
  expect(existsSync(join(home, 'out.mp4'))).toBe(false);
  task.meta.row = { fault: 'a frame fails in a render that can be resumed', seen: `${done} of 5 segments stay` };
});

function flipBit(path: string): void {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(path, bytes);
}

function swap(one: string, two: string): void {
  renameSync(one, `${one}.aside`);
  renameSync(two, one);
  renameSync(`${one}.aside`, two);
}

test('what the undisturbed render shows is right', async () => {
  expect(await numbersIn(undisturbed.output)).toEqual(count(47));
});
