import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  InputError,
  LimitError,
  type LimitName,
  renderStill,
  renderVideo,
  type VideoOptions,
} from '../../src/index.ts';
import { requireFfmpeg } from '../../src/install/find-ffmpeg.ts';
import { renderProcesses } from '../support/processes.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';
import { until } from '../support/until.ts';

const folder = scratchFolder();
const output = join(folder, 'video.mp4');
writeFileSync(output, 'as it was');

type Options = Partial<VideoOptions>;

/** A render of a small scene, or of what the options say, into a file that is already there. */
function render(options: Options): Promise<unknown> {
  const content = options.figure === undefined ? { scene: fixture('index-card') } : {};
  return renderVideo({ ...content, output, width: 320, height: 180, workers: 1, ...options });
}

/** Browsers and encoders that are started until the test ends; that a tool is asked for its version does not count. */
function watchStarts(): () => string[] {
  const children: ChildProcess[] = [];
  const onChild = (message: unknown) => children.push(Object(message).process);
  subscribe('child_process', onChild);
  onTestFinished(() => void unsubscribe('child_process', onChild));
  return () => children.map(({ spawnargs }) => spawnargs.join(' ')).filter((args) => !/ --?version$/.test(args));
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function expectNothingLeft(): Promise<void> {
  await until(() => renderProcesses().length === 0, 'no process is left', 5);
  expect(leftovers()).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  expect(readFileSync(output, 'utf8')).toBe('as it was');
}

function* endless(): Generator<{ number: number }> {
  for (let number = 0; ; number++) yield { number };
}

/** Numbers whose frame 12 has a megabyte beside it. */
function* growing(): Generator<unknown> {
  for (let number = 0; number < 20; number++) yield { number, rest: new Uint8Array(number === 12 ? 1_000_000 : 8) };
}

async function* silent(): AsyncGenerator<never> {
  await new Promise(() => {});
}

const point = (y: number) => ({ data: [{ y: [y] }] });
const moving = { ...point(1), frames: [1, 2, 3].map((y) => ({ name: `${y}`, ...point(y) })) };

describe('what the options tell is refused before anything is launched', () => {
  const large = join(folder, 'large.json');
  writeFileSync(large, JSON.stringify({ ...moving, layout: { meta: 'x'.repeat(10_000) } }));

  test.for<{ fault: string; options: Options; limit: LimitName; message: string }>([
    {
      fault: 'frames of more pixels',
      options: { limits: { framePixels: 1000 } },
      limit: 'framePixels',
      message: 'to be at most 1000 pixels',
    },
    { fault: 'a longer side', options: { limits: { side: 319 } }, limit: 'side', message: 'to be at most 319' },
    {
      fault: 'an array of more frames',
      options: { frames: new Array(6).fill({ number: 1 }), limits: { frames: 5 } },
      limit: 'frames',
      message: 'The video would have 6 frames, more than 5',
    },
    {
      fault: 'a figure whose video has more frames',
      options: { figure: moving, duration: '10s', limits: { frames: 299 } },
      limit: 'frames',
      message: "The figure's video would have 300 frames, more than 299",
    },
    {
      fault: 'a larger figure file',
      options: { figure: large, limits: { figureBytes: 10_000 } },
      limit: 'figureBytes',
      message: 'large.json has 10.1 kB; a figure may have at most 10 kB',
    },
    {
      fault: 'a larger figure object',
      options: { figure: { ...moving, layout: { meta: 'x'.repeat(10_000) } }, limits: { figureBytes: 10_000 } },
      limit: 'figureBytes',
      message: 'a figure may have at most 10 kB',
    },
  ])('$fault', async ({ fault, options, limit, message }, { task }) => {
    const started = watchStarts();
    const error = await rejection(render(options));
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(message);
    expect(String(error)).toContain(`\`limits.${limit}\`, --limit `);
    expect(started()).toEqual([]);
    await expectNothingLeft();
    task.meta.row = { fault: `limit: ${fault}`, seen: 'refused with the options, nothing launched' };
  });
});

describe('what the first frame shows is refused before anything is launched', () => {
  const rest = new Uint8Array(1000);

  test.for<{ fault: string; rendering: () => Promise<unknown> }>([
    {
      fault: 'params of more bytes',
      rendering: () => render({ frames: [{ number: 0, rest }], limits: { paramsBytes: 999 } }),
    },
    {
      fault: "a still's params of more bytes",
      rendering: () => {
        const picture = { scene: fixture('index-card'), output: join(folder, 'still.png'), frame: 0 };
        return renderStill({ ...picture, params: { number: 0, rest }, limits: { paramsBytes: 999 } });
      },
    },
  ])('$fault', async ({ fault, rendering }, { task }) => {
    const started = watchStarts();
    const error = await rejection(rendering());
    expect(error).toBeInstanceOf(LimitError);
    expect(error).toMatchObject({
      limit: 'paramsBytes',
      max: 999,
      message: expect.stringMatching(/^Frame 0: .* 1 kB/),
    });
    expect(started()).toEqual([]);
    await expectNothingLeft();
    task.meta.row = { fault: `limit: ${fault}`, seen: 'LimitError with the frame, nothing launched' };
  });
});

describe('what shows on the way ends the render', () => {
  test.for<{ fault: string; options: Options; limit: LimitName; message: RegExp }>([
    {
      fault: 'an endless source',
      options: { frames: endless(), limits: { frames: 30 } },
      limit: 'frames',
      message: /^The frame source has more than 30 frames /,
    },
    {
      fault: "a scene's own frames are more",
      options: { limits: { frames: 46 } },
      limit: 'frames',
      message: /^The scene has 47 frames, more than 46 /,
    },
    {
      fault: 'params of more bytes at frame 12',
      options: { frames: growing(), limits: { paramsBytes: 900_000 } },
      limit: 'paramsBytes',
      message: /^Frame 12: the params have 1 MB, more than 900 kB /,
    },
  ])('$fault', async ({ fault, options, limit, message }, { task }) => {
    const started = watchStarts();
    const error = await rejection(render(options));
    expect(error).toBeInstanceOf(LimitError);
    expect(error).toMatchObject({ limit, message: expect.stringMatching(message) });
    expect(started()).not.toEqual([]);
    await expectNothingLeft();
    task.meta.row = { fault: `limit: ${fault}`, seen: 'LimitError, nothing left' };
  });
});

describe('when the time is over the render ends, wherever it is', () => {
  const overTime = (limits: { renderTimeMs: number }) => ({ limit: 'renderTimeMs', max: limits.renderTimeMs });

  test('while a frame source is waited for', async ({ task }) => {
    const limits = { renderTimeMs: 300 };
    const started = watchStarts();
    const error = await rejection(render({ frames: silent(), limits }));
    expect(error).toBeInstanceOf(LimitError);
    expect(error).toMatchObject({
      ...overTime(limits),
      message: 'Not done within 0.3 s (`limits.renderTimeMs`, --limit render-time)',
    });
    expect(started()).toEqual([]);
    task.meta.row = { fault: 'limit: time, while a source yields nothing', seen: 'LimitError, nothing launched' };
  });

  test('while a figure is waited for on standard input', async ({ task }) => {
    const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const args = [cli, 'render', '-', '-o', output, '--json', '--limit', 'render-time=300ms'];
    const { code, stdout } = await new Promise<{ code: number | null; stdout: string }>((resolve) => {
      const child = execFile(process.execPath, args, (_, stdout) => resolve({ code: child.exitCode, stdout }));
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', name: 'LimitError', limit: 'renderTimeMs' });
    await expectNothingLeft();
    task.meta.row = { fault: 'limit: time, while stdin brings no figure', seen: 'LimitError, the process ends' };
  });

  test('while a frame is drawn, of a video and a still', async ({ task }) => {
    const limits = { renderTimeMs: 4000 };
    const hanging = { scene: fixture('faults'), props: { hangAt: 2 }, width: 320, height: 180, limits };
    const errors = [
      await rejection(renderVideo({ ...hanging, output, workers: 1, frameTimeoutMs: 120_000 })),
      await rejection(
        renderStill({ ...hanging, output: join(folder, 'still.png'), frame: 2, frameTimeoutMs: 120_000 }),
      ),
    ];
    for (const error of errors) expect(error).toMatchObject({ name: 'LimitError', ...overTime(limits) });
    expect(existsSync(join(folder, 'still.png'))).toBe(false);
    await expectNothingLeft();
    task.meta.row = { fault: 'limit: time, while a frame hangs', seen: 'LimitError, nothing left' };
  });

  test("while ffmpeg is in a GIF's second pass", async ({ task }) => {
    const gif = { output: join(folder, 'video.gif'), frames: [{ number: 1 }, { number: 2 }] };
    const from = performance.now();
    await render({ ...gif, output: join(folder, 'other.gif') });
    const usual = performance.now() - from;
    const { executable, pid } = await hangingSecondPass();
    const limits = { renderTimeMs: Math.ceil(2000 + 2 * usual) };
    const error = await rejection(render({ ...gif, ffmpeg: executable, limits }));
    expect(error).toMatchObject({ name: 'LimitError', ...overTime(limits) });
    await until(() => !existsSync(`/proc/${pid()}`), 'the second pass has ended', 5);
    expect(existsSync(gif.output)).toBe(false);
    await expectNothingLeft();
    task.meta.row = { fault: "limit: time, in a GIF's second pass", seen: 'LimitError, ffmpeg ended, nothing left' };
  });

  test('and no timer holds a process that is done', async ({ task }) => {
    const index = new URL('../../src/index.ts', import.meta.url);
    const script = `import { renderVideo } from '${index}'; await renderVideo({}).catch(({ name }) => console.log(name));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    await until(() => child.exitCode !== null, 'the process has ended');
    expect({ told, code: child.exitCode }).toEqual({ told: 'InputError\n', code: 0 });
    task.meta.row = { fault: 'limit: time, of a render that is over', seen: 'no timer holds the process' };
  });
});

test('params of more than a message can hold are drawn', async ({ task }) => {
  // Chromium ends at a message of 100 MB.
  const text = 'x'.repeat(101_000_000);
  const video = { scene: fixture('index-card'), output: join(folder, 'large.mp4'), width: 320, height: 180 };
  await renderVideo({ ...video, frames: [{ number: 1, text }], workers: 1 });
  task.meta.row = { fault: 'params of 101 MB', seen: 'drawn' };
});

/** An ffmpeg whose second pass never ends. */
async function hangingSecondPass(): Promise<{ executable: string; pid: () => string }> {
  const { path } = await requireFfmpeg();
  const executable = join(folder, 'ffmpeg-that-hangs');
  const pidFile = join(folder, 'second-pass.pid');
  // What the first pass writes, the second reads.
  const lines = ['#!/bin/sh', `case "$*" in`, `*"-i file:"*) echo $$ > '${pidFile}'; exec sleep 1000 ;;`];
  writeFileSync(executable, [...lines, `*) exec '${path}' "$@" ;;`, 'esac', ''].join('\n'), { mode: 0o755 });
  return { executable, pid: () => readFileSync(pidFile, 'utf8').trim() };
}
