import { openPartialFile, type PartialFile } from '../disk/partial-file.ts';
import { writeLines } from '../disk/write-lines.ts';
import type { OutputTarget } from '../encoder/output-target.ts';
import type { Environment } from '../environment.ts';
import { OutputError } from '../errors.ts';
import type { FrameRate } from '../frames/fps.ts';
import { plotlyVersion } from '../plotly-version.ts';
import { type DecodedFrame, decodeEach } from './decode-frames.ts';
import { describeFacts, describeFrames } from './describe-video.ts';
import { manifestLines } from './manifest-lines.ts';
import { openTarget } from './open-video.ts';
import { reducedSize } from './seen.ts';

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
  const video = await openTarget(target);
  const picture = reducedSize(video.facts);
  const head = {
    plotreelFrames: 1 as const,
    video: {
      ...describeFacts(video, drawn.length),
      fps: `${fps.numerator}/${fps.denominator}`,
      duration: Number(duration.toFixed(6)),
    },
    versions: { ...environment, plotly: await plotlyVersion() },
    picture,
  };
  const decoded = allOf(decodeEach(video, { executable, reduced: picture, signal }), drawn.length);
  const file = await openPartialFile(path);
  defer(file.discard);
  await writeLines(file.path, manifestLines(head, describeFrames(decoded, drawn)));
  return file;
}

async function* allOf(decoded: AsyncIterable<DecodedFrame>, frames: number): AsyncGenerator<DecodedFrame, void> {
  let found = 0;
  for await (const frame of decoded) {
    found++;
    yield frame;
  }
  if (found !== frames) throw new OutputError(`${found} of ${frames} frames can be decoded`);
}
