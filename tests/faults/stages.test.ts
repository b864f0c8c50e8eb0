import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openFarm } from '../../src/farm/farm.ts';
import { pack } from '../../src/frames/pack.ts';
import { BrowserError, FrameError, type RenderResult, renderVideo, type VideoOptions } from '../../src/index.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { type Process, renderProcesses } from '../support/processes.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';
import { stageJob } from '../support/stage-job.ts';
import { until } from '../support/until.ts';

const folder = scratchFolder();
const size = { width: 320, height: 180 };
const FRAMES = 47;
const card = (name: string, options: Partial<VideoOptions> = {}): VideoOptions => ({
  scene: fixture('index-card'),
  output: join(folder, `${name}.mp4`),
  workers: 2,
  ...size,
  ...options,
});
const faults = (name: string, props: object, options: Partial<VideoOptions> = {}): VideoOptions => ({
  ...card(name, options),
  scene: fixture('faults'),
  props,
});
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const isRenderer = ({ command }: Process) => command.includes('--type=renderer');
const isGpu = ({ command }: Process) => command.includes('--type=gpu-process');
const isBrowser = ({ command }: Process) => /^\S*chrom/.test(command) && !command.includes('--type=');

/** Sends a signal to processes that are there now. @returns how many were */
function signal(name: NodeJS.Signals, which: (process: Process) => boolean): number {
  const processes = renderProcesses().filter(which);
  for (const { pid } of processes) process.kill(pid, name);
  return processes.length;
}

/** Does `act` once, when the page writes this to its console. */
function whenSaid(text: string, act: () => void): Pick<VideoOptions, 'onConsole'> {
  let done = false;
  return {
    onConsole: (message) => {
      if (done || message.text !== text) return;
      done = true;
      act();
    },
  };
}

/** The scene's own frames, and something done when one is asked for. */
function* numbers(index: number, act: () => void): Generator<{ number: number }> {
  for (let number = 0; number < FRAMES; number++) {
    if (number === index) act();
    yield { number };
  }
}

let undisturbed: RenderResult;
beforeAll(async () => {
  undisturbed = await renderVideo(card('undisturbed'));
});

afterEach(() => {
  expect(renderProcesses()).toEqual([]);
  expect(leftovers()).toEqual([]);
});

const LOST = /^Stages were lost and their frames drawn again: /;
const sameBytes = ({ notes }: RenderResult) => ['same bytes', ...notes].join('; ');

describe('a process that is killed', () => {
  test.for([
    { what: 'renderers', which: isRenderer, when: 'the first frame', number: 0 },
    { what: 'renderers', which: isRenderer, when: 'a middle frame', number: 23 },
    { what: 'renderers', which: isRenderer, when: 'the last frame', number: FRAMES - 1 },
    { what: 'browsers', which: isBrowser, when: 'the first frame', number: 0 },
    { what: 'browsers', which: isBrowser, when: 'a middle frame', number: 23 },
    { what: 'GPU processes', which: isGpu, when: 'a middle frame', number: 23 },
  ])('all $what at $when: the video is the same, to the byte', async ({ what, which, when, number }, { task }) => {
    const kill = () => signal('SIGKILL', which);
    // The first frame is drawn when stages are checked, before the second is asked for.
    const moment = number === 0 ? whenSaid('drawn 0', kill) : { frames: numbers(number, kill) };
    const result = await renderVideo(card('killed', moment));
    expect(result.notes).toEqual([expect.stringMatching(LOST)]);
    expect(sha256(result.path)).toBe(sha256(undisturbed.path));
    task.meta.row = { fault: `all ${what} killed at ${when}`, seen: sameBytes(result) };
  });

  test('the GPU process of a figure that WebGL draws: no frame is without it', async ({ task }) => {
    function* phases(act = () => {}) {
      for (let k = 0; k < 24; k++) {
        if (k === 12) act();
        yield k / 24;
      }
    }
    const larger = { width: 480, height: 320 };
    const scene = { ...card('surface', { workers: 1, ...larger }), scene: fixture('kinds'), props: 'surface' };
    const calm = await renderVideo({ ...scene, frames: phases() });
    const before = sha256(calm.path);
    const result = await renderVideo({ ...scene, frames: phases(() => signal('SIGKILL', isGpu)) });
    expect(result.notes).toEqual([expect.stringMatching(LOST)]);
    expect(sha256(result.path)).toBe(before);
    task.meta.row = { fault: 'GPU process of a 3-D scene killed', seen: sameBytes(result) };
  });
});

describe('a page that does not answer', () => {
  test.for([
    { what: 'while (true) in update', props: { spinAt: 9 } },
    { what: 'a promise that never settles in update', props: { hangAt: 9 } },
  ])('$what: a second try, then a FrameError with its index', async ({ what, props }, { task }) => {
    const rendering = renderVideo(faults('hangs', props, { frameTimeoutMs: 2000 }));
    const error: unknown = await rendering.catch((thrown) => thrown);
    if (!(error instanceof FrameError)) throw new Error(`Not a FrameError: ${error}`);
    expect(error.frame).toBe(9);
    expect(error.message).toBe('Frame 9: not drawn within 2 s (frameTimeoutMs), twice');
    task.meta.row = { fault: what, seen: error.message };
  });

  test('stopped for longer than a frame may take: killed, its frames drawn elsewhere', async ({ task }) => {
    const frames = numbers(20, () => signal('SIGSTOP', isRenderer));
    const result = await renderVideo(card('stopped', { frames, frameTimeoutMs: 5000 }));
    expect(result.notes).toEqual([expect.stringContaining('not drawn within 5 s (frameTimeoutMs)')]);
    expect(sha256(result.path)).toBe(sha256(undisturbed.path));
    task.meta.row = { fault: 'all renderers stopped for good', seen: sameBytes(result) };
  });

  test('stopped for a while: the others draw its share, order kept', async ({ task }) => {
    let stopped: number | undefined;
    let drawnMeanwhile = 0;
    const result = await renderVideo(
      card('slow', {
        onConsole: ({ text }) => {
          if (stopped !== undefined) drawnMeanwhile++;
          if (text !== 'drawn 12') return;
          stopped = renderProcesses().find(isRenderer)?.pid;
          signal('SIGSTOP', ({ pid }) => pid === stopped);
          setTimeout(() => signal('SIGCONT', ({ pid }) => pid === stopped), 4000);
        },
      }),
    );
    expect(drawnMeanwhile).toBeGreaterThan(3);
    expect(result.notes).toEqual([]);
    expect(sha256(result.path)).toBe(sha256(undisturbed.path));
    task.meta.row = { fault: 'a renderer stopped for 4 s', seen: sameBytes(result) };
  });
});

