import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { onTestFinished } from 'vitest';
import { requireBrowser } from '../../src/install/find-browser.ts';
import type { VideoOptions } from '../../src/options/options.ts';
import { openPreview, type Preview } from '../../src/preview/open-preview.ts';
import { decodePng } from './pictures.ts';

/** A browser as people have it, but for what makes pixels differ from machine to machine. */
export async function openBrowser(): Promise<Browser> {
  const found = await requireBrowser({});
  return puppeteer.launch({
    executablePath: found.path,
    headless: found.kind === 'headless-shell' ? 'shell' : true,
    // As in src/farm/browser-flags.ts, whose other flags keep a page from the network.
    args: [
      ...['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'],
      ...['--enable-unsafe-swiftshader', '--disable-gpu-compositing', '--disable-dev-shm-usage'],
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    pipe: true,
    protocolTimeout: 60_000,
  });
}

/** Opens a preview that ends with the test. */
export async function openForTest(options: VideoOptions): Promise<Preview> {
  const opened = await openPreview(options, { command: 'plotreel render it' });
  onTestFinished(opened.close);
  return opened;
}

/** A tab with a preview in it. */
export interface PreviewPage {
  page: Page;
  /** Resolves when this frame is shown. */
  shows(index: number): Promise<void>;
  /** Drags the scrubber to a place. */
  scrub(position: number): Promise<void>;
  /** The pixels of the figure on the screen, RGBA. */
  pixels(): Promise<Buffer>;
  /** Text of an element. */
  text(selector: string): Promise<string>;
}

/** Opens a preview in a tab of its own, as somebody who has never been there. */
export async function visit(
  browser: Browser,
  url: string,
  { width = 1280, height = 900, scheme = 'light' }: { width?: number; height?: number; scheme?: 'light' | 'dark' } = {},
): Promise<PreviewPage> {
  const context = await browser.createBrowserContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  // A busy machine.
  page.setDefaultTimeout(90_000);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(url);
  return {
    page,
    shows: async (index) => {
      await page.waitForSelector(`#frame[data-shown="${index}"]:not(:has(.coming))`);
    },
    scrub: async (position) => {
      await page.locator('#scrub').fill(String(position));
    },
    pixels: async () => {
      const frame = await page.$('#frame');
      const clip = await frame?.boundingBox();
      if (!clip) throw new Error('There is no figure');
      return decodePng(Buffer.from(await page.screenshot({ clip }))).pixels;
    },
    text: (selector) => page.$eval(selector, (element) => element.textContent ?? ''),
  };
}
