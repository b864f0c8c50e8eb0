import type { FrameRate } from '../../frames/fps.ts';
import type { Container } from './container.ts';
import type { PixelLayout } from './pixel-layout.ts';

export const CODECS = ['h264', 'h265', 'av1', 'vp9', 'prores', 'gif', 'webp', 'apng', 'png'] as const;
export type CodecName = (typeof CODECS)[number];

/** Presets by x264's names, fastest first; each codec has its own meaning for them. */
export const PRESETS = [
  'ultrafast',
  'superfast',
  'veryfast',
  'faster',
  'fast',
  'medium',
  'slow',
  'slower',
  'veryslow',
] as const;
export type Preset = (typeof PRESETS)[number];

/** Options that only some codecs have. */
export const CODEC_OPTIONS = ['quality', 'preset', 'lossless', 'transparent', 'loopCount'] as const;
export type CodecOption = (typeof CODEC_OPTIONS)[number];

/** How a video is encoded: every value is set. */
export interface CodecSettings {
  pixels: PixelLayout;
  lossless: boolean;
  /** 0 (best) to 51. */
  quality: number;
  preset: Preset;
  /** Number of times that the video plays, 0: for ever. */
  loopCount: number;
}

/** ffmpeg's encoder with its arguments. The same arguments give the same bytes on any number of cores. */
export interface EncoderArgs {
  /** ffmpeg's name of the encoder. */
  name: string;
  args: string[];
}

/** One entry of the table of codecs. */
export interface Codec {
  name: CodecName;
  /** As people write it. */
  title: string;
  /** What it can be put into. */
  containers: readonly Container[];
  options: readonly CodecOption[];
  /** Layouts of opaque pixels, the default first. */
  pixels: readonly PixelLayout[];
  /** The layout that lossless video has unless another is asked for. */
  losslessPixels?: PixelLayout;
  /** The layout that transparent video has. */
  alphaPixels?: PixelLayout;
  encoder(settings: CodecSettings): EncoderArgs;
  /** The frame rate that comes of one asked for, undefined when it cannot be had; left out where all can. */
  rates?: { default: number; fit(fps: FrameRate): FrameRate | undefined; rule(fps: FrameRate): string };
  /** The palette of a whole video must be known before its first frame is encoded. */
  globalPalette?: boolean;
  /** What ffmpeg must be told to read the video back with all that is in it. */
  decoder?: readonly string[];
  /** ffmpeg cannot read it back: WebP before version 8, APNG from its stdin. */
  unreadable?: boolean;
}

/**
 * Threads of each encoder: their number changes the bytes of some (x264's in any case), so it must not depend on the
 * machine. x264 costs the same processor time with 1 to 8; four encode 720p plots at some 400 frames/s.
 */
export const THREADS = 4;

/** 0 for the fastest preset, 8 for the slowest. */
export function presetRank(preset: Preset): number {
  return PRESETS.indexOf(preset);
}

/** The quality 0…51 on a scale of 0…63, as libvpx and AV1 encoders count. */
export function qualityOf63(quality: number): string {
  return String(Math.round((quality * 63) / 51));
}
