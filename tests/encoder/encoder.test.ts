import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Encoder, openEncoder } from '../../src/encoder/encoder.ts';
import { EncoderError } from '../../src/errors.ts';
import { tempFolder, writeScript } from '../install/temp-folder.ts';
import { checkMp4, decode, ffmpegPath, meanColour, plainI420, renderArgs } from './video-files.ts';

/** A frame of it is five times what a pipe holds. */
const LARGE = { width: 640, height: 360 };
const SMALL = { width: 64, height: 48 };
const RATE = { numerator: 30, denominator: 1 };
const GREY = { y: 128, u: 128, v: 128 };

const noSignal = () => new AbortController().signal;

/** Opens an encoder and closes it after the test. */
function open(options: Parameters<typeof openEncoder>[0]): Encoder {
  const encoder = openEncoder(options);
  onTestFinished(() => encoder.close());
  return encoder;
}

/** The real ffmpeg, with its process id. */
async function openWatched({ size = LARGE, signal = noSignal(), extraArgs = [] as string[] } = {}) {
  const folder = await tempFolder();
  const output = join(folder, 'out.mp4');
  const pidFile = join(folder, 'pid');
  const executable = await writeScript(join(folder, 'ffmpeg'), `echo $$ > ${pidFile}\nexec ${await ffmpegPath()} "$@"`);
  const encoder = open({ executable, args: renderArgs({ ...size, output, extraArgs }), signal });
  // A frame that ffmpeg has taken: it runs.
  await encoder.write(plainI420(size, GREY));
  const pid = Number(await readFile(pidFile, 'utf8'));
  return { encoder, output, pid };
}

/** An encoder of which only the process matters. */
async function openScript(body: string, signal = noSignal()): Promise<Encoder> {
  return open({ executable: await writeScript(join(await tempFolder(), 'ffmpeg'), body), args: [], signal });
}

