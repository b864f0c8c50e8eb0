import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axe from 'axe-core';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sidebar } from '../../docs/.vitepress/sidebar.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { scratchFolder } from '../support/scratch.ts';
import { type StaticServer, serveFolder } from '../support/static-server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const links = sidebar.flatMap(({ items = [] }) => items).flatMap(({ link }) => (link === undefined ? [] : [link]));
const folder = scratchFolder();

let server: StaticServer;
let browser: Browser;

const gallery = join(root, 'docs/public/gallery');
/** Videos that were there before; those of this test are short ones. */
let kept: string[];

/** A few frames of each of the gallery's videos, and the whole site. */
beforeAll(async () => {
  kept = await readdir(gallery).catch(() => []);
  const env = { ...process.env, CI: 'true' };
  await run(process.execPath, [join(root, 'scripts/render-gallery.ts'), '--missing'], { env });
  const vitepress = join(root, 'node_modules/vitepress/bin/vitepress.js');
  await run(process.execPath, [vitepress, 'build', '--outDir', folder], { cwd: join(root, 'docs') });
  server = await serveFolder(folder);
  const { path } = await requireBrowser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser = await puppeteer.launch({ executablePath: path, pipe: true, args });
}, 600_000);

afterAll(async () => {
  const made = (await readdir(gallery)).filter((name) => !kept.includes(name));
  await Promise.all(made.map((name) => rm(join(gallery, name))));
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

test('the site has every page of its sidebar', async () => {
  const pages = await Promise.all(
    links.map((link) => readFile(join(folder, `${link}.html`), 'utf8').catch(() => link)),
  );
  expect(pages.filter((page) => !page.includes('<h1'))).toEqual([]);
});

test('every page of docs/ is in the sidebar', async () => {
  const pages = (await readdir(join(root, 'docs'), { recursive: true })).filter((name) =>
    /^(reference\/)?[\w-]+\.md$/.test(name),
  );
  expect(pages.map((name) => `/${name.replace(/\.md$/, '')}`).sort()).toEqual([...links, '/index'].sort());
});

test('no page of the site asks anybody else for anything', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(html|css)$/.test(name));
  const asked: string[] = [];
  for (const name of files) {
    const text = await readFile(join(folder, name), 'utf8');
    const tags = text.matchAll(/<(?!a[\s>])\w[^<>]*\s(?:src|href|srcset|poster)="((?:https?:)?\/\/[^"]+)"/g);
    const styles = text.matchAll(/(?:@import\s*|url\()["']?((?:https?:)?\/\/[^"')]+)/g);
    asked.push(...[...tags, ...styles].map(([, url]) => `${name}: ${url}`));
  }
  expect(asked).toEqual([]);
});

test('every page fits a telephone, finds all its files, and asks for no others', { timeout: 180_000 }, async () => {
  const page = await openPage({ width: 375, height: 700 });
  const failed: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(response.url());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(server.origin)) failed.push(url);
  });
  page.on('pageerror', (error) => failed.push(String(error)));
  const wide: string[] = [];
  for (const link of ['/', ...links]) {
    await page.goto(server.origin + link, { waitUntil: 'load' });
    const width = await page.evaluate('document.documentElement.scrollWidth');
    if (Number(width) > 375) wide.push(`${link}: ${width}`);
  }
  expect({ wide, failed }).toEqual({ wide: [], failed: [] });
});

test.each(['light', 'dark'])(
  'pages break no serious rule of accessibility in %s',
  { timeout: 120_000 },
  async (scheme) => {
    const page = await openPage({ width: 1280, height: 800 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const found: string[] = [];
    for (const link of ['/', '/gallery', '/timing-and-tweening', '/reference/cli']) {
      await page.goto(server.origin + link, { waitUntil: 'load' });
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(async () => (globalThis as unknown as { axe: typeof axe }).axe.run());
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      found.push(...serious.map(({ id, nodes }) => `${link}: ${id}: ${nodes.map(({ html }) => html).slice(0, 3)}`));
    }
    expect(found).toEqual([]);
  },
);

test('the search finds an option by its name', { timeout: 60_000 }, async () => {
  const page = await openPage({ width: 1280, height: 800 });
  await page.goto(`${server.origin}/start`, { waitUntil: 'load' });
  const button = await page.waitForSelector('.VPNavBarSearch button');
  await button?.click();
  const input = await page.waitForSelector('#localsearch-input');
  await input?.type('segmentFrames');
  const result = await page.waitForSelector('#localsearch-list a');
  expect(await result?.evaluate((element) => element.getAttribute('href'))).toContain('/reference/api');
});

async function openPage(viewport: { width: number; height: number }): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport(viewport);
  return page;
}
