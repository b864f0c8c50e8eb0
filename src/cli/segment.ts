import { InputError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';
import type { SegmentOptions } from '../options/options.ts';
import { indexFromEnv } from '../segments/index-from-env.ts';
import { renderSegment } from '../segments/render-segment.ts';
import { toNumber } from './arguments.ts';
import { untilSignal } from './exit.ts';
import { type OutputFlags, optionalNumber } from './job-flags.ts';
import { withProgress } from './progress-bar.ts';

export interface SegmentFlags extends OutputFlags {
  index?: string;
  indexFromEnv?: boolean;
  workers?: string;
  browser?: string;
  ffmpeg?: string;
}

/** `plotreel segment` */
export async function runSegment(folder: string, flags: SegmentFlags): Promise<void> {
  const index = indexOf(flags);
  const { browser, ffmpeg } = flags;
  const result = await withProgress(flags, (onProgress) =>
    untilSignal((signal) => {
      const workers = optionalNumber(flags.workers);
      // What the flags say is checked where all options are.
      return renderSegment(folder, index, { browser, ffmpeg, workers, signal, onProgress } as SegmentOptions);
    }),
  );
  const { frameHashes: _, ...facts } = result;
  if (flags.json) console.log(JSON.stringify({ type: 'result', ...facts }));
  else if (!flags.quiet) {
    console.log(`Segment ${result.index}: ${result.frames} frames, ${formatBytes(result.bytes)}, ${result.file}`);
  }
}

function indexOf({ index, indexFromEnv: fromEnv = false }: SegmentFlags): number {
  if ((index === undefined) === !fromEnv) throw new InputError('Expected either --index or --index-from-env');
  if (index === undefined) return indexFromEnv(process.env);
  const number = toNumber(index);
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  throw new InputError(`Expected --index to be an integer, 0 or above, got '${index}'`);
}
