import type { CDPSession, Page } from 'puppeteer-core';
import { BrowserError, SceneError } from '../errors.ts';
import type { MountReport, PageFailure } from '../protocol.ts';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../scene-bundle/scene-places.ts';
import { startDeadline } from './deadline.ts';
import { createDrawer, type Drawer, SLOTS } from './drawer.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { launchBrowser } from './launch-browser.ts';
import { openPageCalls, type PageCall, PageFailureError } from './page-calls.ts';
import { ORIGIN, servePage } from './page-server.ts';
import type { StageJob } from './stage-job.ts';
import { CanvasUnfitError, WebGlUnfitError } from './unfit.ts';

/** A browser with the scene mounted, ready to draw. */
export interface Stage extends Drawer {
  readonly report: MountReport;
  /** Requests that the page was refused. */
  readonly refused: ReadonlySet<string>;
  /** Ends the browser. May be called twice. */
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/** Starts a browser and mounts the scene in it. Once it resolves, `close` must be called. */
export async function openStage(job: StageJob, signal: AbortSignal): Promise<Stage> {
  const rawBytes = Math.round(job.width * job.scale) * Math.round(job.height * job.scale) * 4;
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
    const started = startDeadline(
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
      const drawer = createDrawer({ job, session, call, exchange, lost });
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

function whenLost(page: Page, session: CDPSession): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    session.on('Inspector.targetCrashed', () => reject(new BrowserError('The page crashed')));
    page.browser().on('disconnected', () => reject(new BrowserError('The browser ended')));
  });
  // Whoever waits gets it; nobody may wait.
  lost.catch(() => {});
  return lost;
}

function sceneError(failure: PageFailure, scene: SceneBundle): SceneError {
  const what = failure.phase === 'setup' ? '`setup` failed' : 'The scene could not be loaded';
  return new SceneError(`${what}: ${failure.message}`, { places: scenePlaces(failure, scene) });
}