async function turns(count = 50): Promise<void> {
  for (let i = 0; i < count; i++) await setImmediate();
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('openEncoder()', () => {
  it('encodes the frames that are written', async () => {
    const output = join(await tempFolder(), 'out.mp4');
    const encoder = open({
      executable: await ffmpegPath(),
      args: renderArgs({ ...SMALL, output }),
      signal: noSignal(),
    });
    for (let i = 0; i < 10; i++) await encoder.write(plainI420(SMALL, GREY));
    await encoder.finish();
    await checkMp4(output, { frames: 10, ...SMALL, fps: RATE });
  });

  it('has taken a frame when write() resolves: its buffer may be used again', async () => {
    const { encoder, output } = await openWatched();
    const frame = Buffer.alloc((LARGE.width * LARGE.height * 3) / 2);
    const luma = [40, 200, 80, 160];
    for (const y of luma) {
      plainI420(LARGE, { ...GREY, y }).copy(frame);
      await encoder.write(frame);
    }
    await encoder.finish();
    const [, ...frames] = await decode(output, LARGE);
    expect(frames.map((decoded) => Math.round(meanColour(decoded).y))).toEqual(luma);
  });

  it('write() waits while ffmpeg is stopped (SIGSTOP), and resolves when it goes on (SIGCONT)', async () => {
    const { encoder, output, pid } = await openWatched();
    process.kill(pid, 'SIGSTOP');
    const taken = vi.fn();
    const writing = [1, 2, 3].map(() => encoder.write(plainI420(LARGE, GREY)).then(taken));
    await turns();
    expect(taken).not.toHaveBeenCalled();
    process.kill(pid, 'SIGCONT');
    await Promise.all(writing);
    await encoder.finish();
    await checkMp4(output, { frames: 4, ...LARGE, fps: RATE });
  });

  it('gives ffmpeg nothing of the environment but what it is found with', async () => {
    vi.stubEnv('SECRET_TOKEN', 'secret');
    vi.stubEnv('FFREPORT', 'file=/tmp/ffreport.log');
    onTestFinished(() => vi.unstubAllEnvs() && undefined);
    const file = join(await tempFolder(), 'env');
    const encoder = await openScript(`env > ${file}`);
    await encoder.finish();
    const names = (await readFile(file, 'utf8')).split('\n').map((line) => line.split('=')[0]);
    expect(names).toContain('PATH');
    expect(names).not.toContain('SECRET_TOKEN');
    expect(names).not.toContain('FFREPORT');
  });
});

describe('openEncoder() rejects when ffmpeg', () => {
  it('does not start', async () => {
    const encoder = open({ executable: '/nowhere/ffmpeg', args: [], signal: noSignal() });
    const writing = encoder.write(Buffer.alloc(10));
    await expect(writing).rejects.toBeInstanceOf(EncoderError);
    await expect(writing).rejects.toThrow('/nowhere/ffmpeg did not start: spawn /nowhere/ffmpeg ENOENT');
    await expect(encoder.finish()).rejects.toThrow('did not start');
    await encoder.close();
  });

  it('cannot be started at all: its arguments are longer than the system takes', async () => {
    const encoder = open({ executable: await ffmpegPath(), args: ['x'.repeat(10e6)], signal: noSignal() });
    await expect(encoder.write(Buffer.alloc(10))).rejects.toBeInstanceOf(EncoderError);
    await expect(encoder.finish()).rejects.toThrow(/ did not start: spawn E2BIG/);
    await encoder.close();
  });

  it('gets no pipes: this process has no file descriptor left', async () => {
    const code = `
      import { closeSync, openSync } from 'node:fs';
      import { openEncoder } from ${JSON.stringify(new URL('../../src/encoder/encoder.ts', import.meta.url).href)};
      const opened = [];
      try { for (;;) opened.push(openSync('/dev/null')); } catch {}
      const encoder = openEncoder({ executable: '/bin/cat', args: [], signal: new AbortController().signal });
      const messages = [];
      for (const use of [() => encoder.write(Buffer.alloc(10)), () => encoder.finish(), () => encoder.close()])
        messages.push(await use().then(() => 'fine', String));
      opened.forEach(closeSync);
      console.log(JSON.stringify(messages));
    `;
    const limited = ['-c', 'ulimit -n 64; exec "$0" --input-type=module --eval "$1"', process.execPath, code];
    const { stdout } = await promisify(execFile)('sh', limited, { timeout: 30_000 });
    const error = expect.stringMatching(/^EncoderError: \/bin\/cat did not start: spawn .*EMFILE/);
    expect(JSON.parse(stdout)).toEqual([error, error, 'fine']);
  });

  it.each([
    { what: 'refuses an option', output: 'out.mp4', extraArgs: ['-profile:v', 'nonsense'], says: /nonsense/ },
    { what: 'cannot open its output', output: 'missing/out.mp4', extraArgs: [], says: /No such file or directory/ },
  ])('$what, with its exit code and what it said', async ({ output, extraArgs, says }) => {
    const path = join(await tempFolder(), output);
    const encoder = open({
      executable: await ffmpegPath(),
      args: renderArgs({ ...LARGE, output: path, extraArgs }),
      signal: noSignal(),
    });
    const error = await (async () => {
      // The pipe may take the first frame before ffmpeg has looked at its options.
      for (let i = 0; i < 100; i++) await encoder.write(plainI420(LARGE, GREY));
    })().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(EncoderError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^ffmpeg stopped with exit code \d+ before the video was complete\n/),
      exitCode: expect.any(Number),
      stderr: expect.stringMatching(says),
    });
    await expect(encoder.finish()).rejects.toBe(error);
    await expect(encoder.write(Buffer.alloc(10))).rejects.toBe(error);
  });

  it('fails after all frames went into the pipe: finish() rejects', async () => {
    const encoder = await openScript('cat > /dev/null; echo "disk full" >&2; exit 28');
    await encoder.write(Buffer.alloc(10));
    const finished = encoder.finish();
    await expect(finished).rejects.toBeInstanceOf(EncoderError);
    await expect(finished).rejects.toMatchObject({ exitCode: 28, stderr: 'disk full' });
  });

  it('ends without an error before the video is complete', async () => {
    const encoder = await openScript('exit 0');
    await expect(encoder.write(plainI420(LARGE, GREY))).rejects.toThrow(
      'ffmpeg stopped with exit code 0 before the video was complete',
    );
  });

  it('is killed (SIGKILL)', async () => {
    const { encoder, pid } = await openWatched();
    process.kill(pid, 'SIGKILL');
    const error = await (async () => {
      while (true) await encoder.write(plainI420(LARGE, GREY));
    })().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(EncoderError);
    expect(error).toMatchObject({
      message: 'ffmpeg was killed by SIGKILL before the video was complete',
      exitCode: null,
    });
    await expect(encoder.finish()).rejects.toBe(error);
  });

  it('is killed while a write() waits', async () => {
    const { encoder, pid } = await openWatched();
    process.kill(pid, 'SIGSTOP');
    const writing = [1, 2].map(() => encoder.write(plainI420(LARGE, GREY)));
    process.kill(pid, 'SIGKILL');
    for (const write of writing) await expect(write).rejects.toThrow('ffmpeg was killed by SIGKILL');
  });

  it('says much: the end of it is in the message', async () => {
    const encoder = await openScript(
      'cat > /dev/null; for i in 1 2 3 4 5 6 7 8 9; do printf "%0500d\\n" $i >&2; done; echo "the last line" >&2; exit 1',
    );
    const error = await encoder.finish().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(EncoderError);
    if (!(error instanceof EncoderError)) return;
    expect(error.message).toMatch(/the last line$/);
    expect(error.stderr).toMatch(/9\nthe last line$/);
    expect(error.stderr.length).toBeLessThanOrEqual(2000);
  });
});

