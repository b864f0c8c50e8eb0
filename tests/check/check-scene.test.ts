import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type CheckReport, checkScene } from '../../src/index.ts';
import { startCli } from '../support/cli.ts';
import { countColour, decodePng } from '../support/pictures.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();
const size = { width: 320, height: 180 };
const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

/** Checks the scene of faults, whose frames have such a fault. */
function checkFault(fault: string, options: { pictures?: string } = {}): Promise<CheckReport> {
  const frames = Array.from({ length: 12 }, (_, index) => ({ fault, index }));
  return checkScene({ scene: fixture('unsafe'), props: fault, frames, ...size, samples: 2, ...options });
}

describe('checkScene() says why frames depend on how they are drawn:', () => {
  test.each<[fault: string, cause: object]>([
    ['autorange', { kind: 'autorange', paths: expect.arrayContaining(['layout.yaxis.range']), message: /Set `range`/ }],
    ['leftover', { kind: 'leftover', paths: ['data[0].line'], message: /in every frame/ }],
    ['first', { kind: 'leftover', paths: ['layout.title'], message: /in every frame/ }],
    ['chance', { kind: 'chance', paths: ['data[0].y'], message: /getRandomValues \(.*unsafe\.scene\.ts:\d+:\d+\)/ }],
    ['late', { kind: 'late', message: /Await.*setTimeout \(.*unsafe\.scene\.ts:\d+:\d+\)/ }],
    ['element', { kind: 'element', paths: [], message: /behind Plotly's back/ }],
  ])('%s', async (fault, { message, ...cause }: { message?: RegExp }) => {
    const report = await checkFault(fault);
    expect(report).toMatchObject({ safe: false, frameCount: 12, samples: [0, 11], cause });
    expect(report.cause?.message).toMatch(message ?? /^$/);
    expect(report.differences[0]?.pixels).toBeGreaterThan(0);
    expect(leftovers()).toEqual([]);
  });
});

test('checkScene() says how much a list of values grows, and shows frames that differ', async () => {
  const pictures = join(folder, 'new/pictures');
  const { cause, differences } = await checkFault('history', { pictures });
  expect(cause).toMatchObject({
    kind: 'state',
    message: expect.stringMatching(/^data\[0\]\.y \((\d+) values, then \d+\)/),
  });
  const [first] = differences;
  expect(first).toMatchObject({ frame: 0, drawing: 'reversed', picture: join(pictures, 'frame-0-reversed.png') });
  expect(readdirSync(pictures)).toHaveLength(2);
  const sheet = decodePng(await readFile(first?.picture ?? ''));
  expect(sheet).toMatchObject({ width: 3 * size.width + 4 * 12, height: size.height + 2 * 12 });
  expect(countColour(sheet.pixels, [255, 0, 0])).toBe(first?.pixels);
});

test('checkScene() reports a promise that is rejected and not awaited', async () => {
  const report = await checkFault('rejected');
  expect(report).toMatchObject({ safe: false, differences: [], cause: null });
  expect(report.errors).toEqual([
    {
      frame: expect.any(Number),
      message: 'Error: Nobody waits for this',
      places: expect.arrayContaining([expect.stringMatching(/unsafe\.scene\.ts:\d+:\d+/)]),
    },
  ]);
});

test('checkScene() notes a timer of a scene that comes out the same all the same', async () => {
  const { safe, notes } = await checkFault('removed');
  expect(safe).toBe(true);
  expect(notes).toContainEqual(expect.stringMatching(/mentions setTimeout \(.*unsafe\.scene\.ts:\d+:\d+\): .* await/));
});

test('checkScene() notices that nothing is drawn when the element is gone', async () => {
  const pictures = join(folder, 'none');
  const report = await checkFault('removed', { pictures });
  expect(report).toMatchObject({ safe: true, differences: [] });
  expect(report.notices).toContainEqual({ kind: 'blank', frames: [0, 11] });
  expect(existsSync(pictures)).toBe(false);
});

const bubbles = fileURLToPath(new URL('../fixtures/figures/gapminder-bubbles.json', import.meta.url));
test.each([
  ['a scene that goes by the clock', { scene: fixture('clock') }],
  ['a figure with frames', { figure: bubbles }],
])('checkScene() finds %s safe', async (_, options) => {
  const report = await checkScene({ ...size, ...options, samples: 3 });
  expect(report).toMatchObject({ safe: true, differences: [], cause: null, errors: [], notices: [] });
  expect(report.samples).toHaveLength(3);
});

describe('plotreel check', () => {
  test('exits with 0 when it is safe, and says so', async () => {
    const cli = startCli(['check', example('wave/wave.scene.ts'), '--size', '320x180', '--samples', '2']);
    expect(await cli.ended).toBe(0);
    expect(cli.stdout()).toMatch(
      /wave\.scene\.ts is safe to render in parallel\n {2}2 of 60 frames .*: the same pixels\n$/,
    );
  });

  test('exits with 1 when it is not, as JSON too', async () => {
    const params = JSON.stringify({ fault: 'rejected', index: 3 });
    const cli = startCli(['check', fixture('unsafe'), '--size', '320x180', '--json', '--frames', '-']);
    cli.child.stdin.end(`${params}\n${params}\n`);
    expect(await cli.ended).toBe(1);
    const lines: unknown[] = cli
      .stdout()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({ type: 'error', message: 'Error: Nobody waits for this' }),
      expect.objectContaining({ type: 'notice', kind: 'same', frames: [0, 1] }),
      expect.objectContaining({ type: 'result', safe: false, frameCount: 2, samples: [0, 1] }),
    ]);
  });

  test.each([
    [['--samples', '1'], 'Expected `samples` to be an integer from 2 to 100'],
    [['--fps', 'x'], 'Expected `fps` to be'],
    [['--output', 'x.mp4'], "unknown option '--output'"],
  ])('exits with 2 for %j', async (args, message) => {
    const cli = startCli(['check', example('wave/wave.scene.ts'), ...args]);
    expect(await cli.ended).toBe(2);
    expect(cli.stderr()).toContain(message);
  });
});
