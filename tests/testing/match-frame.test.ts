import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { createFrame, type Frame } from '../../src/inspection/frame.ts';
import { openStage } from '../../src/inspection/open-stage.ts';
import { pngText, withPngText } from '../../src/pictures/png-text.ts';
import { type FrameMatchOptions, matchFrame } from '../../src/testing/match-frame.ts';
import type { TestRun } from '../../src/testing/test-run.ts';
import { decodePng } from '../support/pictures.ts';
import { fixture, scratchFolder } from '../support/scratch.ts';
import { recordedRun } from './test-run.ts';

const scratch = scratchFolder();
const testRun = (more: Partial<TestRun> = {}) => recordedRun(scratch, more);

/** A white frame, with a black square of that side in a corner. */
function frame(side = 0, { width = 100, height = 50, chromium = '156.0.8078.79' } = {}): Frame {
  const pixels = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) pixels.set([0, 0, 0, 255], (y * width + x) * 4);
  return createFrame({ index: 12, width, height, chromium, pixels, boxes: async () => [] });
}

function match(received: unknown, run: TestRun, options?: FrameMatchOptions) {
  return matchFrame(received, { name: 'wave-12.png', options, run });
}

const golden = `wave-12-${process.platform}-chromium156.png`;

test('matchFrame() makes what is missing, whose name says who drew it, and matches it', async () => {
  const run = testRun();
  expect(await match(frame(5), run)).toMatchObject({ pass: true });
  expect(readdirSync(run.folder)).toEqual([golden]);
  expect(decodePng(readFileSync(join(run.folder, golden))).pixels.equals(frame(5).pixels)).toBe(true);
  expect(await match(frame(5), { ...run, update: 'none' })).toMatchObject({ pass: true });
});

test('matchFrame() says how much differs and where, with pictures, which go when it matches again', async () => {
  const run = testRun();
  await match(frame(), run);
  const { pass, message } = await match(frame(5), run);
  expect(pass).toBe(false);
  const [first = '', ...rest] = message.split('\n');
  expect(first).toMatch(/^Frame 12 is not as in /);
  expect(first).toContain(
    ': 25 pixels differ (0.50 %), in 5×5 pixels at x 0, y 0, most at x 0, y 0 by 255 of 255 levels',
  );
  expect(rest.at(-1)).toContain('`runner -u`');
  const pictures = ['actual', 'diff', 'expected'].map((kind) => golden.replace('.png', `-${kind}.png`));
  expect(readdirSync(run.folder)).toEqual([...pictures, golden].toSorted());
  for (const picture of pictures) expect(message).toContain(picture);
  expect(run.attached.toSorted()).toEqual(pictures.map((picture) => join(run.folder, picture)));
  const [actual, , expected] = pictures.map((name) => decodePng(readFileSync(join(run.folder, name))).pixels);
  expect(actual?.equals(frame(5).pixels)).toBe(true);
  expect(expected?.equals(frame().pixels)).toBe(true);

  expect(await match(frame(), run)).toMatchObject({ pass: true });
  expect(readdirSync(run.folder)).toEqual([golden]);
});

test('matchFrame() says that other fonts are installed than where the golden was made', async () => {
  const run = testRun();
  const path = join(run.folder, golden);
  await match(frame(), run);
  expect((await match(frame(5), run)).message).not.toContain('fonts');

  expect(pngText(readFileSync(path), 'plotreel:fonts')).toMatch(/^[0-9a-f]{12}$/);
  writeFileSync(path, withPngText(frame().png(), 'plotreel:fonts', 'others'));
  expect((await match(frame(5), run)).message).toContain('\nOther fonts are installed here than where it was made');
  // What it is of is unknown.
  writeFileSync(path, frame().png());
  expect((await match(frame(5), run)).message).not.toContain('fonts');
});