test('a scene that throws is not tried again', async ({ task }) => {
  const updates: string[] = [];
  const options = faults('throws', { throwAt: 9 }, { onConsole: ({ text }) => updates.push(text) });
  await expect(renderVideo(options)).rejects.toThrow(/^Frame 9: no such thing as 9$/);
  expect(updates.filter((text) => text === 'update 8').length).toBeLessThanOrEqual(1);
  task.meta.row = { fault: 'update throws', seen: 'Frame 9: no such thing as 9, at once' };
});

describe('a browser that cannot be had', () => {
  /** A browser that starts as long as a file is there. */
  async function fragileBrowser(): Promise<{ browser: string; withhold: () => void }> {
    const { path } = await requireBrowser();
    const permit = join(folder, 'permit');
    const browser = join(folder, 'headless-shell');
    writeFileSync(permit, '');
    writeFileSync(browser, `#!/bin/sh\n[ -e '${permit}' ] || exit 7\nexec '${path}' "$@"\n`, { mode: 0o700 });
    return { browser, withhold: () => rmSync(permit) };
  }

  test('none starts again: one error that says why, and nothing waits', async ({ task }) => {
    const { browser, withhold } = await fragileBrowser();
    const frames = numbers(20, () => {
      withhold();
      signal('SIGKILL', isBrowser);
    });
    const error: unknown = await renderVideo(card('gone', { browser, frames })).catch((thrown) => thrown);
    if (!(error instanceof BrowserError)) throw new Error(`Not a BrowserError: ${error}`);
    expect(error.message).toContain(`${browser} did not start`);
    expect(existsSync(join(folder, 'gone.mp4'))).toBe(false);
    task.meta.row = { fault: 'all browsers killed, none starts again', seen: error.message.split('\n')[0] ?? '' };
  });

  test('one does not start again: the others draw its frames', async ({ task }) => {
    const { browser, withhold } = await fragileBrowser();
    const frames = numbers(20, () => {
      withhold();
      process.kill(renderProcesses().find(isBrowser)?.pid ?? 0, 'SIGKILL');
    });
    const result = await renderVideo(card('fewer', { browser, frames }));
    expect(sha256(result.path)).toBe(sha256(undisturbed.path));
    task.meta.row = { fault: 'a browser killed, it does not start again', seen: sameBytes(result) };
  });
});

describe('memory', () => {
  const MiB = 2 ** 20;

  test('openFarm() does not replace a stage while memory is short, as long as another is at work', async ({ task }) => {
    const job = await stageJob('index-card');
    const probe = { index: 0, params: pack({ number: 0 }, 'params'), previous: null };
    const farm = await openFarm(job, {
      ...{ workers: 2, probes: () => [probe], frameBytes: job.width * job.height * 4 },
      hasRoom: async () => false,
      signal: new AbortController().signal,
    });
    try {
      await farm.complete;
      process.kill(renderProcesses().find(isBrowser)?.pid ?? 0, 'SIGKILL');
      await until(() => farm.notes().length === 2, 'the stage to be given up');
      await farm.draw(probe);
      signal('SIGKILL', isBrowser);
      await farm.draw(probe);
      expect(farm.notes()).toContain('Stages could not be had, the others drew their frames: Memory is short (1)');
      task.meta.row = { fault: 'a browser killed while memory is short', seen: farm.notes().join('; ') };
    } finally {
      await farm.close();
    }
  });

  test.for([
    { what: 'the heap', props: { fillHeapAt: 9 } },
    { what: 'memory outside the heap', props: { hoardAt: 9 } },
  ])(
    'a frame that takes $what without end is a FrameError',
    { timeout: 120_000 },
    async ({ what, props }, { task }) => {
      const options = faults('hoards', props, { workers: 1, limits: { stageMemoryBytes: 500 * MiB } });
      const error: unknown = await renderVideo(options).catch((thrown) => thrown);
      if (!(error instanceof FrameError)) throw new Error(`Not a FrameError: ${error}`);
      expect(error.frame).toBe(9);
      task.meta.row = { fault: `update takes ${what} without end`, seen: error.message };
    },
  );

  test('stages that grow are replaced, the video is the same', async ({ task }) => {
    const limits = { stageMemoryBytes: 800 * MiB };
    const calm = await renderVideo(faults('even', {}, { limits }));
    const result = await renderVideo(faults('grows', { leak: 10 }, { limits }));
    expect(result.notes).toEqual([expect.stringMatching(/^Stages that had grown were replaced: \d+$/)]);
    expect(sha256(result.path)).toBe(sha256(calm.path));
    task.meta.row = { fault: 'update leaks 10 MiB a frame', seen: sameBytes(result) };
  });
});
