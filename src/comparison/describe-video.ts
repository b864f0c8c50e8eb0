import type { FrameManifest } from './frame-manifest.ts';

export interface ReadOptions {
  /** ffmpeg executable. @default found by itself: PLOTREEL_FFMPEG, ffmpeg-static, PATH */
  ffmpeg?: string;
  /** Ends the work; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Decodes a video once and says what it shows, frame by frame.
 *
 * @param path a file, a pattern of pictures such as frames/%05d.png, or a folder of them
 * @throws InputError when there is no such video, or ffmpeg cannot read its format; EncoderError
 */
export async function describeVideo(path: string, options: ReadOptions = {}): Promise<FrameManifest> {
  throw new RangeError(`Not written yet: ${path} ${String(options.ffmpeg)}`);
}
