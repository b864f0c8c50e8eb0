import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { DiskFullError, renderVideo, type VideoOptions } from '../../src/index.ts';
import { startCli } from '../support/cli.ts';
import { fill } from '../support/fill.ts';
import { renderProcesses } from '../support/processes.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';
import { noSmallDisk, smallDisk, withSmallTemp } from '../support/small-disk.ts';

const folder = scratchFolder();
const size = { width: 320, height: 180 };
const card = (output: string, options: Partial<VideoOptions> = {}): VideoOptions => ({
  ...{ scene: fixture('index-card'), output, workers: 1, ...size, ...options },
});

/** What a render fails with. */
async function failureOf(options: VideoOptions): Promise<DiskFullError> {
  const error: unknown = await renderVideo(options).catch((thrown: unknown) => thrown);
  if (!(error instanceof DiskFullError)) throw new Error('It did not fail so', { cause: error });
  return error;
}

beforeEach(({ skip }) => {
  if (noSmallDisk !== undefined) skip(noSmallDisk);
});

describe('a full output folder', () => {
  test.for<[string, number]>([
    // A page of 4 kB is taken by what was there before, one by the lock.
    ['out.mp4', 12],
    ['out.webm', 8],
    ['out.gif', 24],
    ['out.webp', 12],
    ['out-%d.png', 64],
  ])('%s: an error with the place and the need, and what was there stays', async ([name, kilobytes], { task }) => {
    const disk = smallDisk(kilobytes);
    const output = join(disk, name);
    const before = output.replace('%d', '0');
    writeFileSync(before, 'before');
    const error = await failureOf(card(output));
    expect(error.place).toBe(disk);
    expect(error.neededBytes).toBeGreaterThan(0);
    expect(error.message).toMatch(
      /^No space left in .*: the video needs .*more than the .*(bytes|[kM]B) that \d+ of 47 frames/,
    );
    expect(readFileSync(before, 'utf8')).toBe('before');
    expect(readdirSync(disk)).toHaveLength(1);
    expectNothingLeft();
    task.meta.row = { fault: `output folder full (${name})`, seen: error.message.replace(disk, '…') };
  });

  test('that has no room for anything is refused before anything is launched', async ({ task }) => {
    const disk = smallDisk(16);
    fill(disk);
    const launched = watchLaunches();
    const error = await failureOf(card(join(disk, 'out.mp4')));
    expect(launched()).toBe(false);
    expect(error.place).toBe(disk);
    expect(readdirSync(disk).filter((name) => !name.startsWith('filler'))).toEqual([]);
    task.meta.row = { fault: 'output folder full from the start', seen: 'refused, nothing launched' };
  });

  test('for the poster: no video either', async ({ task }) => {
    const disk = smallDisk(12);
    writeFileSync(join(disk, 'one'), Buffer.alloc(4096));
    const output = join(folder, 'posterless.mp4');
    // The lock takes the last page.
    const error = await failureOf(card(output, { poster: join(disk, 'poster.png'), width: 1280, height: 720 }));
    expect(error.place).toBe(disk);
    expect(existsSync(output)).toBe(false);
    expect(readdirSync(disk)).toEqual(['one']);
    expectNothingLeft();
    task.meta.row = { fault: 'folder of the poster full', seen: error.message.replace(disk, '…') };
  });
});

describe('a full temporary folder', () => {
  const output = join(folder, 'temp.mp4');
  const args = ['render', fixture('index-card'), '-o', output, '--size', '320x180', '--workers', '1'];

  test('and a full /dev/shm are refused before a browser is launched', async ({ task }) => {
    const run = startCli(args, { wrap: (command) => withSmallTemp(command, { shm: 3000, tmp: 3000 }) });
    expect(await run.ended).toBe(1);
    expect(run.stderr()).toMatch(
      /No space left in \/mnt: each browser needs 6\.8 MB .* 3\.1 MB are free; TMPDIR names/,
    );
    expect(existsSync(output)).toBe(false);
    task.meta.row = { fault: 'temporary folder and /dev/shm too small', seen: lastLine(run.stderr()) };
  });

  test.for<[string, { shm: number; tmp: number }]>([
    ['a small /dev/shm', { shm: 8000, tmp: 0 }],
    ['a small TMPDIR', { shm: 0, tmp: 3000 }],
    ['small ones of both', { shm: 8000, tmp: 16_000 }],
  ])('%s: the video is made all the same', async ([what, kilobytes], { task }) => {
    const run = startCli(args, { wrap: (command) => withSmallTemp(command, kilobytes) });
    expect(await run.ended).toBe(0);
    task.meta.row = { fault: what, seen: 'the video is made' };
  });

  test.for<[string, RegExp]>([
    ['frame', /No space left in \/mnt: a page writes its frames there, each takes 921\.6 kB/],
    ['params', /No space left in \/mnt: what is sent to a page takes 800 kB there/],
  ])('met by a %s is an error with the place and the need', async ([what, message], { task }) => {
    const child = fileURLToPath(new URL('./full-disk-child.ts', import.meta.url));
    const [file = '', ...rest] = withSmallTemp([process.execPath, child, what], { shm: 12_000, tmp: 16_000 });
    const { stdout } = await promisify(execFile)(file, rest, { timeout: 60_000 });
    const result: unknown = JSON.parse(stdout);
    expect(result).toMatchObject({ message: expect.stringMatching(message) });
    task.meta.row = { fault: `temporary folder full, met by a ${what}`, seen: stdout.trim() };
  });
});

function expectNothingLeft() {
  expect(renderProcesses()).toEqual([]);
  expect(leftovers()).toEqual([]);
}

/** Whether any process is seen from now on. */
function watchLaunches(): () => boolean {
  let seen = false;
  const watch = setInterval(() => {
    seen ||= renderProcesses().length > 0;
  }, 5);
  return () => {
    clearInterval(watch);
    return seen;
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
