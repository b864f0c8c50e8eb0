import { writeWhole } from '../disk/write-whole.ts';
import type { OutputTarget } from '../encoder/output-target.ts';
import { openPartialFile, type PartialFile } from '../encoder/partial-file.ts';
import type { Environment } from '../environment.ts';
import { OutputError } from '../errors.ts';
import type { FrameRate } from '../frames/fps.ts';
import { plotlyVersion } from '../plotly-version.ts';
import { toManifest } from './describe-video.ts';
import { formatManifest } from './frame-manifest.ts';
import { openTarget } from './open-video.ts';

/** What only the render knows of its frames. */
export interface RenderedFrames {
  /** CRC-32 of each frame as the encoder got it, in hexadecimal. */
  drawn: readonly string[];
  environment: Environment;
}

export interface OutputManifestOptions extends RenderedFrames {
  fps: FrameRate;
  /** Seconds. */
  duration: number;
  /** ffmpeg executable. */
  executable: string;
  /** Registers the removal of what is not published. */
  defer: (close: () => Promise<void>) => void;
  signal: AbortSignal;
}

/** Decodes a finished output and writes its manifest. @returns the file, which waits for its name until the video has its own */
export async function manifestOfOutput(
  path: string,
  target: OutputTarget,
  options: OutputManifestOptions,
): Promise<PartialFile> {
  const { drawn, environment, fps, duration, executable, defer, signal } = options;
  const manifest = await toManifest(await openTarget(target), {
    ...{ executable, drawn, signal },
    versions: { ...environment, plotly: await plotlyVersion() },
    known: { fps: `${fps.numerator}/${fps.denominator}`, duration: Number(duration.toFixed(6)) },
  });
  const decoded = manifest.frames.length;
  if (decoded !== drawn.length) throw new OutputError(`${decoded} of ${drawn.length} frames can be decoded`);
  const file = await openPartialFile(path);
  defer(file.discard);
  await writeWhole(file.path, formatManifest(manifest), { signal });
  return file;
}