test.each<{ options: FrameMatchOptions; pass: boolean }>([
  { options: { maxDiffPixels: 24 }, pass: false },
  { options: { maxDiffPixels: 25 }, pass: true },
  { options: { maxDiffPixelRatio: 0.0049 }, pass: false },
  { options: { maxDiffPixelRatio: 0.005 }, pass: true },
  { options: { maxDiffPixels: 25, maxDiffPixelRatio: 0.0049 }, pass: false },
  { options: { mask: [{ x: 0, y: 0, width: 4.2, height: 4.2 }] }, pass: true },
  { options: { mask: [{ x: 0, y: 0, width: 4, height: 4 }] }, pass: false },
  { options: { mask: [{ x: -10, y: -10, width: 15, height: 500 }] }, pass: true },
  { options: { threshold: 1 }, pass: true },
])('matchFrame() with $options of 25 pixels of 5000: $pass', async ({ options, pass }) => {
  const run = testRun();
  await match(frame(), run);
  expect(await match(frame(5), run, options)).toMatchObject({ pass });
});

test('matchFrame() says that the size is another one', async () => {
  const run = testRun();
  await match(frame(), run);
  const { pass, message } = await match(frame(0, { width: 80, height: 60 }), run);
  expect(pass).toBe(false);
  expect(message).toContain('it has 80×60 pixels instead of 100×50');
  expect(readdirSync(run.folder)).toHaveLength(3);
});

test('matchFrame() with not fails for what matches and for what is not there, and writes nothing', async () => {
  const run = testRun({ isNot: true, update: 'all' });
  expect(await match(frame(), run)).toMatchObject({
    pass: true,
    message: expect.stringContaining('nothing to differ'),
  });
  expect(existsSync(run.folder)).toBe(false);
  await match(frame(), { ...run, isNot: false });
  expect(await match(frame(), run)).toMatchObject({ pass: true, message: expect.stringContaining('should not') });
  expect(await match(frame(5), run)).toMatchObject({ pass: false });
  expect(readdirSync(run.folder)).toEqual([golden]);
});

test('matchFrame() that makes nothing says what to do, and whose goldens there are', async () => {
  const run = testRun({ update: 'none' });
  const { pass, message } = await match(frame(), run);
  expect(pass).toBe(false);
  expect(message).toContain('nothing to be compared with');
  expect(message).toContain(`${golden} is not there`);
  expect(message).toContain('`runner -u`');
  expect(message).not.toContain('There are');

  await match(frame(), { ...run, update: 'missing' });
  await match(frame(5), { ...run, update: 'missing' });
  renameSync(join(run.folder, golden), join(run.folder, 'wave-12-darwin-chromium149.png'));
  copyFileSync(join(run.folder, 'wave-12-darwin-chromium149.png'), join(run.folder, 'wave-1-darwin-chromium7.png'));
  const { message: advice } = await match(frame(), run);
  expect(advice).toContain(`There are those of darwin and Chromium 149, but ${process.platform} and Chromium 156 draw`);
});

describe('matchFrame() that updates', () => {
  test.each(['all', 'changed'] as const)('%s: makes anew what does not match', async (update) => {
    const run = testRun();
    await match(frame(), run);
    await match(frame(5), run);
    expect(await match(frame(5), { ...run, update })).toMatchObject({ pass: true });
    expect(readdirSync(run.folder)).toEqual([golden]);
    expect(await match(frame(5), run)).toMatchObject({ pass: true });
  });

  test.each([
    { update: 'all', renewed: true },
    { update: 'changed', renewed: false },
    { update: 'missing', renewed: false },
  ] as const)('$update: what matches only by its tolerance is made anew: $renewed', async ({ update, renewed }) => {
    const run = testRun();
    await match(frame(), run);
    expect(await match(frame(5), { ...run, update }, { maxDiffPixels: 25 })).toMatchObject({ pass: true });
    expect(await match(frame(5), run)).toMatchObject({ pass: renewed });
  });
});

