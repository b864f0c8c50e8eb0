import type { CDPSession, Page } from 'puppeteer-core';
import { BrowserError, FrameError, SceneError } from '../errors.ts';
import type { Packed } from '../frames/pack.ts';
import type { ConsoleMessage } from '../options.ts';
import type { CaptureMode, DrawTimes, MountReport, PageFailure, PixelFormat } from '../protocol.ts';

import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../scene-bundle/scene-places.ts';
import { type Exchange, openExchange } from './exchange.ts';
import type { FramePool } from './frame-pool.ts';
import { type LaunchOptions, launchBrowser } from './launch-browser.ts';
import { openPageCalls, type PageCall, PageFailureError } from './page-calls.ts';
import { ORIGIN, servePage } from './page-server.ts';
import { CanvasUnfitError, WebGlUnfitError } from './unfit.ts';

/** What all stages of a job have in common. */
export interface StageJob {
  scene: SceneBundle;
  props: Packed | null;
  /** CSS pixels. */
  width: number;
  height: number;
  scale: number;
  background: string;
  capture: CaptureMode;
  pixelFormat: PixelFormat;
  reuse: boolean;
  fastRestyle: boolean;
  frameTimeoutMs: number;
  launch: Omit<LaunchOptions, 'signal' | 'exchangeBytes'>;
  onConsole: ((message: ConsoleMessage) => void) | undefined;
}

/** One frame to draw. */
export interface FrameRequest {
  index: number;
  /** null: the scene's own params for this index. */
  params: Packed | null;
  /** Index of the frame before in the video, when the scene's own params are to be compared with its own. */
  previous: number | null;
}

/** A drawn frame: raw pixels in the job's pixel format from the canvas, a PNG from a screenshot. */
export type DrawnFrame =
  | { repeated: false; pixels: Buffer; release: () => void; times: DrawTimes }
  | { repeated: true; times: DrawTimes };

/** A browser with the scene mounted, ready to draw. */
export interface Stage {
  readonly report: MountReport;
  /** How many frames may be asked for at once: the next is drawn while one is on its way. */
  readonly inFlight: number;
  /** Requests that the page was refused. */
  readonly refused: ReadonlySet<string>;
  /** @throws FrameError when the scene throws, the frame does not come in time, or the browser is lost */
  draw(frame: FrameRequest, pool: FramePool): Promise<DrawnFrame>;
  /** The frame in full, drawn as `draw` does it, drawn again without short cuts, and as the browser shows it (PNG). */
  drawThreeWays(frame: FrameRequest): Promise<{ drawn: Buffer; redrawn: Buffer; shown: Buffer }>;
  /** Ends the browser. May be called twice. */
  close(): Promise<void>;
}

const SLOTS = 2;
const START_TIMEOUT_MS = 60_000;

/** Starts a browser and mounts the scene in it. Once it resolves, `close` must be called. */
export async function openStage(job: StageJob, signal: AbortSignal): Promise<Stage> {
  const rawBytes = job.width * job.height * job.scale ** 2 * 4;
  const launched = await launchBrowser({ ...job.launch, exchangeBytes: SLOTS * rawBytes, signal });
  let opening: Promise<Exchange> | undefined;
  const close = async () => {
    await launched.close();
    // Without its page it fails, if it was not open yet.
    const exchange = await opening?.catch(() => undefined);
    await exchange?.close();
  };
  // An abort ends the browser; whatever waits for it is rejected.
  const onAbort = () => void close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const page = (await launched.browser.pages())[0] ?? (await launched.browser.newPage());
    const session = await page.createCDPSession();
    const lost = whenLost(page, session);
    const started = deadline(
      START_TIMEOUT_MS,
      () => new BrowserError(`The page did not load in ${START_TIMEOUT_MS / 1000} s`),
    );
    const starting = Promise.race([lost, started.expired]);
    try {
      const { refused, call } = await Promise.race([starting, loadPage(page, session, job)]);
      opening = openExchange(launched.profile, SLOTS, (request) => call('openExchange', request));
      const exchange = await Promise.race([starting, opening]);
      const report = await Promise.race([starting, mount(call, exchange, job)]);
      if (report.webgl === '') throw new WebGlUnfitError(job.launch.gl);
      const drawer = createDrawer({ job, session, call, exchange, lost, rawBytes });
      return {
        report,
        refused,
        ...drawer,
        close: async () => {
          signal.removeEventListener('abort', onAbort);
          await close();
        },
      };
    } finally {
      started.clear();
    }
  } catch (error) {
    signal.removeEventListener('abort', onAbort);
    await close();
    signal.throwIfAborted();
    throw error instanceof PageFailureError ? sceneError(error.failure, job.scene) : error;
  }
}

