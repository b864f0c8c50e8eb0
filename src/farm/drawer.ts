import { type CDPSession, ProtocolError } from 'puppeteer-core';
import { messageOf } from '../caught.ts';
import { DiskFullError, FrameError } from '../errors.ts';
import type { Packed } from '../frames/pack.ts';
import { orAborted } from '../or-aborted.ts';
import type { DrawTimes, PixelFormat, UpdateMethod } from '../protocol.ts';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../scene-bundle/scene-places.ts';
import { type Unanswered, withNetworkAdvice } from './allowed-hosts.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import type { Exchange } from './exchange.ts';
import type { FramePool } from './frame-pool.ts';
import { type PageCall, PageFailureError } from './page-calls.ts';
import { endOf, StageFault } from './stage-fault.ts';
import type { StageJob } from './stage-job.ts';
import type { ProcessKind } from './stage-processes.ts';

/** One frame to draw. */
export interface FrameRequest {
  index: number;
  /** null: the scene's own params for this index. */
  params: Packed | null;
  /** Index of the frame before in the video, when the scene's own params are to be compared with its own. */
  previous: number | null;
}

/** How a frame is drawn. */
export interface DrawOptions {
  pool: FramePool;
  /** Nothing else is drawn meanwhile. @default false */
  alone?: boolean;
}

/** A drawn frame: raw pixels in the job's pixel format from the canvas, a PNG from a screenshot. */
export type DrawnFrame =
  | { repeated: false; pixels: Buffer; release: () => void; times: DrawTimes }
  | { repeated: true; times: DrawTimes };

/** Draws the frames of a stage. */
export interface Drawer {
  /** How the page changed the figure, in all frames so far. */
  readonly updates: ReadonlySet<UpdateMethod>;
  /** How many frames it was asked for. */
  framesAsked(): number;
  /** How many frames may be asked for at once: the next is drawn while one is on its way. */
  readonly inFlight: number;
  /**
   * @throws FrameError when the scene throws
   * @throws StageFault when the frame does not come in time or the stage is lost; with the frame's index if it was its turn
   */
  draw(frame: FrameRequest, options: DrawOptions): Promise<DrawnFrame>;
  /** Shows a frame, without its picture, and asks the page about it before another one is drawn. */
  inspect<T>(frame: FrameRequest, ask: (call: PageCall) => Promise<T>): Promise<T>;
  /** The frame as `draw` draws it, and in other ways that must show the same. */
  drawInAllWays(frame: FrameRequest): Promise<AllWays>;
}

export interface AllWays {
  /** RGBA. */
  drawn: Buffer;
  /** RGBA, redrawn in full; only when `drawn` took a short cut. */
  redrawn: Buffer | undefined;
  /** As the browser shows it, a PNG. */
  shown: Buffer;
}

/** Frames in flight per stage. */
export const SLOTS = 2;

/**
 * V8 lets small garbage lie: a page grows by 35 MB in 1,000 small frames although nothing is kept. Collected now and then
 * it stays as it is, for 0.15 ms a frame.
 */
const FRAMES_BETWEEN_COLLECTIONS = 500;

interface DrawerParts {
  job: StageJob;
  session: CDPSession;
  call: PageCall;
  exchange: Exchange;
  /** What the page asked the network for in vain. */
  unanswered: Unanswered;
  /** Which process of the stage runs no more: a picture that came while one of them ended is not to be trusted. */
  endedProcess: () => ProcessKind | undefined;
  /** Aborts with a StageFault when the stage is of no more use. */
  lost: AbortSignal;
  /** Says that it is. */
  giveUp: (fault: StageFault) => void;
}

