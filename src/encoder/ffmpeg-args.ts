import { join } from 'node:path';
import type { FrameRate } from '../frames/fps.ts';
import type { CaptureMode, PixelFormat } from '../protocol.ts';
import type { EncoderArgs } from './codecs/codec.ts';
import { muxerArgs } from './codecs/container.ts';
import { conversion, type PixelLayout, tagArgs, tagFilter, YUV420_8 } from './codecs/pixel-layout.ts';
import type { Encoding } from './encoding.ts';
import type { OutputTarget } from './output-target.ts';

/** The frames that arrive on stdin. */
export interface FrameInput {
  /** Raw frames from the canvas, PNGs from screenshots. */
  capture: CaptureMode;
  /** Pixels. */
  width: number;
  height: number;
}

export interface EncodeOptions {
  encoding: Encoding;
  encoder: EncoderArgs;
  /** The caller's own arguments. */
  extraArgs: readonly string[];
  /** Absolute paths, in a place of its own. */
  target: OutputTarget;
  /** Number of the first picture of a sequence. */
  firstNumber: number;
}

/** What the page converts frames to: 4:2:0 itself, for the rest all that it has. */
export function rawFormat({ name, alpha }: PixelLayout): PixelFormat {
  return name === YUV420_8.name && !alpha ? 'i420' : 'rgba';
}

/** Bytes of a frame as the page converts it. */
export function rawFrameBytes(layout: PixelLayout, { width, height }: { width: number; height: number }): number {
  return width * height * (rawFormat(layout) === 'i420' ? 1.5 : 4);
}

/** ffmpeg's arguments that encode frames from stdin. */
export function encodeArgs(input: FrameInput, options: EncodeOptions): string[] {
  const { pixels, fps } = options.encoding;
  return [...QUIET, ...inputArgs(input, pixels, fps), '-vf', inputFilter(input, pixels), ...outputArgs(options)];
}

/** Frames that are kept on disk until all of them are there, without loss, and the palette of them all. */
export interface KeptFrames {
  frames: string;
  /** undefined: none is needed. */
  palette: string | undefined;
}

/** ffmpeg's arguments that keep frames from stdin. */
export function keepArgs(input: FrameInput, { pixels, fps }: Encoding, kept: KeptFrames): string[] {
  // Slices are compressed side by side; the pixels are the same for any number of them. NUT keeps any frame rate.
  const frames = ['-c:v', 'ffv1', '-level', '3', '-slices', '4', '-f', 'nut', `file:${kept.frames}`];
  const start = [...QUIET, ...inputArgs(input, pixels, fps)];
  if (kept.palette === undefined) return [...start, '-vf', 'format=bgra', ...frames];
  return [
    ...start,
    // The palette is made from counts of the colours, as frames pass.
    ...['-filter_complex', '[0:v]format=bgra,split[frames][counted];[counted]palettegen[palette]'],
    ...['-map', '[frames]', ...frames],
    ...['-map', '[palette]', '-frames:v', '1', '-c:v', 'png', '-update', '1', '-f', 'image2', `file:${kept.palette}`],
  ];
}

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

const QUIET = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'];

function inputArgs({ capture, width, height }: FrameInput, pixels: PixelLayout, fps: FrameRate): string[] {
  const rate = ['-framerate', `${fps.numerator}/${fps.denominator}`];
  if (capture === 'screenshot') return ['-f', 'image2pipe', '-c:v', 'png', ...rate, '-i', 'pipe:0'];
  const layout = rawFormat(pixels) === 'i420' ? 'yuv420p' : 'rgba';
  return [...['-f', 'rawvideo', '-pix_fmt', layout, '-video_size', `${width}x${height}`], ...[...rate, '-i', 'pipe:0']];
}

function inputFilter({ capture }: FrameInput, pixels: PixelLayout): string {
  if (capture === 'screenshot' || rawFormat(pixels) === 'rgba') return conversion(pixels);
  // Converted in the page already.
  return tagFilter(pixels);
}

function outputArgs({ encoding, encoder, extraArgs, target, firstNumber }: EncodeOptions): string[] {
  const { pixels, loopCount, codec } = encoding;
  // Pictures carry no tags: they are sRGB.
  const tags = FILMS.includes(target.container) ? tagArgs(pixels) : [];
  return [
    ...['-an', '-c:v', encoder.name],
    ...(codec.globalPalette ? [] : ['-pix_fmt', pixels.ffmpeg]),
    ...tags,
    ...encoder.args,
    ...extraArgs,
    // No version, no date, no random number: the same frames give the same bytes.
    ...['-fflags', '+bitexact', '-flags:v', '+bitexact'],
    ...muxerArgs(target.container, loopCount),
    ...(target.kind === 'frames' ? ['-start_number', String(firstNumber)] : []),
    targetArg(target),
  ];
}

const FILMS: readonly string[] = ['mp4', 'webm', 'mov'];

function targetArg(target: OutputTarget): string {
  // The % of a folder's name is no number.
  return target.kind === 'file' ? `file:${target.path}` : join(target.folder.replaceAll('%', '%%'), target.name);
}