async function loadPage(page: Page, session: CDPSession, job: StageJob) {
  const { onConsole } = job;
  if (onConsole) {
    page.on('console', (message) => onConsole({ level: message.type(), text: message.text() }));
    page.on('pageerror', (error) => {
      onConsole({ level: 'error', text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
  }
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: job.width,
    height: job.height,
    deviceScaleFactor: job.scale,
    mobile: false,
  });
  if (job.background === 'transparent') {
    await session.send('Emulation.setDefaultBackgroundColorOverride', { color: { r: 0, g: 0, b: 0, a: 0 } });
  }
  const { refused } = await servePage(session, job.scene.code);
  await page.goto(`${ORIGIN}/`, { timeout: 0 });
  const call = await openPageCalls(session);
  if (job.capture === 'canvas' && !(await call('canDrawElements'))) {
    throw new CanvasUnfitError('this browser cannot draw elements into a canvas');
  }
  return { refused, call };
}

async function mount(call: PageCall, exchange: Exchange, job: StageJob): Promise<MountReport> {
  const { width, height, scale, capture, background, reuse, fastRestyle, props } = job;
  if (props && props.bytes.length > 0) await exchange.writeParams(0, props.bytes);
  return call('mount', {
    width,
    height,
    scale,
    capture,
    background,
    reuse,
    fastRestyle,
    props: props?.value ?? null,
  });
}

interface DrawerParts {
  job: StageJob;
  session: CDPSession;
  call: PageCall;
  exchange: Exchange;
  /** Rejects when the page or its browser is gone. */
  lost: Promise<never>;
  /** Bytes of a BGRA frame. */
  rawBytes: number;
}

function createDrawer({ job, session, call, exchange, lost, rawBytes }: DrawerParts) {
  const freeSlots = Array.from({ length: SLOTS }, (_, slot) => slot);
  /** Settles when the last frame asked for is there: a frame's time starts when the one before has ended. */
  let previous: Promise<unknown> = Promise.resolve();

  const draw = async (frame: FrameRequest, pixelFormat: PixelFormat, take: () => Buffer): Promise<DrawnFrame> => {
    const slot = freeSlots.pop();
    if (slot === undefined) throw new RangeError(`A stage draws at most ${SLOTS} frames at once`);
    try {
      if (frame.params && frame.params.bytes.length > 0) await exchange.writeParams(slot, frame.params.bytes);
      const { repeated, times } = await call('draw', {
        index: frame.index,
        params: frame.params?.value ?? null,
        previous: frame.previous,
        slot,
        pixelFormat,
      });
      if (repeated) return { repeated, times };
      const painted = performance.now();
      if (job.capture === 'screenshot') {
        const pixels = await screenshot();
        return { repeated, times: { ...times, capture: performance.now() - painted }, pixels, release: () => {} };
      }
      const pixels = take();
      await exchange.readFrame(slot, pixels);
      return { repeated, times, pixels, release: () => {} };
    } finally {
      freeSlots.push(slot);
    }
  };

  const screenshot = async () => {
    const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
    return Buffer.from(data, 'base64');
  };

  /** Waits for a frame's work as long as a frame may take, and says what went wrong in the frame's name. */
  const inTime = async <T>(index: number, work: () => Promise<T>): Promise<T> => {
    const before = previous;
    const done = work();
    previous = done.catch(() => {});
    const seconds = job.frameTimeoutMs / 1000;
    let limit: ReturnType<typeof deadline> | undefined;
    try {
      await Promise.race([before, done, lost]);
      limit = deadline(
        job.frameTimeoutMs,
        () => new FrameError(index, `not drawn within ${seconds} s (frameTimeoutMs)`),
      );
      return await Promise.race([done, lost, limit.expired]);
    } catch (error) {
      throw frameError(index, error, job.scene);
    } finally {
      limit?.clear();
    }
  };

  return {
    // One screenshot shows one state: the page must wait for it.
    inFlight: job.capture === 'canvas' ? SLOTS : 1,
    draw: (frame: FrameRequest, pool: FramePool) =>
      inTime(frame.index, async () => {
        let pixels: Buffer | undefined;
        try {
          const drawn = await draw(frame, job.pixelFormat, () => {
            pixels = pool.take();
            return pixels;
          });
          if (drawn.repeated || pixels === undefined) return drawn;
          const taken = pixels;
          return { ...drawn, release: () => pool.give(taken) };
        } catch (error) {
          if (pixels) pool.give(pixels);
          throw error;
        }
      }),
    drawThreeWays: (frame: FrameRequest) =>
      inTime(frame.index, async () => {
        const drawn = Buffer.allocUnsafeSlow(rawBytes);
        const redrawn = Buffer.allocUnsafeSlow(rawBytes);
        await draw(frame, 'bgra', () => drawn);
        await call('redraw', { slot: 0, pixelFormat: 'bgra' });
        await exchange.readFrame(0, redrawn);
        await call('expose');
        const shown = await screenshot();
        await call('conceal');
        return { drawn, redrawn, shown };
      }),
  };
}

function whenLost(page: Page, session: CDPSession): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    session.on('Inspector.targetCrashed', () => reject(new BrowserError('The page crashed')));
    page.browser().on('disconnected', () => reject(new BrowserError('The browser ended')));
  });
  // Whoever waits gets it; nobody may wait.
  lost.catch(() => {});
  return lost;
}

function deadline(ms: number, error: () => Error): { expired: Promise<never>; clear: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const timer = setTimeout(() => reject(error()), ms);
  return { expired: promise, clear: () => clearTimeout(timer) };
}

function sceneError(failure: PageFailure, scene: SceneBundle): SceneError {
  const what = failure.phase === 'setup' ? '`setup` failed' : 'The scene could not be loaded';
  return new SceneError(`${what}: ${failure.message}`, { places: scenePlaces(failure, scene) });
}

function frameError(index: number, error: unknown, scene: SceneBundle): Error {
  if (error instanceof FrameError) return error;
  const places = error instanceof PageFailureError ? scenePlaces(error.failure, scene) : [];
  return new FrameError(index, error instanceof Error ? error.message : String(error), { places, cause: error });
}
