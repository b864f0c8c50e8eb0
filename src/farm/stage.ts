import { type Browser, type CDPSession, type Page, ProtocolError } from 'puppeteer-core';
import { InputError, SceneError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';
import { settingOf } from '../options/limits.ts';
import { orAborted } from '../or-aborted.ts';
import type { MountReport, PageFailure, TextReport, TextSample } from '../protocol.ts';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../scene-bundle/scene-places.ts';
import { type Unanswered, withNetworkAdvice } from './allowed-hosts.ts';
import { startDeadline } from './deadline.ts';
import { createDrawer, type Drawer, SLOTS } from './drawer.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { launchBrowser } from './launch-browser.ts';
import { openPageCalls, type PageCall, PageFailureError } from './page-calls.ts';
import { ORIGIN, servePage } from './page-server.ts';
import { type ProcessWatch, watchProcesses } from './process-watch.ts';
import { endOf, StageFault } from './stage-fault.ts';
import type { StageJob } from './stage-job.ts';
import { type StageProcesses, trackProcesses } from './stage-processes.ts';
import { CanvasUnfitError, WebGlUnfitError } from './unfit.ts';

/** A browser with the scene mounted, ready to draw. */
export interface Stage extends Drawer {
  readonly report: MountReport;
  /** Requests that the page was refused. */
  readonly refused: ReadonlySet<string>;
  /** Says how texts would come out, in the fonts of the machine and the job. */
  examineText(samples: TextSample[]): Promise<TextReport[]>;
  /** Resolves when the stage is of no more use: lost, hung, or too large. */
  readonly ended: Promise<StageFault>;
  /** Resolves when it takes so many bytes more than it does now. */
  grownBy(bytes: number): Promise<void>;
  /** Ends the browser. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts a browser and mounts the scene in it. Once it resolves, `close` must be called.
 *
 * @throws StageFault when that does not come about here and now; another try may do better
 * @throws SceneError, InputError when the scene or the figure is at fault
 * @throws CanvasUnfitError, WebGlUnfitError when the browser lacks what the plan needs
 */
export async function openStage(job: StageJob, signal: AbortSignal): Promise<Stage> {
  const rawBytes = Math.round(job.width * job.scale) * Math.round(job.height * job.scale) * 4;
  const launched = await launchBrowser({
    ...job.launch,
    allowHosts: job.allowHosts,
    memoryBytes: job.memoryBytes,
    exchangeBytes: SLOTS * rawBytes,
    signal,
  });
  let exchange: Exchange | undefined;
  let opening: Promise<Exchange> | undefined;
  let processes: StageProcesses | undefined;
  let watch: ProcessWatch | undefined;
  let closed = false;
  const close = async () => {
    closed = true;
    watch?.stop();
    await launched.close();
    if (exchange) await exchange.close();
    // Without its page it fails; should it open after all, nobody waits for it.
    else
      opening?.then(
        (late) => late.close(),
        () => {},
      );
  };
  // An abort ends the browser; whatever waits for it is rejected.
  const onAbort = () => void close();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const end = whenEnded(launched.browser);
  let loaded = false;
  const limit = startDeadline(job.startTimeoutMs, () => lateStart(job.startTimeoutMs / 1000, loaded));

  const start = async () => {
    const target = await launched.browser.waitForTarget((candidate) => candidate.type() === 'page', { timeout: 0 });
    const page = await target.page();
    if (!page) throw new StageFault('lost', 'The browser has no page');
    const session = await page.createCDPSession();
    session.on('Inspector.targetCrashed', () => end.giveUp(new StageFault('lost', 'The page crashed')));
    const { unanswered, call } = await loadPage(page, session, job);
    const running = await trackProcesses(launched.browser);
    processes = running;
    if (closed) throw new StageFault('lost', 'The stage was closed');
    watch = watchProcesses(running, {
      limit: job.memoryBytes,
      onExceeded: () => end.giveUp(new StageFault('memory', describeExcess(job.memoryBytes))),
      onEnded: (kind) => end.giveUp(endOf(kind)),
      collectGarbage: () => session.send('HeapProfiler.collectGarbage'),
    });
    const fail = (error: unknown): never => {
      throw error instanceof PageFailureError ? sceneError(error.failure, job.scene, unanswered) : error;
    };
    opening = openExchange(launched.profile, SLOTS, (request) => call('openExchange', request));
    exchange = await opening.catch(fail);
    loaded = true;
    const report = await mount(call, exchange, job).catch(fail);
    // That of the GPU may have been started for the figure.
    await running.find();
    if (report.webgl === '') throw new WebGlUnfitError(job.launch.gl);
    return {
      report,
      refused: unanswered.refused,
      examineText: (samples: TextSample[]) => call('examineText', samples),
      ...createDrawer({ job, session, call, exchange, unanswered, endedProcess: running.ended, ...end }),
      ended: end.ended,
      grownBy: watch.grownBy,
    };
  };

  try {
    // Of a browser that is gone not every answer comes, not even as an error.
    const started = await orAborted(Promise.race([start(), limit.expired]), end.lost);
    return {
      ...started,
      close: async () => {
        signal.removeEventListener('abort', onAbort);
        await close();
      },
    };
  } catch (error) {
    // What is left undone when a process ends fails in many ways: none of them is the scene's.
    const ended = error instanceof StageFault ? undefined : processes?.ended();
    const browserEnded = !launched.browser.connected;
    signal.removeEventListener('abort', onAbort);
    await close();
    signal.throwIfAborted();
    if (browserEnded) throw new StageFault('lost', `The browser ended: ${await launched.ended}`, { cause: error });
    if (ended !== undefined) throw endOf(ended);
    throw error instanceof ProtocolError ? new StageFault('lost', 'The page crashed', { cause: error }) : error;
  } finally {
    limit.clear();
  }
}

async function loadPage(page: Page, session: CDPSession, job: StageJob) {
  const { onConsole } = job;
  if (onConsole) {
    page.on('console', (message) => onConsole({ level: message.type(), text: message.text() }));
    page.on('pageerror', (error) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      onConsole({ level: 'error', text, uncaught: true });
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
  const unanswered = await servePage(page, session, {
    sceneCode: job.scene.code,
    fonts: job.fonts.map(({ bytes }) => bytes),
    allowHosts: job.allowHosts,
  });
  await page.goto(`${ORIGIN}/`, { timeout: 0 });
  const call = await openPageCalls(session);
  if (job.capture === 'canvas' && !(await call('canDrawElements'))) {
    throw new CanvasUnfitError('this browser cannot draw elements into a canvas');
  }
  return { unanswered, call };
}

async function mount(call: PageCall, exchange: Exchange, job: StageJob): Promise<MountReport> {
  const { width, height, scale, capture, background, reuse, updating, fonts, props, fps } = job;
  if (props && props.bytes.length > 0) await exchange.writeParams(0, props.bytes);
  return call('mount', {
    width,
    height,
    scale,
    capture,
    background,
    reuse,
    updating,
    fonts: fonts.flatMap(({ faces }, i) => faces.map((face) => ({ ...face, url: `/fonts/${i}` }))),
    props: props?.value ?? null,
    fps,
  });
}

/** The end of a stage, whoever notices it first. */
interface End {
  ended: Promise<StageFault>;
  /** Aborts with what `ended` resolves with. */
  lost: AbortSignal;
  giveUp(fault: StageFault): void;
}

function whenEnded(browser: Browser): End {
  const { promise: ended, resolve } = Promise.withResolvers<StageFault>();
  const controller = new AbortController();
  const giveUp = (fault: StageFault) => {
    resolve(fault);
    controller.abort(fault);
  };
  const onEnd = () => giveUp(new StageFault('lost', 'The browser ended'));
  browser.once('disconnected', onEnd);
  if (!browser.connected) onEnd();
  return { ended, lost: controller.signal, giveUp };
}

function describeExcess(bytes: number): string {
  return `The page took more than ${formatBytes(bytes)} (${settingOf('stageMemoryBytes')})`;
}

function lateStart(seconds: number, loaded: boolean): StageFault {
  if (!loaded) return new StageFault('hung', `The page did not load in ${seconds} s`);
  return new StageFault(
    'setup',
    `Nothing was plotted in ${seconds} s: the figure asks for too much, or \`setup\` does not end`,
  );
}

function sceneError(failure: PageFailure, scene: SceneBundle, unanswered: Unanswered): SceneError | InputError {
  // The scene for figures so names what is wrong with the figure.
  if (failure.name === 'InputError') return new InputError(failure.message.split('\n'));
  const what = failure.phase === 'setup' ? '`setup` failed' : 'The scene could not be loaded';
  const message = withNetworkAdvice(`${what}: ${failure.message}`, unanswered);
  return new SceneError(message, { places: scenePlaces(failure, scene) });
}
