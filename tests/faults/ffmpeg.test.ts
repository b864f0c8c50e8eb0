import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { EncoderError, renderVideo, type VideoOptions } from '../../src/index.ts';
import { ffmpegVersion } from '../../src/install/find-ffmpeg.ts';
import { tempFolder, writeScript } from '../install/temp-folder.ts';
import { renderProcesses, residentBytes } from '../support/processes.ts';
import { fixture, leftovers } from '../support/scratch.ts';
import { slowFfmpeg } from '../support/slow-ffmpeg.ts';
import { until } from '../support/until.ts';

let folder = '';
let output = '';

beforeEach(async () => {
  folder = await tempFolder();
  output = join(folder, 'out.mp4');
  writeFileSync(output, 'before');
});

const card = (options: Partial<VideoOptions> = {}): VideoOptions => ({
  ...{ scene: fixture('index-card'), output, width: 320, height: 180, workers: 1, ...options },
});

function ffmpegPid(): number {
  const ffmpeg = renderProcesses().find(({ command }) => /ffmpeg$/.test(command.split(' ')[0] ?? ''));
  if (!ffmpeg) throw new Error('No ffmpeg');
  return ffmpeg.pid;
}

/** Frames 0, 1, 2 …, and something that is done before the one of this number. */
async function* frames(count: number, at: number, meanwhile: () => void | Promise<void>) {
  for (let number = 0; number < count; number++) {
    if (number === at) await meanwhile();
    yield { number };
  }
}

/** What a render fails with, and how long after `broken` said so. */
async function failureOf(options: VideoOptions, broken: () => number): Promise<{ error: EncoderError; ms: number }> {
  const error: unknown = await renderVideo(options).catch((thrown: unknown) => thrown);
  const ms = performance.now() - broken();
  if (!(error instanceof EncoderError)) throw new Error('It did not fail so', { cause: error });
  expect(renderProcesses()).toEqual([]);
  expect(leftovers()).toEqual([]);
  expect(readFileSync(output, 'utf8')).toBe('before');
  return { error, ms };
}

describe('ffmpeg that fails ends the render within a second', () => {
  test('killed (SIGKILL)', async ({ task }) => {
    let at = 0;
    const source = frames(400, 60, () => {
      process.kill(ffmpegPid(), 'SIGKILL');
      at = performance.now();
    });
    const { error, ms } = await failureOf(card({ frames: source }), () => at);
    expect(error.message).toContain('ffmpeg was killed by SIGKILL before the video was complete');
    expect(ms).toBeLessThan(1000);
    task.meta.row = { fault: 'ffmpeg killed', seen: `error after ${(ms / 1000).toFixed(2)} s` };
  });

  test.for<[what: string, then: string, message: RegExp]>([
    ['exits with an error', 'exit 3', /^ffmpeg stopped with exit code 3 before .*\nout of luck$/],
    ['exits without one', 'exit 0', /^ffmpeg stopped with exit code 0 before .*\nout of luck$/],
    [
      'closes its input and lives on',
      'exec 0<&-; exec sleep 60',
      /^ffmpeg took no more frames before .*\nout of luck$/,
    ],
    // Its own child keeps stderr open.
    ['leaves a process behind', 'sleep 5 & exit 3', /^ffmpeg stopped with exit code 3 before .*\nout of luck$/],
  ])('that %s, with the end of its stderr', async ([what, then, message], { task }) => {
    const mark = join(folder, 'mark');
    const take = 'head -c 500000 > /dev/null; echo "out of luck" >&2';
    const path = await writeScript(join(await tempFolder(), 'ffmpeg'), `${take}; echo > ${mark}; ${then}`);
    let at = 0;
    const watch = setInterval(() => {
      if (at === 0 && existsSync(mark)) at = performance.now();
    }, 5);
    onTestFinished(() => clearInterval(watch));
    const { error, ms } = await failureOf(card({ ffmpeg: path }), () => at);
    expect(error.message).toMatch(message);
    expect(at).toBeGreaterThan(0);
    expect(ms).toBeLessThan(1000);
    expect(readdirSync(folder).sort()).toEqual(['mark', 'out.mp4']);
    task.meta.row = { fault: `ffmpeg ${what} in the middle`, seen: `error after ${(ms / 1000).toFixed(2)} s` };
  });
});