describe('openEncoder() is aborted', () => {
  const reason = { why: 'enough' };

  it('while a write() waits: it rejects with the reason and ffmpeg ends', async () => {
    const controller = new AbortController();
    const { encoder, pid } = await openWatched({ signal: controller.signal });
    process.kill(pid, 'SIGSTOP');
    const writing = encoder.write(plainI420(LARGE, GREY));
    controller.abort(reason);
    await expect(writing).rejects.toBe(reason);
    await expect(encoder.finish()).rejects.toBe(reason);
    expect(isRunning(pid)).toBe(false);
  });

  it('while finish() waits', async () => {
    const controller = new AbortController();
    const { encoder, pid } = await openWatched({ signal: controller.signal });
    process.kill(pid, 'SIGSTOP');
    const finished = encoder.finish();
    controller.abort(reason);
    await expect(finished).rejects.toBe(reason);
    expect(isRunning(pid)).toBe(false);
  });

  it('before it starts', async () => {
    await expect(openScript('exec sleep 60', AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('openEncoder() close()', () => {
  it('ends a running ffmpeg, also one that is stopped, and may run twice', async () => {
    const { encoder, pid } = await openWatched();
    process.kill(pid, 'SIGSTOP');
    await encoder.close();
    expect(isRunning(pid)).toBe(false);
    await encoder.close();
  });

  it('rejects a write() that waits', async () => {
    const { encoder, pid } = await openWatched();
    process.kill(pid, 'SIGSTOP');
    const writing = encoder.write(plainI420(LARGE, GREY));
    const outcome = writing.catch((error: unknown) => error);
    await encoder.close();
    expect(await outcome).toBeInstanceOf(EncoderError);
  });

  it('leaves a finished video alone', async () => {
    const { encoder, output } = await openWatched();
    await encoder.finish();
    await encoder.close();
    await checkMp4(output, { frames: 1, ...LARGE, fps: RATE });
  });
});
