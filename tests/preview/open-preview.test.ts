import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { VideoOptions } from '../../src/options/options.ts';
import { openPreview } from '../../src/preview/open-preview.ts';
import { renderStill } from '../../src/render-still.ts';
import { decode, readNumber } from '../support/decode.ts';
import { decodePng } from '../support/pictures.ts';
import { openBrowser, openForTest, visit } from '../support/preview-page.ts';
import { renderProcesses } from '../support/processes.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';
import { SCENE, TITLE } from './titled-scene.ts';

const folder = scratchFolder();
const size = { width: 480, height: 270 };
const inFolder = { output: join(folder, 'out.mp4'), ...size };
let browser: Browser;

// Each starts browsers, of which a busy machine may make some wait.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const preview = (options: Partial<VideoOptions>) => openForTest({ ...inFolder, ...options });

const wave = new URL('../fixtures/figures/wave-frames.json', import.meta.url).pathname;
const surface = new URL('../fixtures/figures/surface-frames.json.gz', import.meta.url).pathname;

test.each<[what: string, source: Partial<VideoOptions>, frames: number[]]>([
  ['a scene', { scene: new URL('../../examples/wave/wave.scene.ts', import.meta.url) }, [5, 2]],
  ['a figure', { figure: wave }, [7, 3]],
  ['a figure with WebGL', { figure: surface, gl: 'swiftshader' }, [4]],
  ['frames that are given', { scene: fixture('index-card'), frames: [{ number: 1 }, { number: 77 }] }, [1]],
])('openPreview() shows the very pixels of %s that are rendered', async (_, source, frames) => {
  const { url } = await preview(source);
  const { page, shows, scrub, pixels } = await visit(browser, url);
  await shows(0);
  await page.click('#real');
  for (const frame of frames) {
    await scrub(frame);
    await shows(frame);
    const still = { ...source, ...size, output: join(folder, 'still.png') };
    const { frames: given, ...options } = still;
    const params = Array.isArray(given) ? { params: given[frame] } : {};
    await renderStill({ ...options, ...params, frame });
    const expected = decodePng(await readFile(still.output)).pixels;
    expect((await pixels()).equals(expected)).toBe(true);
  }
});

test('the button of openPreview() renders a video, which is served in parts, and can be cancelled', async () => {
  const output = join(folder, 'rendered.mp4');
  const { url } = await preview({
    scene: fixture('index-card'),
    width: 160,
    height: 20,
    fps: 10,
    output,
    range: [5, 24],
  });
  const { page, shows, text } = await visit(browser, url);
  await shows(5);
  await page.click('#render');
  await page.waitForSelector('#rendering a');
  expect(await text('#rendering')).toContain('20 frames, 160 × 20, 10 fps, 2.00 s');
  const video = await decode(output, { width: 160, height: 20 });
  expect(video.frames.map((_, i) => readNumber(video, i))).toEqual(Array.from({ length: 20 }, (_, i) => i + 5));

  const served = new URL('/video/rendered.mp4', url);
  const bytes = await readFile(output);
  const part = await fetch(served, { headers: { Range: 'bytes=4-7' } });
  expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
  expect(Buffer.from(await (await fetch(served)).arrayBuffer()).equals(bytes)).toBe(true);

  await page.click('#render');
  await page.waitForSelector('#rendering progress');
  await page.click('#rendering button');
  await page.waitForFunction('document.querySelector("#rendering p")?.textContent.startsWith("Cancelled")');
  expect(await readFile(output)).toEqual(bytes);
});

test('to look at the params of openPreview() leaves the frame alone that is being drawn', async () => {
  const scene = join(folder, 'waiting.scene.js');
  const rest = `
    if (index !== 5) return;
    const before = Math.random();
    await new Promise((resolve) => { globalThis.release = resolve; });
    const numbers = before === Math.random() ? 'begin anew' : 'go on';
    return figure.relayout({ 'title.text': 'The random numbers ' + numbers });`;
  await writeFile(scene, SCENE('', rest).replace('update(', 'async update('));
  const { url } = await preview({ scene });
  const { page, shows, scrub, text } = await visit(browser, url);
  const inside = `document.querySelector('#frame iframe').contentWindow`;
  await shows(0);
  await scrub(5);
  await page.waitForFunction(`${inside}.release`);
  await page.keyboard.press('p');
  await page.waitForSelector('#inspector:not([hidden])');
  await page.evaluate(`${inside}.release()`);
  await shows(5);
  expect(await page.evaluate(TITLE)).toBe('The random numbers go on');
  expect(await text('#params')).toBe('k: 5');
});

test('the film strip has pictures of all frames but one that fails, also after an edit, and marks where it is', async () => {
  const scene = join(folder, 'strip.scene.js');
  const failing = (index: number) =>
    SCENE('', `if (index === ${index}) throw new Error('not this one');`).replace('count: 30', 'count: 12');
  await writeFile(scene, failing(3));
  const { url } = await preview({ scene });
  const { page, shows } = await visit(browser, url, { width: 375 });
  const pictures = () =>
    page.evaluate(
      '[...document.querySelectorAll("#strip button")].map((it) => it.querySelectorAll("img").length).join("")',
    );
  await shows(0);
  await page.waitForFunction('document.querySelectorAll("#strip img").length === 11');
  expect(await pictures()).toBe('111011111111');
  await writeFile(scene, failing(5));
  await page.waitForSelector('#strip button:nth-child(4) img');
  await page.waitForSelector('#strip button:nth-child(6):not(:has(img))');
  await page.waitForFunction('document.querySelectorAll("#strip img").length === 11');
  await page.keyboard.press('End');
  await shows(11);
  // On a telephone every other one is left out, but not the last.
  const marked = await page.$$eval('#strip [aria-current]', (found) =>
    found.map((it) => it.getAttribute('aria-label')),
  );
  expect(marked).toEqual(['Frame 11']);
  expect(await page.$eval('#strip [aria-current]', (it) => it.checkVisibility())).toBe(true);
});

