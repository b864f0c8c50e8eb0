import { compareWith, type VideoComparison } from './compare-videos.ts';
import type { VerifyOptions } from './comparison-options.ts';
import { readFrameManifest } from './frame-manifest.ts';
import { manifestReference, type Tools } from './reference.ts';

/**
 * Checks that a video shows what its manifest says: number of frames, size, rate, duration and colour tags, then each
 * frame, to the bit, or with `ssim` as far as the manifest's reduced pictures tell. A video that differs is no error.
 *
 * @example
 * await renderVideo({ scene: 'wave.scene.ts', output: 'wave.mp4', manifest: 'wave.frames.json' });
 * const { equal, problems } = await verifyVideo('wave.mp4', 'wave.frames.json');
 * @param video a file, a pattern of pictures such as frames/%05d.png, or a folder of them
 * @param manifest a file that `renderVideo` has written
 * @throws InputError when one of them is not there, cannot be read, or is a manifest of another format; EncoderError
 * @throws the signal's reason when `signal` aborts
 */
export async function verifyVideo(
  video: string,
  manifest: string,
  options: VerifyOptions = {},
): Promise<VideoComparison> {
  const open = async (tools: Tools) => manifestReference(await readFrameManifest(manifest), tools);
  return compareWith(video, open, options);
}
