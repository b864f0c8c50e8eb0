import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError, OutputError, renderStill, renderVideo, type VideoOptions } from '../../src/index.ts';
import { resolveVideo } from '../../src/options/options.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { startCli } from '../support/cli.ts';
import { decode, readNumber } from '../support/decode.ts';
import { decodePng } from '../support/pictures.ts';
import { fixture } from '../support/scratch.ts';
import { until } from '../support/until.ts';

const size = { width: 320, height: 180 };
const card = (output: string, number: number, options: Partial<VideoOptions> = {}): VideoOptions => ({
  ...{ scene: fixture('index-card'), output, workers: 1, ...size, ...options },
  frames: Array.from({ length: 5 }, () => ({ number })),
});

/** The number that each frame of a video, or each picture, shows. */
async function numbersIn(path: string): Promise<number[]> {
  const video = await decode(path, size);
  return video.frames.map((_, i) => readNumber(video, i));
}

/** Renders the numbers 1 and 2 at once. @returns which has won, and why the other has not */
async function race(first: VideoOptions, second: VideoOptions): Promise<{ winner: number; refusal: OutputError }> {
  const outcomes = await Promise.allSettled([renderVideo(first), renderVideo(second)]);
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(reasons).toHaveLength(1);
  const [refusal] = reasons;
  if (!(refusal instanceof OutputError)) throw refusal;
  return { winner: outcomes[0]?.status === 'fulfilled' ? 1 : 2, refusal };
}

