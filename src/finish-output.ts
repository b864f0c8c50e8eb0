import type { VideoFacts } from './containers/video-facts.ts';
import { checkVideo } from './encoder/check-video.ts';
import type { Encoding } from './encoder/encoding.ts';
import type { KeptFrames } from './encoder/ffmpeg-args.ts';
import { finishWebp } from './encoder/finish-webp.ts';
import type { PartialOutput } from './encoder/partial-output.ts';
import { openFilm, openFootage } from './pictures/frames-of.ts';
import { type PictureRequest, picturePaths, takePictures } from './pictures/pictures.ts';

/** What an output is to be. */
export interface Finish {
  request: PictureRequest;
  encoding: Encoding;
  /** Pixels. */
  width: number;
  height: number;
  frames: number;
  /** Number of the first picture of a sequence. */
  firstNumber: number;
  kept: KeptFrames | undefined;
  /** ffmpeg executable. */
  executable: string;
  /** Asks whether the outputs are still this render's. @throws OutputError when they are not */
  assertHeld: () => Promise<void>;
  /** Registers the removal of what is not published. */
  defer: (close: () => Promise<void>) => void;
  signal: AbortSignal;
}

/** Where frames are kept until all of them are there; undefined: they are encoded as they come. */
export function keptFrames(request: PictureRequest, encoding: Encoding, output: PartialOutput): KeptFrames | undefined {
  const { globalPalette, unreadable } = encoding.codec;
  const { poster, contactSheet } = picturePaths(request);
  const palette = globalPalette ? output.beside('palette.png') : undefined;
  if (!globalPalette && !(unreadable && (poster ?? contactSheet) !== null)) return undefined;
  return { frames: output.beside('frames.nut'), palette };
}

/** The end of every render: what was written is checked, and gets its name together with its pictures. */
export async function finishOutput(
  output: PartialOutput,
  finish: Finish,
): Promise<{ facts: VideoFacts; notes: string[] }> {
  const { request, encoding, frames, width, height, firstNumber, kept, executable, defer, signal } = finish;
  const { target } = output;
  if (target.container === 'webp') await finishWebp(target.path, { frames, fps: encoding.fps });
  const facts = await checkVideo(target, { frames, width, height, encoding, firstNumber });
  const open = kept ? openFilm(kept.frames, 'nut') : openFootage(target, encoding.codec, firstNumber);
  const pictures = await takePictures({ open, frames, width, height }, request, {
    ...{ executable, fps: encoding.fps, defer, signal },
  });
  // From here on it is too late for an abort: the video gets its name, and its pictures theirs.
  signal.throwIfAborted();
  await finish.assertHeld();
  const notes = await output.publish();
  for (const picture of pictures) await picture.publish();
  return { facts, notes };
}
