// The script that one writes without plotreel, as the yardstick: pages of one browser, Plotly as a script tag, a PNG
// screenshot per frame, PNGs into ffmpeg. node bench/naive.ts JOB
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { loadSceneBundle } from '../src/scene-bundle/scene-bundle.ts';
import { type Job, phases, type Report, runJob } from './job.ts';

type Patch = Record<string, unknown>;

interface FigureSpec {
  data: unknown[];
  layout?: Patch;
  config?: Patch;
}

interface Scene {
  setup(props: undefined): FigureSpec | Promise<FigureSpec>;
  update(figure: unknown, params: unknown, index: number): unknown;
}

// Globals of the page.
declare const Plotly: {
  newPlot(id: string, data: unknown[], layout?: Patch, config?: Patch): Promise<unknown>;
  react(id: string, data: unknown[], layout?: Patch, config?: Patch): Promise<unknown>;
  restyle(id: string, patch: Patch, traces?: number[]): Promise<unknown>;
  relayout(id: string, patch: Patch): Promise<unknown>;
  update(id: string, data: Patch, layout?: Patch, traces?: number[]): Promise<unknown>;
};
declare const drawFrame: (params: unknown, index: number) => Promise<void>;

await runJob(render);

async function render(job: Job): Promise<Report> {
  const started = performance.now();
  const seconds = { start: 0, firstFrame: 0, source: 0, update: 0, paint: 0, capture: 0, encode: 0, total: 0 };
  const sinceStart = () => (performance.now() - started) / 1000;
  const time = async <T>(part: 'update' | 'capture' | 'encode', work: () => Promise<T>) => {
    const from = performance.now();
    const result = await work();
    seconds[part] += (performance.now() - from) / 1000;
    return result;
  };

  const { code } = await loadSceneBundle(job.scene);
  const browser = await puppeteer.launch({
    executablePath: job.browser,
    headless: job.headlessShell ? 'shell' : true,
    defaultViewport: { width: job.width, height: job.height },
    // Chromium refuses to run as root with its sandbox on.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const pages = await Promise.all(Array.from({ length: job.workers }, () => openPage(browser, code, job)));
    const ffmpeg = spawn(job.ffmpeg, ffmpegArgs(job.output), { stdio: ['pipe', 'ignore', 'inherit'] });
    const ended = once(ffmpeg, 'close');
    seconds.start = sinceStart();

    const draw = async (page: Page, params: unknown, index: number) => {
      await time('update', () => page.evaluate((params, index) => drawFrame(params, index), params, index));
      return await time('capture', () => page.screenshot({ type: 'png' }));
    };
    const encode = (png: Uint8Array | undefined) =>
      time('encode', async () => {
        if (!ffmpeg.stdin.write(png)) await once(ffmpeg.stdin, 'drain');
        seconds.firstFrame ||= sinceStart();
      });

    // Page k draws frames k, k + pages, …, each as soon as its last picture was taken by ffmpeg.
    const drawing: Promise<Uint8Array>[] = [];
    for (const [index, params] of phases(job.frames).entries()) {
      if (drawing.length === pages.length) await encode(await drawing.shift());
      const page = pages[index % pages.length];
      if (page) drawing.push(draw(page, params, index));
    }
    for (const png of drawing) await encode(await png);
    ffmpeg.stdin.end();
    const [exitCode] = await ended;
    if (exitCode !== 0) throw new Error(`ffmpeg stopped with exit code ${exitCode}`);
    seconds.total = sinceStart();
    return { timings: seconds, notes: [] };
  } finally {
    await browser.close();
  }
}

async function openPage(browser: Browser, sceneCode: string, { width, height }: Job): Promise<Page> {
  const page = await browser.newPage();
  await page.setContent('<body style="margin: 0"><div id="plot"></div></body>');
  await page.addScriptTag({ path: fileURLToPath(import.meta.resolve('plotly.js-dist')) });
  await page.evaluate(mountScene, sceneCode, { width, height });
  return page;
}

/** Runs in the page. */
async function mountScene(sceneCode: string, size: { width: number; height: number }): Promise<void> {
  const url = `data:text/javascript,${encodeURIComponent(sceneCode)}`;
  const { default: scene }: { default: Scene } = await import(url);
  const id = 'plot';
  const figure = {
    restyle: (patch: Patch, traces?: number[]) => Plotly.restyle(id, patch, traces),
    relayout: (patch: Patch) => Plotly.relayout(id, patch),
    update: (data: Patch, layout?: Patch, traces?: number[]) => Plotly.update(id, data, layout, traces),
    react: ({ data, layout, config }: FigureSpec) => Plotly.react(id, data, sized(layout), plain(config)),
  };
  const sized = (layout?: Patch) => ({ ...layout, ...size });
  // The same picture as plotreel's: by default WebGL is drawn at twice the size, and the mode bar shows.
  const plain = (config?: Patch) => ({ ...config, plotGlPixelRatio: 1, displayModeBar: false });

  const { data, layout, config } = await scene.setup(undefined);
  await Plotly.newPlot(id, data, sized(layout), plain(config));
  Object.assign(globalThis, {
    drawFrame: async (params: unknown, index: number) => {
      await scene.update(figure, params, index);
    },
  });
}

/** plotreel's own defaults: x264, veryfast, crf 18, 30 frames per second. */
function ffmpegArgs(output: string): string[] {
  return [
    ...['-loglevel', 'error', '-y', '-f', 'image2pipe', '-c:v', 'png', '-framerate', '30', '-i', '-'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-pix_fmt', 'yuv420p', output],
  ];
}
