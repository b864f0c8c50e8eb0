import { PNG } from 'pngjs';
import { type Content, loadContent, withFigure } from '../content.ts';
import { describeStage } from '../describe-stage.ts';
import { type DrawingPlan, firstPlan, withPlan } from '../drawing-plan.ts';
import { InputError } from '../errors.ts';
import type { FrameRequest } from '../farm/drawer.ts';
import { type Farm, openFarm } from '../farm/farm.ts';
import { ownRange } from '../frames/own-frames.ts';
import { pack } from '../frames/pack.ts';
import { browserVersion } from '../install/browser-version.ts';
import { type ResolvedStage, resolveStage, type StageOptions } from '../options/options.ts';
import { orAborted } from '../or-aborted.ts';
import { chooseProbes } from '../probes.ts';
import type { Box, CaptureMode, FigureState, MountReport } from '../protocol.ts';
import { findTools, type Tools } from '../tools.ts';
import { createFrame, type Frame } from './frame.ts';

/** A stage to look at single frames: in any order, as often as one likes. */
export interface OpenStage extends AsyncDisposable {
  /** Number of frames. */
  readonly frameCount: number;
  /** Size of a frame in pixels. */
  readonly width: number;
  readonly height: number;
  /** Version of the Chromium that draws, such as `156.0.8078.79`. */
  readonly chromium: string;
  /** How pixels leave the page. */
  readonly capture: CaptureMode;
  /** Choices that were made otherwise than hoped for, and why. */
  readonly notes: readonly string[];
  /**
   * Draws a frame: the pixels that a video without loss has.
   *
   * @param index 0-based
   * @throws FrameError when the scene throws; InputError when there is no such frame, or the stage is closed
   */
  frame(index: number, options?: FrameOptions): Promise<Frame>;
  /** The mounted figure's data and layout at a frame. @throws as `frame` */
  figure(index: number, options?: FrameOptions): Promise<FigureState>;
  /** Where at a frame the elements are that any of these CSS selectors finds, in pixels of the frame. @throws as `frame` */
  boxes(index: number, selectors: readonly string[], options?: FrameOptions): Promise<Box[]>;
  /**
   * Opens another stage of the same job, a browser of its own.
   *
   * @param options first: index of the frame that it draws before all others, to check itself with. @default 0
   */
  another(options?: { first?: number | undefined }): Promise<OpenStage>;
  /** Ends the browser. May be called twice. */
  close(): Promise<void>;
}

/** What a single frame may be given. */
export interface FrameOptions {
  /** Its params. @default those of `frames`, or the scene's or figure's own */
  params?: unknown;
}

/**
 * Opens a scene or a figure to look at its frames: a browser, in which it is mounted once. Once it resolves, `close` must
 * be called.
 *
 * @example
 * const stage = await openStage({ scene: 'wave.scene.ts', width: 640, height: 360 });
 * const { pixels } = await stage.frame(12);
 * await stage.close();
 * @throws InputError, SceneError, BrowserError as `renderVideo` does
 */
export async function openStage(options: StageOptions): Promise<OpenStage> {
  const { signal = new AbortController().signal } = options;
  const job = { ...resolveStage(await withFigure(options, signal)), signal };
  const [content, tools] = await orAborted(Promise.all([loadContent(job), findTools(job)]), signal);
  const chromium = await orAborted(browserVersion(tools.launch.executable), signal);
  return openPlanned({ job, content, tools, chromium }, { plan: firstPlan(job, tools, content.notes), first: 0 });
}

interface Inspected {
  job: ResolvedStage & { signal: AbortSignal };
  content: Content;
  tools: Tools;
  chromium: string;
}

/** @param start the plan that is tried first, and the index of the frame that stages are checked with */
function openPlanned(inspected: Inspected, start: { plan: DrawingPlan; first: number }): Promise<OpenStage> {
  const { job, content } = inspected;
  const { first } = start;
  const { width, height } = job.framePixels;
  return withPlan(start.plan, job, async (plan) => {
    const stageJob = describeStage({ ...inspected, job: { ...job, reuse: true }, plan }, 'rgba');
    const farm = await openFarm(stageJob, {
      ...{ workers: 1, frameBytes: width * height * 4, signal: job.signal },
      probes: (report) => {
        countFrames(content, job, report);
        const given = content.frames && { index: first, params: pack(paramsList(content)[first], 'frames') };
        return chooseProbes(content, [first, Number.POSITIVE_INFINITY], given);
      },
    });
    return createStage(inspected, { farm, plan });
  });
}

function createStage(inspected: Inspected, { farm, plan }: { farm: Farm; plan: DrawingPlan }): OpenStage {
  const { job, content, chromium } = inspected;
  const { width, height } = job.framePixels;
  const frameCount = countFrames(content, job, farm.report);
  let closed = false;
  const close = () => {
    closed = true;
    return farm.close();
  };
  /** What is asked of a stage that is closed, or is closed meanwhile, is no fault of a browser's. */
  const asked = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw closed ? new InputError('The stage is closed: await what is asked of it before', { cause: error }) : error;
    }
  };

  const request = (index: number, options: FrameOptions): FrameRequest => {
    const given = 'params' in options;
    if (!Number.isInteger(index) || index < 0 || (index >= frameCount && !given))
      throw new InputError(`Expected the index of a frame to be an integer from 0 to ${frameCount - 1}, got ${index}`);
    const params = given ? options.params : paramsList(content)[index];
    return { index, params: given || content.frames ? pack(params, `Params of frame ${index}`) : null, previous: null };
  };

  const boxes: OpenStage['boxes'] = async (index, selectors, options = {}) => {
    const found = await asked(() => farm.inspect(request(index, options), (call) => call('boxesOf', selectors)));
    return found.map((box) => scaled(box, job.scale));
  };

  return {
    ...{ frameCount, width, height, chromium, capture: plan.capture, notes: plan.notes },
    frame: async (index, options = {}) => {
      const drawn = await asked(() => farm.draw(request(index, options)));
      if (drawn.repeated) throw new RangeError('A single frame repeats nothing');
      // Kept by whoever asked: it does not go back to be used again.
      const pixels = plan.capture === 'screenshot' ? PNG.sync.read(drawn.pixels).data : drawn.pixels;
      const boxesOf = (selectors: readonly string[]) => boxes(index, selectors, options);
      return createFrame({ index, width, height, chromium, pixels, boxes: boxesOf });
    },
    figure: (index, options = {}) => asked(() => farm.inspect(request(index, options), (call) => call('figureState'))),
    boxes,
    another: ({ first = 0 } = {}) => openPlanned(inspected, { plan, first }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Params that do not come from the scene. */
function paramsList({ frames }: Content): readonly unknown[] {
  return Array.isArray(frames) ? frames : [];
}

function countFrames(content: Content, { limits }: ResolvedStage, { ownFrames }: MountReport): number {
  if (content.frames) return paramsList(content).length;
  return ownRange(ownFrames, { count: undefined, range: undefined, maxFrames: limits.frames }).count;
}

function scaled({ x, y, width, height }: Box, scale: number): Box {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}
