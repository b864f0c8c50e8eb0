import type { FrameRate } from '../frames/fps.ts';
import type { Encoding } from './encoding.ts';
import {
  type CodecOptions,
  codecArgs,
  type EncodeOptions,
  filteredInputArgs,
  losslessArgs,
  QUIET,
  REPEATABLE,
  type StageFrames,
  targetArgs,
} from './ffmpeg-args.ts';

/**
 * How a segment is stored:
 *
 * - `fragments`: a fragmented MP4 or MOV, whose times are exact (those of a plain one are rounded, and drift);
 * - `clusters`: a WebM;
 * - `pictures`: PNGs one after the other;
 * - `lossless`: FFV1 in Matroska, for what can only be encoded as a whole: GIF, WebP, APNG.
 */
export type SegmentKind = 'fragments' | 'clusters' | 'pictures' | 'lossless';

export function segmentKind({ target: { container } }: Pick<Encoding, 'target'>): SegmentKind {
  if (container === 'mp4' || container === 'mov') return 'fragments';
  if (container === 'webm') return 'clusters';
  return container === 'png' ? 'pictures' : 'lossless';
}

/** Extension of a segment's file, without the dot. */
export function segmentExtension(encoding: Pick<Encoding, 'target'>): string {
  return segmentKind(encoding) === 'lossless' ? 'mkv' : encoding.target.container;
}

/** ffmpeg's arguments that encode frames from stdin as a segment; each begins with a keyframe, and refers to no other. @param options the segment's own path, absolute */
export function segmentArgs(input: StageFrames, options: CodecOptions & { path: string }): string[] {
  const { encoding, path } = options;
  const kind = segmentKind(encoding);
  const frames =
    kind === 'lossless'
      ? [...losslessArgs(input, encoding), '-an', ...REPEATABLE]
      : [...filteredInputArgs(input, encoding), ...codecArgs(options)];
  return [...frames, ...storeArgs(kind, encoding), `file:${path}`];
}

/** Bytes that a fragment holds at most, about: ffmpeg keeps it in memory until it is complete. */
const FRAGMENT_BYTES = 1 << 24;

/** The ticks that a fragment's times are counted in; a frame lasts a whole number of them. */
export interface FrameTicks {
  perSecond: number;
  perFrame: number;
}

/** The ticks of a frame rate: those of the MP4 that ffmpeg writes of a whole video, at least 10,000 a second. */
export function frameTicks({ numerator, denominator }: FrameRate): FrameTicks {
  const times = 2 ** Math.max(0, Math.ceil(Math.log2(10_000 / numerator)));
  return { perSecond: numerator * times, perFrame: denominator * times };
}

function storeArgs(kind: SegmentKind, { target: { container }, fps }: Encoding): string[] {
  switch (kind) {
    case 'fragments':
      return [
        // The index of each fragment stands before it.
        ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-frag_size', String(FRAGMENT_BYTES)],
        ...['-video_track_timescale', String(frameTicks(fps).perSecond), '-f', container],
      ];
    case 'clusters':
      return ['-f', 'webm'];
    case 'pictures':
      return ['-f', 'image2pipe'];
    case 'lossless':
      return ['-f', 'matroska'];
  }
}

/** ffmpeg's arguments that write the joined segments from stdin as the video, as they are. */
export function joinArgs(options: EncodeOptions): string[] {
  const { encoding, encoder, extraArgs, target } = options;
  return [
    ...[...QUIET, ...joinedInputArgs(encoding), '-an', '-c:v', 'copy'],
    // The name that H.265 has in the output is among the encoder's arguments.
    ...pairsOf(encoder.args, '-tag:v'),
    ...timeArgs(encoding),
    ...pairsOf(extraArgs, '-metadata'),
    ...REPEATABLE,
    ...targetArgs(target, options),
  ];
}

function joinedInputArgs(encoding: Encoding): string[] {
  const rate = ratio(encoding.fps);
  const kind = segmentKind(encoding);
  if (kind === 'pictures') return ['-f', 'image2pipe', '-c:v', 'png', '-framerate', rate, '-i', 'pipe:0'];
  return ['-f', kind === 'clusters' ? 'matroska' : 'mov', '-i', 'pipe:0'];
}

/** Times of copied frames, and how long they last: ffmpeg guesses that of some, wrongly when it is seconds. */
function timeArgs(encoding: Encoding): string[] {
  const kind = segmentKind(encoding);
  if (kind === 'fragments') return ['-bsf:v', `setts=pts=PTS:dts=DTS:duration=${frameTicks(encoding.fps).perFrame}`];
  if (kind === 'pictures') return [];
  const { numerator, denominator } = encoding.fps;
  // WebM counts in milliseconds: each time is rounded from the frame's number, and does not drift.
  const time = (frames: string) => `round(${frames}*${1000 * denominator}/${numerator})`;
  return ['-r', ratio(encoding.fps), '-bsf:v', `setts=ts=${time('N')}:duration=${time('1')}`];
}

function ratio({ numerator, denominator }: FrameRate): string {
  return `${numerator}/${denominator}`;
}

/** An option and its value, as often as they are there. */
function pairsOf(args: readonly string[], option: string): string[] {
  return args.flatMap((arg, i) => (arg === option ? [arg, args[i + 1] ?? ''] : []));
}
