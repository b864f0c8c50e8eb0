import { diffVideos, type FrameStatistics, type VideoDifference } from '../comparison/diff-videos.ts';
import { type ExitCode, untilSignal } from './exit.ts';

export interface DiffFlags {
  picture?: string;
  pictures?: string;
  ffmpeg?: string;
  json?: boolean;
}

/** `plotreel diff` @returns 1 when the videos differ */
export async function runDiff([video, other]: [string, string], flags: DiffFlags): Promise<ExitCode> {
  const { json = false, ...options } = flags;
  const result = await untilSignal((signal) => diffVideos(video, other, { ...options, signal }));
  if (json) console.log(JSON.stringify({ type: 'result', ...result }));
  else {
    for (const problem of result.problems) console.log(problem);
    for (const [name, value] of Object.entries(describe(result))) console.log(`${name.padEnd(9)} ${value}`);
    for (const path of result.pictures) console.log(path);
  }
  return result.equal ? 0 : 1;
}

function describe({ frames, identical, ssim, psnr, first, worst }: VideoDifference): Record<string, string | number> {
  // Of equal frames there is no more to tell.
  if (frames > 0 && identical === frames) return { frames: `${frames} compared, all identical` };
  return {
    frames: `${frames} compared, ${identical} identical`,
    ...(ssim && { ssim: describeStatistics(ssim, 4) }),
    ...(psnr && { psnr: `${describeStatistics(psnr, 1)} dB` }),
    ...(first && { first: `frame ${first.index} (SSIM ${first.ssim})` }),
    ...(worst && { worst: `frame ${worst.index} (SSIM ${worst.ssim})` }),
  };
}

function describeStatistics({ min, mean }: FrameStatistics, digits: number): string {
  return `at least ${min.toFixed(digits)}, mean ${mean.toFixed(digits)}`;
}
