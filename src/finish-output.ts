import { type BesideRequest, pathsBeside } from './beside-video.ts';
import { manifestOfOutput, type RenderedFrames } from './comparison/manifest-of-output.ts';
import type { VideoFacts } from './containers/video-facts.ts';
import { checkVideo } from './encoder/check-video.ts';
import type { Encoding } from './encoder/encoding.ts';
import type { KeptFrames } from './encoder/ffmpeg-args.ts';
import { finishWebp } from './encoder/finish-webp.ts';
import type { PartialOutput } from './encoder/partial-output.ts';
import { openFilm, openFootage } from './pictures/frames-of.ts';
import { takePictures } from './pictures/pictures.ts';

/** What an output is to be. */
export interface Finish {
  request: BesideRequest;
  encoding: Encoding;
  /** Pixels. */
  width: number;
  height: number;
  frames: number;
  /** Number of the first picture of a sequence. */
  firstNumber: number;
  kept: KeptFrames | undefined;
  /** What its manifest says of its frames; undefined: no manifest was asked for. */
  rendered: RenderedFrames | undefined;
  /** ffmpeg executable. */
  executable: string;
  /** Asks whether the outputs are still this render's. @throws OutputError when they are not */
  assertHeld: () => Promise<void>;
  /** Registers the removal of what is not published. */
  defer: (close: () => Promise<void>) => void;
  signal: AbortSignal;
}

/** Where frames are kept until all of them are there; undefined: they are encoded as they come. */
export function keptFrames(request: BesideRequest, encoding: Encoding, output: PartialOutput): KeptFrames | undefined {
  const { globalPalette, unreadable } = encoding.codec;
  const { poster, contactSheet } = pathsBeside(request);
  const palette = globalPalette ? output.beside('palette.png') : undefined;
  if (!globalPalette && !(unreadable && (poster ?? contactSheet) !== null)) return undefined;
  return { frames: output.beside('frames.nut'), palette };
}

/** The end of every render: what was written is checked, and gets its name together with what comes with it. */
export async function finishOutput(
  output: PartialOutput,
  finish: Finish,
): Promise<{ facts: VideoFacts; notes: string[] }> {
  const { request, encoding, frames, width, height, firstNumber, kept, executable, defer, signal } = finish;
  const { target } = output;
  if (target.container === 'webp') await finishWebp(target.path, { frames, fps: encoding.fps });
  const facts = await checkVideo(target, { frames, width, height, encoding, firstNumber });
  const open = kept ? openFilm(kept.frames, 'nut') : openFootage(target, encoding.codec, firstNumber);
  const beside = await takePictures({ open, frames, width, height }, request, {
    ...{ executable, fps: encoding.fps, defer, signal },
  });
  const { manifest } = pathsBeside(request);
  if (manifest !== null && finish.rendered) {
    const { duration } = facts;
    const options = { ...finish.rendered, fps: encoding.fps, duration, executable, defer, signal };
    beside.push(await manifestOfOutput(manifest, target, options));
  }
  // From here on it is too late for an abort: the video gets its name, and what comes with it.
  signal.throwIfAborted();
  await finish.assertHeld();
  const notes = await output.publish();
  for (const file of beside) await file.publish();
  return { facts, notes };
}
