import { stat } from 'node:fs/promises';
import { type Content, loadContent, withFigure } from '../content.ts';
import { SceneError } from '../errors.ts';
import { numberFrames } from '../frames/numbered-frames.ts';
import { ownRange } from '../frames/own-frames.ts';
import type { Packed } from '../frames/pack.ts';
import { type ResolvedVideo, resolveVideo, type VideoOptions } from '../options/options.ts';
import { selection } from '../render-once.ts';
import { describeError } from './describe-problem.ts';
import type { Problem } from './protocol.ts';

/** What is drawn, as its files were when they were read. */
export interface Loaded {
  version: number;
  job: ResolvedVideo;
  content: Content;
  /** Packed params by the frame's index, in the order of the video; undefined: the scene's own frames. */
  frames: ReadonlyMap<number, Packed> | undefined;
}

/** A scene or a figure whose files may change. */
export interface LiveContent {
  readonly version: number;
  /** The options, as they were when they could last be used. */
  readonly job: ResolvedVideo;
  /** undefined while they cannot be used. */
  readonly loaded: Loaded | undefined;
  /** Why they cannot. */
  readonly problem: Problem | null;
  /** Files that it depends on. */
  readonly inputs: ReadonlySet<string>;
  /** Reads all files anew. */
  reload(): Promise<void>;
}

/**
 * Reads a scene or a figure.
 *
 * @throws InputError when the options or the figure are wrong; SceneError when there is no such scene; what is wrong with one
 * becomes its `problem`
 */
export async function openLiveContent(options: VideoOptions): Promise<LiveContent> {
  let [version, problem]: [number, Problem | null] = [0, null];
  let job = resolveVideo(await withFigure(options));
  let loaded: Loaded | undefined;
  let inputs = new Set<string>();
  const load = async () => {
    const files = new Set<string>();
    try {
      if (version > 0) job = resolveVideo(await withFigure(options));
      if (typeof options.figure === 'string') files.add(options.figure);
      const content = await loadContent({ ...job, inputs: files });
      loaded = { version, job, content, frames: await packFrames(content, job) };
      problem = null;
    } finally {
      // A scene that cannot be bundled may depend on fewer files than before, but comes to use them again.
      inputs = new Set([...inputs, ...files]);
    }
  };
  const fail = async (error: unknown) => {
    loaded = undefined;
    const title = error instanceof SceneError ? 'The scene has an error' : 'Nothing to show';
    problem = await describeError(error, { title, sources: inputs });
  };
  await load().catch(async (error: unknown) => {
    // What is there will be mended; what is not was mistyped.
    if (error instanceof SceneError && (await isFile(job.scene))) return fail(error);
    throw error;
  });
  return {
    get version() {
      return version;
    },
    get job() {
      return job;
    },
    get loaded() {
      return loaded;
    },
    get problem() {
      return problem;
    },
    get inputs() {
      return inputs;
    },
    reload: async () => {
      version++;
      await load().catch(fail);
    },
  };
}

async function isFile(path: string | undefined): Promise<boolean> {
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}

async function packFrames(content: Content, job: ResolvedVideo): Promise<Loaded['frames']> {
  if (!content.frames) return undefined;
  const frames = new Map<number, Packed>();
  for await (const { index, params } of numberFrames(content.frames, selection(job), job.limits)) {
    if (params) frames.set(index, params);
  }
  // In the video they come in the order of their indices.
  return new Map([...frames].sort(([a], [b]) => a - b));
}

/** Indices of all frames, in the order of the video. @param own how many the scene has, null: none */
export function frameIndices({ frames, job }: Loaded, own: number | null): number[] {
  if (frames) return [...frames.keys()];
  const { first, count } = ownRange(own, { ...selection(job), maxFrames: job.limits.frames });
  return Array.from({ length: count }, (_, i) => first + i);
}
