import { join } from 'node:path';
import type { CaptureMode, PixelFormat } from '../protocol.ts';
import type { EncoderArgs } from './codecs/codec.ts';
import { muxerArgs } from './codecs/container.ts';
import { conversion, type PixelLayout, tagArgs, tagFilter, YUV420_8 } from './codecs/pixel-layout.ts';
import type { Encoding } from './encoding.ts';
import type { OutputTarget } from './output-target.ts';

/** The frames that arrive on stdin. */
export type FrameInput = StageFrames | JoinedFrames;

/** Frames as stages draw them. */
export interface StageFrames {
  /** Raw frames from the canvas, PNGs from screenshots. */
  capture: CaptureMode;
  /** Pixels. */
  width: number;
  height: number;
}

/** Frames of lossless segments, joined. */
export interface JoinedFrames {
  capture: 'segments';
}

export interface CodecOptions {
  encoding: Encoding;
  encoder: EncoderArgs;
  /** The caller's own arguments. */
  extraArgs: readonly string[];
}

export interface EncodeOptions extends CodecOptions {
  /** Absolute paths, in a place of its own. */
  target: OutputTarget;
  /** Number of the first picture of a sequence. */
  firstNumber: number;
}

/** What the page converts frames to: 4:2:0 itself, for the rest all that it has. */
export function rawFormat({ name, alpha }: PixelLayout): PixelFormat {
  return name === YUV420_8.name && !alpha ? 'i420' : 'rgba';
}

/** ffmpeg's arguments that encode frames from stdin. */
export function encodeArgs(input: FrameInput, options: EncodeOptions): string[] {
  return [...filteredInputArgs(input, options.encoding), ...outputArgs(options)];
}

/** ffmpeg's arguments for frames from stdin, converted to what is encoded. */
export function filteredInputArgs(input: FrameInput, encoding: Encoding): string[] {
  return [...QUIET, ...inputArgs(input, encoding), '-vf', inputFilter(input, encoding.pixels)];
}

/** Frames that are kept on disk until all of them are there, without loss, and the palette of them all. */
export interface KeptFrames {
  frames: string;
  /** undefined: none is needed. */
  palette: string | undefined;
}

/** ffmpeg's arguments that keep frames from stdin. */
export function keepArgs(input: FrameInput, encoding: Encoding, kept: KeptFrames): string[] {
  // NUT keeps any frame rate.
  const file = ['-f', 'nut', `file:${kept.frames}`];
  if (kept.palette === undefined) return [...losslessArgs(input, encoding), ...file];
  const frames = [...LOSSLESS, ...file];
  return [
    ...QUIET,
    ...inputArgs(input, encoding),
    // The palette is made from counts of the colours, as frames pass.
    ...['-filter_complex', '[0:v]format=bgra,split[frames][counted];[counted]palettegen[palette]'],
    ...['-map', '[frames]', ...frames],
    ...['-map', '[palette]', '-frames:v', '1', '-c:v', 'png', '-update', '1', '-f', 'image2', `file:${kept.palette}`],
  ];
}

/** ffmpeg's arguments for frames from stdin that are stored without loss. */
export function losslessArgs(input: FrameInput, encoding: Encoding): string[] {
  return [...QUIET, ...inputArgs(input, encoding), '-vf', 'format=bgra', ...LOSSLESS];
}

/** FFV1. Slices are compressed side by side; the pixels are the same for any number of them. */
const LOSSLESS: readonly string[] = ['-c:v', 'ffv1', '-level', '3', '-slices', '4'];

/** ffmpeg's arguments that encode kept frames from stdin. */
export function encodeKeptArgs(kept: KeptFrames, options: EncodeOptions): string[] {
  const start = [...QUIET, '-f', 'nut', '-i', 'pipe:0'];
  if (kept.palette === undefined) {
    return [...start, '-vf', conversion(options.encoding.pixels), ...outputArgs(options)];
  }
  return [
    // Else the % of a folder's name would be the number of one picture of many.
    ...[...start, '-f', 'image2', '-pattern_type', 'none', '-i', `file:${kept.palette}`],
    // Only what changes is dithered anew: the rest does not flicker, and takes no room.
    ...['-filter_complex', 'paletteuse=dither=sierra2_4a:diff_mode=rectangle'],
    ...outputArgs(options),
  ];
}

export const QUIET: readonly string[] = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'];

function inputArgs(input: FrameInput, { pixels, fps }: Encoding): string[] {
  const rate = `${fps.numerator}/${fps.denominator}`;
  // By the number of the frame: times begin anew with each segment, and are rounded.
  if (input.capture === 'segments') return ['-f', 'matroska', '-r', rate, '-i', 'pipe:0'];
  if (input.capture === 'screenshot') {
    return ['-f', 'image2pipe', '-c:v', 'png', '-framerate', rate, '-i', 'pipe:0'];
  }
  const layout = rawFormat(pixels) === 'i420' ? 'yuv420p' : 'rgba';
  const size = `${input.width}x${input.height}`;
  return ['-f', 'rawvideo', '-pix_fmt', layout, '-video_size', size, '-framerate', rate, '-i', 'pipe:0'];
}

function inputFilter({ capture }: FrameInput, pixels: PixelLayout): string {
  if (capture !== 'canvas' || rawFormat(pixels) === 'rgba') return conversion(pixels);
  // Converted in the page already.
  return tagFilter(pixels);
}

/** ffmpeg's arguments for a codec with all its settings, whatever it is put into. */
export function codecArgs({ encoding, encoder, extraArgs }: CodecOptions): string[] {
  const { pixels, codec } = encoding;
  // Pictures carry no tags: they are sRGB.
  const tags = FILMS.includes(encoding.target.container) ? tagArgs(pixels) : [];
  return [
    ...['-an', '-c:v', encoder.name],
    ...(codec.globalPalette ? [] : ['-pix_fmt', pixels.ffmpeg]),
    ...tags,
    ...encoder.args,
    ...extraArgs,
    ...REPEATABLE,
  ];
}

/** No version, no date, no random number: the same frames give the same bytes. */
export const REPEATABLE: readonly string[] = ['-fflags', '+bitexact', '-flags:v', '+bitexact'];

const FILMS: readonly string[] = ['mp4', 'webm', 'mov'];

function outputArgs(options: EncodeOptions): string[] {
  return [...codecArgs(options), ...targetArgs(options.target, options)];
}

/** ffmpeg's arguments that write an output. */
export function targetArgs(
  target: OutputTarget,
  { encoding, firstNumber }: Pick<EncodeOptions, 'encoding' | 'firstNumber'>,
): string[] {
  return [
    ...muxerArgs(target.container, encoding.loopCount),
    ...(target.kind === 'frames' ? ['-start_number', String(firstNumber)] : []),
    targetArg(target),
  ];
}

function targetArg(target: OutputTarget): string {
  // The % of a folder's name is no number.
  return target.kind === 'file' ? `file:${target.path}` : join(target.folder.replaceAll('%', '%%'), target.name);
}