test('the page of openPreview() comes back when the preview does, at the same frame', async () => {
  const scene = fixture('index-card');
  const first = await preview({ scene });
  const { page, shows, scrub, text } = await visit(browser, first.url);
  await shows(0);
  await scrub(4);
  await shows(4);
  await first.close();
  await page.waitForSelector('#problem:not([hidden])');
  expect(await text('#problem h2')).toBe('The preview has ended');
  expect(await page.$eval('#render', (button) => button.matches(':disabled'))).toBe(true);
  const again = await openPreview({ scene, ...inFolder }, { command: '', port: Number(new URL(first.url).port) });
  onTestFinished(again.close);
  await page.waitForSelector('#problem[hidden]');
  await shows(4);
});

test('the command line of openPreview() can be copied, also of a scene that is broken', async () => {
  const scene = join(folder, 'copied.scene.js');
  await writeFile(scene, 'export default {');
  const { url, problem } = await preview({ scene });
  expect(problem?.title).toBe('The scene has an error');
  const { page } = await visit(browser, url);
  await page
    .browserContext()
    .setPermission(
      new URL(url).origin,
      { permission: { name: 'clipboard-read' }, state: 'granted' },
      { permission: { name: 'clipboard-write' }, state: 'granted' },
    );
  await page.waitForSelector('#copy:not(:disabled)');
  await page.click('#copy');
  await page.waitForFunction('document.getElementById("copy").textContent === "Copied"');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('plotreel render it');
});

test('what was opened of the figure in openPreview() stays open from frame to frame', async () => {
  const { url } = await preview({ scene: fixture('index-card'), width: 160, height: 20 });
  const { page, shows } = await visit(browser, url);
  await shows(0);
  await page.keyboard.press('p');
  await page.click('#inspector > details:last-of-type > summary');
  await page.click('#figure details > summary');
  await page.waitForSelector('#figure details[open] > div > *');
  await page.keyboard.press('ArrowRight');
  await shows(1);
  expect(await page.$('#figure details[open] > div > *')).not.toBeNull();
});

test('keys play, step and jump, and switch what is shown', async () => {
  const { url } = await preview({ scene: fixture('index-card'), width: 160, height: 20 });
  const { page, shows } = await visit(browser, url);
  const state = (id: string) => page.$eval(`#${id}`, (element) => element.getAttribute('aria-pressed'));
  await shows(0);
  await page.keyboard.press('ArrowRight');
  await shows(1);
  await page.keyboard.down('Shift');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.up('Shift');
  await shows(11);
  await page.keyboard.press('ArrowLeft');
  await shows(10);
  await page.keyboard.press('End');
  await shows(46);
  await page.keyboard.press('Home');
  await shows(0);
  await page.keyboard.press('Space');
  await page.waitForSelector('#play[aria-label="Pause"]');
  await page.waitForFunction('Number(document.getElementById("frame").dataset.shown) > 0');
  await page.keyboard.press('Space');
  await page.waitForSelector('#play[aria-label="Play"]');
  for (const [key, id] of [
    ['l', 'loop'],
    ['f', 'real'],
    ['s', 'safe'],
    ['g', 'lines'],
  ] as const) {
    const before = await state(id);
    await page.keyboard.press(key);
    expect([key, await state(id)]).toEqual([key, before === 'true' ? 'false' : 'true']);
  }
  await page.keyboard.press('?');
  await page.waitForSelector('#help[open]');
  await page.keyboard.press('?');
  await page.waitForSelector('#help:not([open])');
  await page.keyboard.press('?');
  await page.waitForSelector('#help[open]');
  // What has the focus there is the button that closes it.
  await page.keyboard.press('Space');
  await page.waitForSelector('#help:not([open])');
  await page.keyboard.press('Space');
  await page.waitForSelector('#play[aria-label="Pause"]');
  await page.locator('#number').fill('33');
  await page.keyboard.press('Enter');
  await shows(33);
  await page.waitForSelector('#play[aria-label="Play"]');
  await page.click('#number', { count: 3 });
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  expect(await page.$eval('#number', (input) => Reflect.get(input, 'value'))).toBe('33');
  // Enter gives the keys back, and so does a click.
  await page.keyboard.press('ArrowRight');
  await shows(34);
  const loop = await state('loop');
  await page.click('#loop');
  await page.keyboard.press('Space');
  await page.waitForSelector('#play[aria-label="Pause"]');
  expect(await state('loop')).not.toBe(loop);
});

test('close() leaves no process, no folder and no port, whatever is at work', async () => {
  const { url, close } = await preview({ scene: fixture('index-card') });
  const { page, shows } = await visit(browser, url);
  await shows(0);
  await page.click('#render');
  await page.waitForSelector('#rendering progress');
  await Promise.all([close(), close()]);
  // The rest are the visitor's.
  expect(renderProcesses().filter(({ command }) => /plotreel-\d|ffmpeg/.test(command))).toEqual([]);
  expect(leftovers()).toEqual([]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  expect(await page.waitForSelector('#problem:not([hidden])')).not.toBeNull();
});