describe('ffmpeg that is stopped (SIGSTOP)', () => {
  test('stops the source and holds memory flat, and the render goes on with it', async ({ task }) => {
    let pulled = 0;
    function* source() {
      for (; pulled < 400; pulled++) yield { number: pulled };
    }
    const rendering = renderVideo(card({ frames: source(), width: 640, height: 360 }));
    await until(() => pulled > 60, 'sixty frames pulled');
    const pid = ffmpegPid();
    process.kill(pid, 'SIGSTOP');
    try {
      let still = 0;
      let last = -1;
      await until(() => {
        still = pulled === last ? still + 1 : 0;
        last = pulled;
        return still > 100;
      }, 'the source to stand still');
      expect(pulled).toBeLessThan(400);
      const before = residentBytes(process.pid);
      await until(() => ++still > 200, 'a second more');
      expect(pulled).toBe(last);
      expect(residentBytes(process.pid) - before).toBeLessThan(20e6);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect((await rendering).frames).toBe(400);
    task.meta.row = { fault: 'ffmpeg stopped for a second', seen: 'memory flat, then all 400 frames' };
  });

  /** Stops ffmpeg when it has all frames but the last, which its pipe takes; resolves when it is to finish. */
  async function stopAtTheEnd(options: Partial<VideoOptions>) {
    let pid = 0;
    let encoded = 0;
    const source = frames(6, 5, () => {
      pid = ffmpegPid();
      process.kill(pid, 'SIGSTOP');
    });
    const tiny = { width: 64, height: 48, frames: source };
    const onProgress = ({ frames }: { frames: number }) => {
      encoded = frames;
    };
    let settled = false;
    const rendering = renderVideo(card({ ...tiny, ...options, onProgress })).finally(() => {
      settled = true;
    });
    rendering.catch(() => {});
    // The last progress comes when all is done; a stage ends when all is drawn.
    const onlyFfmpeg = () => renderProcesses().every((process) => process.pid === pid);
    await until(() => encoded >= 1 && onlyFfmpeg(), 'the end');
    expect(settled).toBe(false);
    return { rendering, pid };
  }

  test('as it finishes: the render waits, and ends with it', async ({ task }) => {
    const { rendering, pid } = await stopAtTheEnd({});
    process.kill(pid, 'SIGCONT');
    expect((await rendering).frames).toBe(6);
    task.meta.row = { fault: 'ffmpeg stopped as it finishes', seen: 'waited for, video complete' };
  });

  test('as it finishes: an abort ends it', async ({ task }) => {
    const controller = new AbortController();
    const { rendering } = await stopAtTheEnd({ signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(rendering).rejects.toBe(reason);
    expect(renderProcesses()).toEqual([]);
    expect(readdirSync(folder)).toEqual(['out.mp4']);
    expect(readFileSync(output, 'utf8')).toBe('before');
    task.meta.row = { fault: 'ffmpeg stopped as it finishes, then an abort', seen: 'the reason, nothing left' };
  });
});

test('every ffmpeg gets nothing of the environment but what it needs', async ({ task }) => {
  const record = join(folder, 'env');
  const scripts = await tempFolder();
  const { path } = await slowFfmpeg(
    scripts,
    'encode',
    `env >> ${record}; echo "$@" >> ${record}.args; exec $real "$@"`,
  );
  vi.stubEnv('SECRET_TOKEN', 'secret');
  vi.stubEnv('FFREPORT', `file=${join(folder, 'report.log')}`);
  vi.stubEnv('LD_LIBRARY_PATH', '/nowhere');
  onTestFinished(() => void vi.unstubAllEnvs());
  await ffmpegVersion(path);
  await renderVideo(card({ ffmpeg: path, range: [0, 1], poster: join(folder, 'poster.png') }));
  const gif = { output: join(folder, 'out.gif'), range: [0, 1] as [number, number] };
  await renderVideo(card({ ...gif, ffmpeg: path }));
  await renderVideo(card({ ffmpeg: path, encoder: 'nvenc', range: [0, 1] })).catch(() => {});
  const names = new Set(
    readFileSync(record, 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0] ?? ''),
  );
  const runs = readFileSync(`${record}.args`, 'utf8').trim().split('\n');
  for (const what of ['-version', 'setpts', 'palettegen', 'paletteuse', 'h264_nvenc'])
    expect(
      runs.some((run) => run.includes(what)),
      what,
    ).toBe(true);
  // The shell that records them adds some of its own.
  const own = ['', 'PATH', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES', 'SYSTEMROOT', 'PWD', 'SHLVL', '_', 'OLDPWD'];
  expect([...names].filter((name) => !own.includes(name))).toEqual([]);
  task.meta.row = { fault: 'secrets in the environment', seen: `${runs.length} ffmpeg processes, none has them` };
});
