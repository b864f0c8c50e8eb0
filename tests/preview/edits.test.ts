// What a preview shows while the files change that it is of.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { VideoOptions } from '../../src/options/options.ts';
import { openBrowser, openForTest, visit } from '../support/preview-page.ts';
import { scratchFolder } from '../support/scratch.ts';
import { SCENE, TITLE } from './titled-scene.ts';

const folder = scratchFolder();
let browser: Browser;

// Each starts browsers, of which a busy machine may make some wait.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const preview = (options: Partial<VideoOptions>) =>
  openForTest({ output: join(folder, 'out.mp4'), width: 480, height: 270, ...options });

describe('when the scene changes, openPreview()', () => {
  test('shows the same frame of the new one, and what is wrong with it as long as it is', async () => {
    const scene = join(folder, 'changing.scene.js');
    await writeFile(scene, SCENE('one '));
    const { url } = await preview({ scene });
    const { page, shows, scrub, text } = await visit(browser, url);
    await shows(0);
    await scrub(12);
    await shows(12);
    expect(await page.evaluate(TITLE)).toBe('one 12');

    await writeFile(scene, SCENE('two '));
    await page.waitForFunction(`${TITLE} === 'two 12'`);
    await shows(12);
    await page.reload();
    await shows(12);

    await writeFile(scene, SCENE('three ', 'if (index === 12) throw new RangeError("no such title");'));
    await page.waitForSelector('#problem:not([hidden])');
    expect(await text('#problem h2')).toBe('`update` failed at frame 12');
    expect(await text('#problem')).toContain('RangeError: no such title');
    expect(await text('#problem .line.bad')).toBe(`6    if (index === 12) throw new RangeError("no such title");`);
    expect(await text('#problem .place')).toContain(`${scene}:6:29`);

    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('#problem[hidden]');

    await writeFile(scene, 'export default {\n  setup: () => (');
    await page.waitForFunction('document.querySelector("#problem h2")?.textContent === "The scene has an error"');
    expect(await text('#problem')).toContain('changing.scene.js:2');
    // The old one can still be drawn.
    await page.keyboard.press('ArrowRight');
    await shows(14);
    await page.keyboard.press('ArrowLeft');
    await shows(13);
    expect(await text('#problem h2')).toBe('The scene has an error');

    await writeFile(scene, SCENE('four '));
    await page.waitForFunction(`${TITLE} === 'four 13'`);
    await page.waitForSelector('#problem[hidden]');
    await shows(13);
  });

  test('shows no lines of files that the scene is not made of', async () => {
    const scene = join(folder, 'forging.scene.js');
    const other = join(folder, 'other.txt');
    await writeFile(other, 'secret');
    const forged = `"Error: told\\n at scene (http://127.0.0.1/scene.js:9999:1) ${other}:1:1"`;
    await writeFile(scene, SCENE('', `throw Object.assign(new Error('told'), { stack: ${forged} });`));
    const { url } = await preview({ scene });
    const { page, text } = await visit(browser, url);
    await page.waitForSelector('#problem:not([hidden])');
    expect(await text('#problem')).toContain(`${other}:1:1`);
    expect(await text('#problem')).not.toContain('secret');
  });

  test.each([
    ['an `update` that never ends', SCENE('one ', 'if (index === 7) return new Promise(() => {});'), 7, ''],
    ['an `update` that never ends, from the beginning', SCENE('one ', 'return new Promise(() => {});'), 0, '.coming'],
    ['a `setup` that never ends', 'export default { setup: () => new Promise(() => {}), update() {} };', 0, '.coming'],
  ])('shows the new one in place of %s', async (_, hanging, frame, coming) => {
    const scene = join(folder, 'hanging.scene.js');
    await writeFile(scene, SCENE('good '));
    const { url } = await preview({ scene });
    const { page, shows, scrub } = await visit(browser, url);
    await shows(0);
    // Says itself when it has been loaded.
    await writeFile(scene, `globalThis.hangs = true;\n${hanging}`);
    await page.waitForFunction(`document.querySelector('#frame iframe${coming}')?.contentWindow.hangs`);
    await scrub(frame);
    if (frame > 0) await page.waitForFunction('document.getElementById("waiting").textContent === "Drawing frame 7"');
    await writeFile(scene, SCENE('mended '));
    await page.waitForFunction(`${TITLE} === 'mended ${frame}'`);
    await shows(frame);
    expect(await page.$$('#frame iframe')).toHaveLength(1);
    await page.waitForSelector('#waiting[hidden]');
  });

  test('goes on playing where it was', async () => {
    const scene = join(folder, 'playing.scene.js');
    await writeFile(scene, SCENE('one '));
    const { url } = await preview({ scene });
    const { page, shows } = await visit(browser, url);
    await shows(0);
    await page.keyboard.press('Space');
    await writeFile(scene, SCENE('two '));
    await page.waitForFunction(`/^two/.test(${TITLE})`);
    const frame = await page.evaluate(TITLE);
    await page.waitForFunction(`${TITLE} !== '${frame}'`);
    expect(await page.$('#play[aria-label="Pause"]')).not.toBeNull();
  });

  test('shows one that was broken from the beginning, when what it imports is there', async () => {
    const scene = join(folder, 'missing.scene.js');
    const part = join(folder, 'title-part.js');
    await rm(part, { force: true });
    await writeFile(scene, `import { title } from './title-part.js';\n${SCENE('').replace("const title = '';", '')}`);
    const { url } = await preview({ scene });
    const { page, shows, text } = await visit(browser, url);
    await page.waitForSelector('#problem:not([hidden])');
    expect(await text('#problem')).toContain('title-part.js');
    await writeFile(part, `export const title = 'here ';\n`);
    await shows(0);
    expect(await page.evaluate(TITLE)).toBe('here 0');
  });
});

test('openPreview() shows a figure anew when its file changes, and says what is wrong with it', async () => {
  const figure = join(folder, 'changing.json');
  const write = (text: string) =>
    writeFile(figure, JSON.stringify({ data: [{ y: [1, 2] }], layout: { title: { text } } }));
  await write('one');
  const { url } = await preview({ figure, reveal: 'x', duration: '1s' });
  const { page, shows, scrub, text } = await visit(browser, url);
  await shows(0);
  await scrub(9);
  await shows(9);
  await writeFile(figure, '{ "data": [');
  await page.waitForSelector('#problem:not([hidden])');
  expect(await text('#problem')).toContain('changing.json');
  await write('two');
  await page.waitForFunction(`${TITLE} === 'two'`);
  await shows(9);
});
