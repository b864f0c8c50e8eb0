// The pictures in docs/, made by plotreel itself: `npm run pictures`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { renderStill, renderVideo, type StillOptions, type VideoOptions } from '../src/index.ts';
import { requireBrowser } from '../src/install/find-browser.ts';
import { openPreview } from '../src/preview/open-preview.ts';
import { performanceCharts } from './performance-charts.ts';

const inRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const fixture = (name: string) => inRoot(`tests/fixtures/figures/${name}`);

const x = Array.from({ length: 120 }, (_, i) => i / 6);
const curve = {
  data: [{ x, y: x.map((v) => Math.sin(v) * Math.exp(-v / 12)), mode: 'lines', line: { width: 3 }, fill: 'tozeroy' }],
  layout: { margin: { t: 30 } },
};
const PEAKS = Array.from({ length: 40 }, (_, i) =>
  Array.from(
    { length: 40 },
    (_, j) => Math.sin(i / 6) * Math.cos(j / 5) * Math.exp(-((i - 20) ** 2 + (j - 20) ** 2) / 300),
  ),
);
const surface = { data: [{ type: 'surface', z: PEAKS, showscale: false }], layout: { margin: { t: 0, b: 0 } } };

const SHEETS: Record<string, Partial<VideoOptions>> = {
  'gapminder-bubbles': { figure: fixture('gapminder-bubbles.json'), contactSheet: 9 },
  reveal: { figure: curve, reveal: 'x', contactSheet: 4 },
  orbit: { figure: surface, orbit: 360, duration: '4s', contactSheet: 4 },
};

/** Frames alone: a still has them exactly. */
const STILLS: Record<string, Partial<StillOptions>> = {
  ...performanceCharts(),
  transparent: { figure: { ...curve, layout: { ...curve.layout, font: { color: '#888' } } }, transparent: true },
};

/** A preview, as somebody sees it in a browser. */
async function takePreview(output: string): Promise<void> {
  const preview = await openPreview({ figure: fixture('gapminder-bubbles.json'), output: 'out.mp4' }, { command: '' });
  const { path } = await requireBrowser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({ executablePath: path, args, pipe: true });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(preview.url);
    await page.waitForSelector('#strip button:last-child img');
    for (let position = 22; position <= 81; position++) {
      await page.$eval('#scrub', (scrub, value) => Object.assign(scrub, { value }), position);
      await page.$eval('#scrub', (scrub) => scrub.dispatchEvent(new Event('input')));
      await page.waitForSelector(`#frame[data-shown="${position}"]`);
    }
    await page.keyboard.press('p');
    await page.waitForSelector('#params .leaf');
    await page.screenshot({ path: output });
  } finally {
    await browser.close();
    await preview.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'plotreel-pictures-'));
try {
  for (const [name, options] of Object.entries(SHEETS)) {
    const output = join(folder, `${name}.mp4`);
    const sheet = inRoot(`docs/pictures/${name}.png`);
    await renderVideo({
      ...options,
      output,
      width: 640,
      height: 400,
      scale: 0.5,
      lossless: true,
      contactSheetOutput: sheet,
    });
    console.log(sheet);
  }
  for (const [name, options] of Object.entries(STILLS)) {
    const output = inRoot(`docs/pictures/${name}.png`);
    await renderStill({ width: 480, height: 240, ...options, output });
    console.log(output);
  }
  const shown = inRoot('docs/pictures/preview.png');
  await takePreview(shown);
  console.log(shown);
} finally {
  await rm(folder, { recursive: true, force: true });
}
