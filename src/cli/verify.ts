import type { VideoComparison } from '../comparison/compare-videos.ts';
import type { VerifyOptions } from '../comparison/comparison-options.ts';
import { verifyVideo } from '../comparison/verify-video.ts';
import { type ExitCode, untilSignal } from './exit.ts';
import { optionalNumber } from './job-flags.ts';

export interface VerifyFlags {
  ssim?: string;
  pictures?: string;
  ffmpeg?: string;
  json?: boolean;
}

/** `plotreel verify` @returns 1 when the video is another than the manifest's */
export async function runVerify(video: string, manifest: string, flags: VerifyFlags): Promise<ExitCode> {
  const { pictures, ffmpeg, json = false } = flags;
  const result = await untilSignal((signal) =>
    // What the flags say is checked where all options are.
    verifyVideo(video, manifest, { ssim: optionalNumber(flags.ssim), pictures, ffmpeg, signal } as VerifyOptions),
  );
  if (json) console.log(JSON.stringify({ type: 'result', ...result }));
  else if (result.equal) console.log(`${video} matches ${manifest}: ${describe(result)}`);
  else {
    console.log(`${video} does not match ${manifest}`);
    for (const problem of result.problems) console.log(`  ${problem}`);
    for (const path of result.pictures) console.log(`  ${path}`);
  }
  return result.equal ? 0 : 1;
}

function describe({ frames, worst }: VideoComparison): string {
  const how = worst ? `the least similar is frame ${worst.index} (SSIM ${worst.ssim})` : 'the same to the bit';
  return `${frames} ${frames === 1 ? 'frame' : 'frames'}, ${how}`;
}