export function createDrawer({ job, session, call, exchange, unanswered, ...stage }: DrawerParts): Drawer {
  const rawBytes = Math.round(job.width * job.scale) * Math.round(job.height * job.scale) * 4;
  const freeSlots = Array.from({ length: SLOTS }, (_, slot) => slot);
  /** Settles when the last frame asked for is there: a frame's time starts when the one before has ended. */
  let previous: Promise<unknown> = Promise.resolve();
  /** Settles when no frame is drawn that is to be alone. */
  let gate: Promise<unknown> = Promise.resolve();
  let framesAsked = 0;
  let framesDrawn = 0;
  const updates = new Set<UpdateMethod>();

  const draw = async (
    frame: FrameRequest,
    pixelFormat: PixelFormat,
    take: () => Buffer,
  ): Promise<DrawnFrame & { unproven: boolean }> => {
    const slot = freeSlots.pop();
    if (slot === undefined) throw new RangeError(`A stage draws at most ${SLOTS} frames at once`);
    try {
      if (frame.params && frame.params.bytes.length > 0) await exchange.writeParams(slot, frame.params.bytes);
      const {
        repeated,
        updates: methods,
        unproven,
        tileMap,
        times,
      } = await call('draw', {
        index: frame.index,
        params: frame.params?.value ?? null,
        previous: frame.previous,
        slot,
        pixelFormat,
      });
      if (tileMap && unanswered.refused.size > 0)
        throw new FrameError(frame.index, withNetworkAdvice('a part of the tile map is missing', unanswered));
      for (const method of methods) updates.add(method);
      if (repeated) return { repeated, unproven, times };
      if (++framesDrawn % FRAMES_BETWEEN_COLLECTIONS === 0) collectGarbage();
      const painted = performance.now();
      if (job.capture === 'screenshot') {
        const pixels = await screenshot();
        return {
          repeated,
          times: { ...times, capture: performance.now() - painted },
          pixels,
          release: () => {},
          unproven,
        };
      }
      const pixels = take();
      await exchange.readFrame(slot, pixels);
      return { repeated, times, pixels, release: () => {}, unproven };
    } finally {
      freeSlots.push(slot);
    }
  };

  const collectGarbage = () => {
    // Nobody waits for it; a page that is lost shows elsewhere.
    session.send('HeapProfiler.collectGarbage').catch(() => {});
  };

  const screenshot = async () => {
    const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
    return Buffer.from(data, 'base64');
  };

  /** Waits for a frame's work as long as a frame may take, and says what went wrong in the frame's name. */
  const inTime = async <T>(index: number, alone: boolean, work: () => Promise<T>): Promise<T> => {
    framesAsked++;
    const before = previous;
    const done = alone ? before.then(work) : gate.then(work);
    previous = done.catch(() => {});
    if (alone) gate = previous;
    const seconds = job.frameTimeoutMs / 1000;
    let itsTurn = false;
    let limit: Deadline | undefined;
    try {
      await orAborted(before, stage.lost);
      itsTurn = true;
      limit = startDeadline(
        job.frameTimeoutMs,
        () => new StageFault('hung', `not drawn within ${seconds} s (frameTimeoutMs)`),
      );
      const result = await orAborted(Promise.race([done, limit.expired]), stage.lost);
      const ended = stage.endedProcess();
      if (ended !== undefined) throw endOf(ended);
      return result;
    } catch (error) {
      const known = nameError(index, error);
      if (!(known instanceof StageFault)) throw known;
      stage.giveUp(known);
      throw itsTurn ? known.during(index) : known;
    } finally {
      limit?.clear();
    }
  };

  const nameError = (index: number, error: unknown): Error => {
    if (error instanceof StageFault || error instanceof FrameError || error instanceof DiskFullError) return error;
    // What is left undone when a process ends fails in many ways, before its end is known.
    const ended = stage.endedProcess();
    if (ended !== undefined) return endOf(ended);
    if (error instanceof ProtocolError) return new StageFault('lost', 'The page crashed', { cause: error });
    return frameError(index, error, { scene: job.scene, unanswered });
  };

  return {
    updates,
    framesAsked: () => framesAsked,
    // One screenshot shows one state: the page must wait for it.
    inFlight: job.capture === 'canvas' ? SLOTS : 1,
    draw: (frame, { pool, alone = false }) =>
      inTime(frame.index, alone, async () => {
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
    inspect: ({ index, params }, ask) =>
      inTime(index, true, async () => {
        if (params && params.bytes.length > 0) await exchange.writeParams(0, params.bytes);
        await call('show', { index, params: params?.value ?? null, slot: 0 });
        return ask(call);
      }),
    drawInAllWays: (frame) =>
      inTime(frame.index, true, async () => {
        const drawn = Buffer.allocUnsafeSlow(rawBytes);
        const { unproven } = await draw(frame, 'rgba', () => drawn);
        let redrawn: Buffer | undefined;
        if (unproven) {
          redrawn = Buffer.allocUnsafeSlow(rawBytes);
          await call('redraw', { slot: 0, pixelFormat: 'rgba' });
          await exchange.readFrame(0, redrawn);
        }
        await call('expose');
        const shown = await screenshot();
        await call('conceal');
        return { drawn, redrawn, shown };
      }),
  };
}

function frameError(
  index: number,
  error: unknown,
  { scene, unanswered }: { scene: SceneBundle; unanswered: Unanswered },
): Error {
  if (!(error instanceof PageFailureError)) return new FrameError(index, messageOf(error), { cause: error });
  const places = scenePlaces(error.failure, scene);
  return new FrameError(index, withNetworkAdvice(error.message, unanswered), { places, cause: error });
}
