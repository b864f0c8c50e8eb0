import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openPreview, type Preview } from '../../src/preview/open-preview.ts';
import { openBrowser, visit } from '../support/preview-page.ts';
import { scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();
const scene = join(folder, 'half.scene.js');
let browser: Browser;

// A browser and four visits, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });
let preview: Preview;

beforeAll(async () => {
  // Frames from 5 on fail.
  const update = 'update(figure, { k }) {\n if (k > 4) throw new RangeError("too much");\n }';
  await writeFile(
    scene,
    `export default { setup: () => ({ data: [{ y: [1, 3, 2] }] }), ${update}, frames: { count: 20, params: (k) => ({ k }) } };`,
  );
  const output = join(folder, 'out.mp4');
  [browser, preview] = await Promise.all([
    openBrowser(),
    openPreview({ scene, output, width: 320, height: 180, range: [0, 9] }, { command: 'plotreel render it' }),
  ]);
});
afterAll(() => Promise.all([browser.close(), preview.close()]));

/** Rules that the page breaks, and where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results: unknown = await page.evaluate('axe.run(document, { iframes: false, resultTypes: ["violations"] })');
  const { violations } = results as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`);
}

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 375],
  ['dark', 375],
] as const)('the page of a preview breaks no rule of axe-core: %s, %i pixels wide', async (scheme, width) => {
  const { page, shows } = await visit(browser, preview.url, { scheme, width, height: 800 });
  await shows(0);
  expect(await violations(page)).toEqual([]);

  // All that can be opened, in real size, and what a failed render says.
  for (const key of ['f', 's', 'g', 'p'] as const) await page.keyboard.press(key);
  await page.waitForSelector('#params .leaf');
  await page.click('#render');
  await page.waitForSelector('#rendering .what-failed');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('End');
  await page.waitForSelector('#problem .line.bad');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('?');
  await page.waitForSelector('#help[open]');
  expect(await violations(page)).toEqual([]);
  // Nothing is wider than the window.
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
});
