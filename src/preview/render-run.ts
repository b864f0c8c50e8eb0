import { basename, extname } from 'node:path';
import type { VideoOptions } from '../options/options.ts';
import type { RenderResult } from '../render-result.ts';
import { renderVideo } from '../render-video.ts';
import { describeError } from './describe-problem.ts';
import type { RenderedVideo, RenderState } from './protocol.ts';

/** Media types of videos by their extension. */
const VIDEO_TYPES: Partial<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mov': 'video/quicktime',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.apng': 'image/apng',
};

/** The renders of a preview, one at a time. */
export interface RenderRun {
  readonly state: RenderState;
  /** The finished video, as it is served; undefined: there is none in one file. */
  readonly video: { path: string; type: string } | undefined;
  /** Begins a render, unless one is at work. */
  start(): void;
  /** Ends the one at work; resolves when it has ended. */
  cancel(): Promise<void>;
}

export interface RenderRunOptions {
  /** Files that errors may show lines of. */
  sources: () => ReadonlySet<string>;
  /** Called with each new state. */
  onChange: (state: RenderState) => void;
}

export function createRenderRun(options: VideoOptions, { sources, onChange }: RenderRunOptions): RenderRun {
  let state: RenderState = { state: 'none' };
  let ending = new AbortController();
  let work: Promise<void> | undefined;
  const change = (next: RenderState) => {
    state = next;
    onChange(next);
  };
  const render = async (signal: AbortSignal) => {
    change({ state: 'running', frames: 0, total: null, eta: null });
    try {
      const onProgress: VideoOptions['onProgress'] = ({ frames, total, eta }) =>
        change({ state: 'running', frames, total, eta });
      change({ state: 'done', video: describeVideo(await renderVideo({ ...options, signal, onProgress })) });
    } catch (error) {
      if (signal.aborted) change({ state: 'cancelled' });
      else {
        const title = 'The video could not be rendered';
        change({ state: 'failed', problem: await describeError(error, { title, sources: sources() }) });
      }
    } finally {
      work = undefined;
    }
  };
  return {
    get state() {
      return state;
    },
    get video() {
      if (state.state !== 'done') return undefined;
      const type = VIDEO_TYPES[extname(state.video.path).toLowerCase()];
      return type === undefined ? undefined : { path: state.video.path, type };
    },
    start: () => {
      if (work) return;
      ending = new AbortController();
      work = render(ending.signal);
    },
    cancel: async () => {
      ending.abort();
      await work;
    },
  };
}

function describeVideo(result: RenderResult): RenderedVideo {
  const { path, frames, width, height, fps, duration, bytes, notes } = result;
  const isFile = VIDEO_TYPES[extname(path).toLowerCase()] !== undefined;
  const url = isFile ? `/video/${encodeURIComponent(basename(path))}` : null;
  return { path, url, frames, width, height, fps, duration, bytes, notes };
}
