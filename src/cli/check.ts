import { type CheckOptions, checkScene } from '../check/check-scene.ts';
import { formatCheck } from '../check/format-check.ts';
import { readFrames } from './arguments.ts';
import { type ExitCode, untilSignal } from './exit.ts';
import { optionalNumber, type StageFlags, stageOptions } from './job-flags.ts';

export interface CheckFlags extends Omit<StageFlags, 'output'> {
  frames?: string;
  samples?: string;
  pictures?: string;
  transparent?: boolean;
}

/** `plotreel check` @returns 0 when it is safe to render in parallel, 1 when it is not */
export async function runCheck(input: string, flags: CheckFlags): Promise<ExitCode> {
  const { output: _, ...options } = await stageOptions(input, { ...flags, output: '' });
  const job = {
    ...options,
    frames: flags.frames === undefined ? undefined : await Array.fromAsync(readFrames(flags.frames)),
    samples: optionalNumber(flags.samples),
    pictures: flags.pictures,
    transparent: flags.transparent,
  } as CheckOptions;
  // Nothing is printed for some seconds; only who looks on is told.
  if (process.stderr.isTTY && !flags.quiet && !flags.json) console.error('Drawing sample frames in several ways …');
  const report = await untilSignal((signal) => checkScene({ ...job, signal }));
  if (flags.json) {
    const { differences, errors, notices, ...result } = report;
    for (const difference of differences) console.log(JSON.stringify({ type: 'difference', ...difference }));
    for (const error of errors) console.log(JSON.stringify({ type: 'error', ...error }));
    for (const notice of notices) console.log(JSON.stringify({ type: 'notice', ...notice }));
    console.log(JSON.stringify({ type: 'result', ...result }));
  } else if (!flags.quiet || !report.safe) console.log(formatCheck(report, input));
  return report.safe ? 0 : 1;
}