test.each<{ what: string; act: () => Promise<unknown>; says: string | RegExp }>([
  { what: 'no frame', act: () => match({ pixels: 1 }, testRun()), says: 'Expected a frame of a stage' },
  { what: 'a bad option', act: () => match(frame(), testRun(), { threshold: 7 }), says: 'Expected `threshold` to be' },
  {
    what: 'an unknown option',
    act: () => match(frame(), testRun(), JSON.parse('{ "treshold": 0.1 }')),
    says: 'Unknown option `treshold`',
  },
  ...['wave-12', '../wave.png', 'a/b.png', '.png', 'a\\b.png', ''].map((name) => ({
    what: `the name '${name}'`,
    act: () => matchFrame(frame(), { name, options: {}, run: testRun() }),
    says: `Expected the name of a golden to be like 'wave-12.png', got '${name}'`,
  })),
])('matchFrame() refuses $what', async ({ act, says }) => {
  await expect(act()).rejects.toThrow(says);
});

test('matchFrame() names a golden that is no picture', async () => {
  const run = testRun();
  await match(frame(), run);
  writeFileSync(join(run.folder, golden), 'version https://git-lfs.github.com/spec/v1');
  await expect(match(frame(), run)).rejects.toThrow(/chromium156\.png is damaged: an update/);
  expect(await match(frame(5), { ...run, update: 'changed' })).toMatchObject({ pass: true });
  expect(await match(frame(5), run)).toMatchObject({ pass: true });
});

describe('a mask of selectors', async () => {
  const scene = fileURLToPath(new URL('../../examples/wave/wave.scene.ts', import.meta.url));
  const stage = await openStage({ scene, width: 320, height: 260 });
  afterAll(stage.close);

  test('is refused when it is none', async () => {
    const run = testRun();
    await match(await stage.frame(12), run);
    const masked = match(await stage.frame(12), run, { mask: ['..x['] });
    await expect(masked).rejects.toThrow("Expected `mask` to have boxes and CSS selectors, got '..x['");
  });

  test('knows the classes that the docs name', async () => {
    await using legend = await openStage({
      ...{ scene: fixture('any-figure'), width: 320, height: 260, frames: [0] },
      props: { data: [{ y: [1, 2], name: 'one' }], layout: { showlegend: true, title: { text: 'A title' } } },
    });
    const docs = readFileSync(new URL('../../docs/testing.md', import.meta.url), 'utf8');
    const [, named = ''] = /Plotly's own classes\s+serve: (.*?)\. One/s.exec(docs) ?? [];
    const classes = [...named.matchAll(/`(\.\w+)`/g)].map(([, selector = '']) => selector);
    expect(classes.length).toBeGreaterThan(3);
    for (const selector of classes)
      expect([selector, (await legend.boxes(0, [selector])).length]).not.toEqual([selector, 0]);
  });

  test('covers what was there in the golden, too', async () => {
    const run = testRun();
    await using titled = await openStage({
      ...{ scene: fixture('retitled'), width: 320, height: 260 },
      frames: ['A title that is long', 'Short'],
    });
    const mask = ['.gtitle'];
    await match(await titled.frame(0), run, { mask });
    expect(await match(await titled.frame(1), run, { mask })).toMatchObject({ pass: true });
    expect(await match(await titled.frame(1), run)).toMatchObject({ pass: false });
    await match(await titled.frame(1), { ...run, update: 'changed' }, { mask: ['.nothing'] });
    // Of this golden it is not known where its title is.
    expect(await match(await titled.frame(0), run, { mask })).toMatchObject({ pass: true });
  });

  test('covers the elements that it finds, and says which find nothing', async () => {
    const run = testRun();
    await match(await stage.frame(12), run);
    const other = await stage.frame(30);
    expect(await match(other, run, { mask: ['.nsewdrag'] })).toMatchObject({ pass: true });
    expect(await match(other, run, { mask: ['.gtitle', '.nothing'] })).toMatchObject({
      pass: false,
      message: expect.stringContaining("; the mask found nothing for '.nothing'"),
    });
  });
});
