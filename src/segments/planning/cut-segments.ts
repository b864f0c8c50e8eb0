import { type FrameRate, toNumber } from '../../frames/fps.ts';

/** Frames of a video that are drawn and encoded by themselves. */
export interface Segment {
  /** Position of its first frame in the video, from 0. */
  first: number;
  frames: number;
}

/** What the length of segments depends on: the job alone, never the machine, or the bytes would differ. */
export interface CutOptions {
  /** Frames of the video. */
  total: number;
  /** Frames of a segment, when the caller wants so many. */
  segmentFrames: number | undefined;
  fps: FrameRate;
  /** Of one frame. */
  pixels: number;
  /** Whether the figure has WebGL in it. */
  webgl: boolean;
}

/** A segment's work on one core, in seconds: so much is lost at most when it has to be done again. */
const SEGMENT_SECONDS = 40;
/** Shorter ones cost more for their start and their keyframe than they are worth. */
const MIN_FRAMES = 20;
/** Processor time of a frame of the wave with its encoding, in seconds: 20 ms at 720p, 36 ms at 1080p. */
const FRAME_SECONDS = 0.008;
const FRAME_SECONDS_PER_PIXEL = 13.5e-9;
/** Without a GPU: a surface at 720p takes six times as long as a line. */
const WEBGL_FACTOR = 6;

/** Cuts a video into segments of the same length; what is left over is the last, or added to it when it is short. */
export function cutSegments(options: CutOptions): Segment[] {
  const { total, segmentFrames } = options;
  const length = segmentFrames ?? usualLength(options);
  const whole = Math.max(1, Math.floor(total / length));
  const rest = total - whole * length;
  const isShort = segmentFrames === undefined && rest < length / 2;
  const count = rest > 0 && !isShort ? whole + 1 : whole;
  return Array.from({ length: count }, (_, i) => {
    const first = i * length;
    return { first, frames: i === count - 1 ? total - first : length };
  });
}

/** Whole seconds of video, by a guess of how long a frame takes. */
function usualLength({ fps, pixels, webgl }: CutOptions): number {
  const frameSeconds = (FRAME_SECONDS + FRAME_SECONDS_PER_PIXEL * pixels) * (webgl ? WEBGL_FACTOR : 1);
  const rate = toNumber(fps);
  const seconds = Math.max(1, Math.round(SEGMENT_SECONDS / frameSeconds / rate));
  return Math.max(MIN_FRAMES, Math.round(seconds * rate));
}
