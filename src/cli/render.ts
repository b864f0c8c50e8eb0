import { formatBytes } from '../format-bytes.ts';
import { renderVideo } from '../render-video.ts';
import { parseRange, parseSize, readFrames, readJsonArgument, toNumber } from './arguments.ts';
import { untilSignal } from './exit.ts';
import { parseLimits } from './limits.ts';
import { createProgressBar } from './progress-bar.ts';

/** Options that `render` and `still` share, as commander gives them. */
export interface StageFlags {
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
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

export interface RenderFlags extends StageFlags {
  frames?: string;
  frameCount?: string;
  range?: string;
  workers?: string;
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
  encoder?: string;
  ffmpegArgs?: string[];
  reuse?: boolean;
}

/** `plotreel render` */
export async function runRender(input: string, flags: RenderFlags): Promise<void> {
  const options = await stageOptions(input, flags);
  const bar = flags.json || flags.quiet ? undefined : createProgressBar();
  try {
    const result = await untilSignal((signal) =>
      // What the flags say is checked where all options are.
      renderVideo({
        ...options,
        signal,
        frames: flags.frames === undefined ? undefined : readFrames(flags.frames),
        frameCount: optionalNumber(flags.frameCount),
        range: flags.range === undefined ? undefined : parseRange(flags.range),
        workers: optionalNumber(flags.workers),
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
        encoder: flags.encoder,
        ffmpegArgs: flags.ffmpegArgs,
        reuse: flags.reuse,
        onProgress: (progress: unknown) => {
          if (flags.json) console.log(JSON.stringify({ type: 'progress', ...Object(progress) }));
          bar?.show(Object(progress));
        },
      } as Parameters<typeof renderVideo>[0]),
    );
    bar?.end();
    if (flags.json) console.log(JSON.stringify({ type: 'result', ...result }));
    else if (!flags.quiet) printSummary(result, flags.verbose === true);
  } finally {
    bar?.end();
  }
}

/** Options of a job that `render` and `still` have in common. */
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

function optionalNumber(text: string | undefined): number | string | undefined {
  return text === undefined ? undefined : toNumber(text);
}

/** What the user of a finished video or still should know. */
export function printNotes({ notes, refused }: { notes: string[]; refused: string[] }): void {
  for (const note of notes) console.log(`  note: ${note}`);
  if (refused.length > 0)
    console.log(`  note: no network: ${refused.length} requests were refused, the first ${refused[0]}`);
}

function printSummary(result: Awaited<ReturnType<typeof renderVideo>>, verbose: boolean): void {
  const { timings, notes, refused } = result;
  console.log(result.path);
  console.log(
    `  ${result.frames} frames, ${result.width}x${result.height}, ${result.fps.toFixed(3).replace(/\.?0+$/, '')} fps, ` +
      `${result.duration.toFixed(2)} s, ${formatBytes(result.bytes)}`,
  );
  const seconds = timings.total.toFixed(1);
  console.log(
    `  ${seconds} s (${result.framesPerSecond.toFixed(1)} frames/s), ${result.workers} workers, ${result.capture}, ` +
      `${result.updates.join(' + ')}, ${result.encoder} ${result.pixelFormat}`,
  );
  if (result.poster !== null) console.log(`  poster: ${result.poster}`);
  if (result.contactSheet !== null) console.log(`  contact sheet: ${result.contactSheet}`);
  printNotes({ notes, refused });
  if (verbose)
    console.log(
      `  seconds: ${Object.entries(timings)
        .map(([part, time]) => `${part} ${time.toFixed(2)}`)
        .join(', ')}`,
    );
}