describe('of two renders to one output at once one wins whole, the other is refused', () => {
  test.for<[what: string, output: string, prepare: (folder: string) => void]>([
    ['a video', 'out.mp4', () => {}],
    ['a video that is there', 'out.mp4', (folder) => writeFileSync(join(folder, 'out.mp4'), 'before')],
    ['a new folder of pictures', 'frames/', () => {}],
    ['a folder of pictures that is there', 'frames/%03d.png', (folder) => mkdirSync(join(folder, 'frames'))],
    ['pictures beside each other', 'card-%d.png', () => {}],
  ])('%s', async ([what, output, prepare], { task }) => {
    const folder = await tempFolder();
    prepare(folder);
    const path = `${folder}/${output}`;
    const { winner, refusal } = await race(card(path, 1), card(path, 2));
    // The lock of the first may have its name, and not yet its content.
    expect(refusal.message).toMatch(/Another render (of this process is writing|has just begun to write)/);
    const written = output === 'frames/' ? join(folder, 'frames/%05d.png') : path;
    expect(await numbersIn(written)).toEqual(Array.from({ length: 5 }, () => winner));
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    task.meta.row = { fault: `two renders at once to ${what}`, seen: 'one whole, one refused' };
  });

  test('two videos with one poster', async ({ task }) => {
    const folder = await tempFolder();
    const poster = join(folder, 'poster.png');
    const outputs = [1, 2].map((number) => join(folder, `${number}.mp4`));
    const [one = '', two = ''] = outputs;
    const { winner } = await race(card(one, 1, { poster }), card(two, 2, { poster }));
    expect(outputs.map((output) => existsSync(output))).toEqual([winner === 1, winner === 2]);
    expect(decodePng(readFileSync(poster))).toMatchObject(size);
    task.meta.row = { fault: 'two renders at once with one poster', seen: 'one whole, one refused' };
  });

  test('of two processes; the error names the one that writes', async ({ task }) => {
    const output = join(await tempFolder(), 'out.mp4');
    const args = ['--size', '320x180', '--workers', '1', '--frames', '-', '--json'];
    const run = startCli(['render', fixture('index-card'), '-o', output, ...args]);
    for (let number = 0; number < 5; number++) run.child.stdin.write('{"number":1}\n');
    await until(() => /progress/.test(run.stdout()), 'a frame of the first');
    await expect(renderVideo(card(output, 2))).rejects.toThrow(`Process ${run.pid} is writing ${output}`);
    run.child.stdin.end();
    expect(await run.ended).toBe(0);
    expect(await numbersIn(output)).toEqual([1, 1, 1, 1, 1]);
    task.meta.row = { fault: 'another process is writing the output', seen: 'refused, with its number' };
  });

  test('a still, too', async () => {
    const output = join(await tempFolder(), 'still.png');
    const still = () => renderStill({ scene: fixture('index-card'), output, ...size });
    const outcomes = await Promise.allSettled([still(), still()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('pictures that would overwrite what comes with them are refused before anything is launched', () => {
  test.for<[what: string, options: (folder: string) => object]>([
    [
      'the poster in place of the contact sheet',
      (at) => ({ output: `${at}/a.mp4`, poster: `${at}/a.contact-sheet.png`, contactSheet: 4 }),
    ],
    [
      'the same file by way of a link',
      (at) => ({
        output: `${at}/a.mp4`,
        poster: `${at}/a.png`,
        contactSheet: 4,
        contactSheetOutput: `${at}/link/a.png`,
      }),
    ],
    [
      'the poster in place of a picture of a folder',
      (at) => ({ output: `${at}/frames/`, poster: `${at}/frames/00001.png` }),
    ],
    ['the manifest in place of the video', (at) => ({ output: `${at}/a.mp4`, manifest: `${at}/a.mp4` })],
    [
      'the poster in place of a picture of a pattern',
      (at) => ({ output: `${at}/a-%d.png`, poster: `${at}/link/a-17.png` }),
    ],
  ])('%s', async ([what, options], { task }) => {
    const folder = await tempFolder();
    symlinkSync(folder, join(folder, 'link'));
    const rendering = renderVideo({ ...card('', 1), ...options(folder) });
    await expect(rendering).rejects.toBeInstanceOf(InputError);
    await expect(rendering).rejects.toThrow(
      /^Expected `(output`, `poster`, `manifest`|poster`) and the contact sheet to be|^Expected `manifest` to end in \.json/,
    );
    expect(readdirSync(folder)).toEqual(['link']);
    task.meta.row = { fault: what, seen: 'refused' };
  });

  test.for([
    ['frames/', 'frames/poster.png'],
    ['a-%d.png', 'a-poster.png'],
    ['a.mp4', 'a.png'],
  ])('%s with the poster %s is taken', ([output, poster]) => {
    expect(() => resolveVideo({ ...card(`/tmp/${output}`, 1), poster: `/tmp/${poster}` })).not.toThrow();
  });
});

describe('the lock of another host', () => {
  const FOREIGN = '4711-abc-000000000000 of another host';
  const locks = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.lock'));

  test('blocks nobody', async ({ task }) => {
    const folder = await tempFolder();
    const output = join(folder, 'out.mp4');
    const { taken } = await renderWithLock(folder, output);
    writeFileSync(join(folder, taken), FOREIGN);
    await renderVideo(card(output, 3));
    expect(await numbersIn(output)).toEqual([3, 3, 3, 3, 3]);
    expect(locks(folder)).toEqual([]);
    task.meta.row = { fault: 'lock left by another host', seen: 'taken over' };
  });

  test('that takes over fails the render that had it before, which writes nothing', async ({ task }) => {
    const folder = await tempFolder();
    const output = join(folder, 'out.mp4');
    writeFileSync(output, 'before');
    const { failure } = await renderWithLock(folder, output, (lock) => writeFileSync(lock, FOREIGN));
    expect(failure).toBeInstanceOf(OutputError);
    expect(failure).toMatchObject({ message: expect.stringContaining('Another render has taken over the output') });
    expect(readFileSync(output, 'utf8')).toBe('before');
    expect(locks(folder)).toHaveLength(1);
    task.meta.row = { fault: 'another host takes the output over', seen: 'an error, nothing written' };
  });

  /** Renders, and does something to the lock meanwhile. @returns the lock's name and what the render failed with */
  async function renderWithLock(folder: string, output: string, meanwhile: (lock: string) => void = () => {}) {
    let taken = '';
    function* source() {
      [taken = ''] = locks(folder);
      yield { number: 1 };
      meanwhile(join(folder, taken));
    }
    const failure: unknown = await renderVideo({ ...card(output, 0), frames: source() }).catch((error) => error);
    return { taken, failure };
  }
});
