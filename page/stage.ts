// The page's half of a stage: mounts the scene once, then draws frame after frame. Node calls it through one global.
import type {
  DrawReport,
  DrawRequest,
  MountReport,
  MountRequest,
  PageFailure,
  Reply,
  ShowReport,
  StageApi,
} from '../src/protocol.ts';
import { nextAnimationFrame } from './animation-frame.ts';
import { boxesOf } from './boxes-of.ts';
import { type CanvasCapture, openCanvasCapture } from './canvas-capture.ts';
import { examineText } from './examine-text.ts';
import { figureState } from './figure-state.ts';
import { loadFonts } from './fonts.ts';
import { DiskFullError, type FrameWriter, openFrameWriter } from './frame-writer.ts';
import { loadScene, type MountedScene, mountScene } from './mounted-scene.ts';
import { SETUP_SEED, seedRandom } from './seeded-random.ts';
import { hasTileMap } from './tile-maps.ts';
import { unpack } from './unpack.ts';
import { needsWebGl, webGlRenderer } from './webgl.ts';

let writer: FrameWriter | undefined;
let mounted: MountedScene | undefined;
let capture: CanvasCapture | undefined;
/** Params of the frame that `show` was last asked for; undefined: they could not be made. */
let shownParams: unknown;
/** Settles when the last frame asked for has had its picture taken: frames are drawn one after the other. */
let turn: Promise<unknown> = Promise.resolve();

const api: StageApi = {
  canDrawElements: () => 'drawElementImage' in CanvasRenderingContext2D.prototype && 'VideoFrame' in globalThis,
  openExchange: (request) =>
    reply(async () => {
      writer = await during('load', () => openFrameWriter(request));
      return null;
    }),
  mount: (request) => reply(() => mount(request)),
  draw: (request) => inTurn(() => draw(request)),
  show: (request) => inTurn(() => show(request)),
  shownParams: () => shownParams,
  figureState: () => figureState(required(mounted).element()),
  boxesOf: (selectors) => reply(async () => boxesOf(required(mounted).element(), selectors)),
  redraw: (target) => inTurn(() => redraw(target)),
  examineText: (samples) => samples.map(examineText),
  expose: () => reply(() => repaint(capture?.expose)),
  conceal: () =>
    reply(() =>
      repaint(() => {
        capture?.conceal();
        mounted?.drawScenesAgain();
      }),
    ),
};

Object.defineProperty(globalThis, 'plotreel', { value: api });

async function mount(request: MountRequest): Promise<MountReport> {
  await during('load', () => loadFonts(request.fonts));
  seedRandom(SETUP_SEED);
  const scene = await during('load', loadScene);
  const host = document.createElement('div');
  host.style.cssText = `position: relative; width: ${request.width}px; height: ${request.height}px; overflow: hidden`;
  if (request.capture === 'canvas') {
    capture = openCanvasCapture(host, request);
  } else {
    document.body.style.background = request.background;
    document.body.append(host);
  }
  const props = request.props ? await unpack(request.props, (length) => required(writer).read(0, length)) : undefined;
  mounted = await during('setup', () => mountScene(scene, host, { ...request, props }));
  const { settled } = mounted;
  await during('setup', settled);
  await document.fonts.ready;
  const { ownFrames, varies } = mounted;
  return { ownFrames, varies, webgl: needsWebGl(host) ? webGlRenderer() : null };
}

/** Draws a frame and takes its picture. What it returns hands the picture on while the next frame is drawn. */
async function draw(request: DrawRequest): Promise<() => Promise<DrawReport>> {
  const scene = required(mounted);
  const started = performance.now();
  const params = await paramsOf(request);
  if (request.params === null && request.previous !== null && scene.sameOwnParams(request.previous, params)) {
    return async () => ({
      repeated: true,
      updates: [],
      unproven: false,
      tileMap: false,
      times: { update: performance.now() - started, paint: 0, capture: 0 },
    });
  }
  await update(params, request.index);
  const how = { updates: scene.updates(), unproven: scene.unproven() };
  const updated = performance.now();
  const handOver = await takePicture(request);
  const painted = performance.now();
  return async () => {
    await handOver();
    const times = { update: updated - started, paint: painted - updated, capture: performance.now() - painted };
    return { repeated: false, ...how, tileMap: hasTileMap(), times };
  };
}

type Shown = Pick<DrawRequest, 'index' | 'params' | 'slot'>;

async function show(request: Shown): Promise<() => Promise<ShowReport>> {
  const started = performance.now();
  shownParams = undefined;
  shownParams = await paramsOf(request);
  await update(shownParams, request.index);
  const milliseconds = performance.now() - started;
  return async () => ({ updates: required(mounted).updates(), milliseconds });
}

function paramsOf({ index, params, slot }: Shown): Promise<unknown> {
  return during('params', async () =>
    params === null
      ? required(mounted).ownParams(index)
      : unpack(params, (length) => required(writer).read(slot, length)),
  );
}

async function update(params: unknown, index: number): Promise<void> {
  const scene = required(mounted);
  await during('update', () => scene.update(params, index));
  await during('update', () => scene.settled());
}

async function redraw(target: { slot: number; pixelFormat: DrawRequest['pixelFormat'] }): Promise<() => Promise<null>> {
  await during('update', () => required(mounted).redraw());
  await during('update', () => required(mounted).settled());
  const handOver = await takePicture(target);
  return async () => {
    await handOver();
    return null;
  };
}

async function takePicture(target: Pick<DrawRequest, 'slot' | 'pixelFormat'>): Promise<() => Promise<void>> {
  if (!capture) {
    // The screenshot shows what was painted last: one frame to paint the update, one for what the update asked for.
    await nextAnimationFrame();
    await nextAnimationFrame();
    return async () => {};
  }
  const { snapshot } = capture;
  const picture = await during('capture', snapshot);
  return () => during('capture', () => required(writer).write(picture, target));
}

async function repaint(change: (() => void) | undefined): Promise<null> {
  change?.();
  await nextAnimationFrame();
  await nextAnimationFrame();
  return null;
}

async function inTurn<T>(work: () => Promise<() => Promise<T>>): Promise<Reply<T>> {
  const drawn = turn.then(work);
  turn = drawn.catch(() => {});
  return reply(async () => (await drawn)());
}

class Failed extends Error {
  readonly phase: PageFailure['phase'];
  constructor(phase: PageFailure['phase'], cause: unknown) {
    super('', { cause });
    this.phase = phase;
  }
}

/** Runs a part of the work; what goes wrong in it carries the part's name. */
async function during<T>(phase: PageFailure['phase'], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Failed ? error : new Failed(phase, error);
  }
}

async function reply<T>(work: () => Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const { phase, cause } = error instanceof Failed ? error : { phase: 'capture' as const, cause: error };
    const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
    const diskFull = cause instanceof DiskFullError ? cause.facts : undefined;
    return { ok: false, failure: { phase, name, message, stack: stack ?? '', diskFull } };
  }
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The stage is not mounted');
  return value;
}
