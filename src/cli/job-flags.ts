import { parseRange, parseSize, readFrames, readJsonArgument, toNumber } from './arguments.ts';
import { parseLimits } from './limits.ts';

/** What is printed, and how. */
export interface OutputFlags {
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** Options that all that draws has, as commander gives them. */
export interface StageFlags extends OutputFlags {
  output: string;
  fps?: string;
  size?: string;
  scale?: string;
  props?: string;
  capture?: string;
  gl?: string;
  browser?: string;
  ffmpeg?: string;
  font?: string[];
  allowHost?: string[];
  frameTimeout?: string;
  limit?: string[];
  speed?: string;
  duration?: string;
  frameDuration?: string;
  hold?: string;
  loop?: boolean;
  tween?: string;
  easing?: string;
  ranges?: string;
  label?: string;
  controls?: string;
  orbit?: string;
  reveal?: string;
}

/** Options of a video: all that decides its bytes. */
export interface JobFlags extends StageFlags {
  frames?: string;
  frameCount?: string;
  range?: string;
  quality?: string;
  preset?: string;
  codec?: string;
  lossless?: boolean;
  transparent?: boolean;
  pixelFormat?: string;
  loopCount?: string;
  poster?: string;
  posterFrame?: string;
  contactSheet?: string;
  contactSheetOutput?: string;
  manifest?: string;
  encoder?: string;
  ffmpegArgs?: string[];
  reuse?: boolean;
  segmentFrames?: string;
}

/** Options of `render`. */
export interface RenderFlags extends JobFlags {
  workers?: string;
  resume?: string | boolean;
  lanes?: string;
  redis?: string;
  store?: string;
}

/** What flags say of how frames are drawn. */
export async function stageOptions(input: string, flags: StageFlags) {
  return {
    ...(isFigureFile(input) ? { figure: input } : { scene: input }),
    ...figureOptions(flags),
    output: flags.output,
    fps: flags.fps,
    ...(flags.size === undefined ? {} : parseSize(flags.size)),
    scale: optionalNumber(flags.scale),
    props: flags.props === undefined ? undefined : await readJsonArgument(flags.props, '--props'),
    capture: flags.capture,
    gl: flags.gl,
    browser: flags.browser,
    ffmpeg: flags.ffmpeg,
    fonts: flags.font,
    allowHosts: flags.allowHost,
    frameTimeoutMs: optionalNumber(flags.frameTimeout),
    limits: parseLimits(flags.limit ?? []),
    onConsole: flags.verbose
      ? ({ level, text }: { level: string; text: string }) => console.error(`[page] ${level}: ${text}`)
      : undefined,
  };
}

/** By its name; of what is neither, the scene's error tells most. */
function isFigureFile(input: string): boolean {
  return input === '-' || /\.(json|html?)(\.gz)?$|\.gz$/i.test(input);
}

function figureOptions(flags: StageFlags) {
  return {
    speed: optionalNumber(flags.speed),
    duration: flags.duration,
    frameDuration: flags.frameDuration,
    hold: flags.hold,
    loop: flags.loop,
    tween: flags.tween,
    easing: flags.easing,
    ranges: flags.ranges,
    label: flags.label,
    controls: flags.controls,
    orbit: optionalNumber(flags.orbit),
    reveal: flags.reveal,
  };
}

export function optionalNumber(text: string | undefined): number | string | undefined {
  return text === undefined ? undefined : toNumber(text);
}

/** What flags say of a video. It is checked where all options are. */
export async function jobOptions(input: string, flags: JobFlags) {
  return {
    ...(await stageOptions(input, flags)),
    frames: flags.frames === undefined ? undefined : readFrames(flags.frames),
    frameCount: optionalNumber(flags.frameCount),
    range: flags.range === undefined ? undefined : parseRange(flags.range),
    quality: optionalNumber(flags.quality),
    preset: flags.preset,
    codec: flags.codec,
    lossless: flags.lossless,
    transparent: flags.transparent,
    pixelFormat: flags.pixelFormat,
    loopCount: optionalNumber(flags.loopCount),
    poster: flags.poster,
    posterFrame: optionalNumber(flags.posterFrame),
    contactSheet: optionalNumber(flags.contactSheet),
    contactSheetOutput: flags.contactSheetOutput,
    manifest: flags.manifest,
    encoder: flags.encoder,
    ffmpegArgs: flags.ffmpegArgs,
    reuse: flags.reuse,
    segmentFrames: optionalNumber(flags.segmentFrames),
  };
}
