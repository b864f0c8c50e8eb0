import type { OpenVideo } from './open-video.ts';

/** The longest side of reduced pictures, in pixels. */
const REDUCED_SIDE = 128;
/** ffmpeg compares squares of 8 by 8 pixels, also of chroma, which has half the sides. */
const LEAST_SIDE = 16;

export interface Size {
  /** Pixels. */
  width: number;
  height: number;
}

/** Size of a video's reduced pictures: even sides, for their chroma has half of them. */
export function reducedSize({ width, height }: Size): Size {
  const shrink = Math.min(1, REDUCED_SIDE / Math.max(width, height));
  const side = (length: number) => Math.max(LEAST_SIDE, 2 * Math.round((length * shrink) / 2));
  return { width: side(width), height: side(height) };
}

/** Size at which whole frames are compared. */
export function comparedSize({ width, height }: Size): Size {
  return { width: Math.max(LEAST_SIDE, width), height: Math.max(LEAST_SIDE, height) };
}

/**
 * ffmpeg's filters for what one sees of a video, as 8-bit 4:2:0 in BT.709, whatever it is stored as. What is transparent
 * shows a grey on which both black and white are seen.
 *
 * @param links labels of its input and its output
 */
export function seenFilter(
  { decodesAlpha, facts }: OpenVideo,
  { width, height }: Size,
  links: [from: string, to: string],
) {
  const [from, to] = links;
  const scale = `scale=${width}:${height}:flags=area+accurate_rnd+full_chroma_int:out_color_matrix=bt709:out_range=tv`;
  const convert = `${scale},format=yuv420p`;
  if (!decodesAlpha) return `[${from}]${convert}[${to}]`;
  const paper = `color=gray:size=${facts.width}x${facts.height}:rate=25[paper-${to}]`;
  return `${paper};[paper-${to}][${from}]overlay=shortest=1:format=gbrp,${convert}[${to}]`;
}
