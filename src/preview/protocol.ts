/** What Node and the page of a preview say to each other, as JSON. It imports types only. */
import type { MountRequest, PackedValue } from '../protocol.ts';

/** The preview as it stands. */
export interface PreviewState {
  /** Goes up with each change of the files. */
  version: number;
  /** The scene's or the figure's file. */
  name: string;
  /** The command line that renders it. */
  command: string;
  /** null while they cannot be used. */
  job: PreviewJob | null;
  /** Why they cannot. */
  problem: Problem | null;
  render: RenderState;
}

/** What is shown, and how. */
export interface PreviewJob {
  mount: MountRequest;
  /** Whether Node has the params of the frames; else they are the scene's own. */
  given: boolean;
  /** Frames per second. */
  fps: number;
  /** Of a frame, in pixels. */
  pixels: { width: number; height: number };
}

/** Something that went wrong, for people. */
export interface Problem {
  /** What failed. */
  title: string;
  message: string;
  /** Where in the scene, innermost first, as lines of a stack. */
  places: string[];
  /** The innermost place's lines. */
  excerpt: Excerpt | null;
}

/** Lines of a source file. */
export interface Excerpt {
  file: string;
  /** Of what failed, 1-based. */
  line: number;
  column: number;
  /** Number of the first of `lines`. */
  first: number;
  lines: string[];
}

/** The params of frames that follow each other in the video; null: the scene's own. */
export type ParamsReply = (PackedValue | null)[];

/** The one render that a preview may have at work. */
export type RenderState =
  | { state: 'none' }
  | { state: 'running'; frames: number; total: number | null; eta: number | null }
  | { state: 'done'; video: RenderedVideo }
  | { state: 'cancelled' }
  | { state: 'failed'; problem: Problem };

/** A finished video. */
export interface RenderedVideo {
  path: string;
  /** Where the preview serves it, null for pictures. */
  url: string | null;
  frames: number;
  /** Pixels. */
  width: number;
  height: number;
  fps: number;
  /** Seconds. */
  duration: number;
  bytes: number;
  notes: string[];
}

/** Messages over Vite's WebSocket: the files have changed, and how the render is. */
export const CHANGED = 'plotreel:changed';
export const RENDERING = 'plotreel:rendering';

/** Header that shows that a request comes from the preview's own page. */
export const TOKEN_HEADER = 'x-plotreel-token';
