import { renderVideo } from '../render-video.ts';
import { untilSignal } from './exit.ts';
import { jobOptions, optionalNumber, type RenderFlags } from './job-flags.ts';
import { withProgress } from './progress-bar.ts';
import { printBeside, printNotes, printVideo } from './summary.ts';

/** `plotreel render` */
export async function runRender(input: string, flags: RenderFlags): Promise<void> {
  if (flags.store !== undefined || flags.redis !== undefined) {
    const { runRenderOnQueue } = await import('./render-on-queue.ts');
    return runRenderOnQueue(input, flags);
  }
  const options = await jobOptions(input, flags);
  const result = await withProgress(flags, (onProgress) =>
    untilSignal((signal) =>
      renderVideo({
        ...options,
        signal,
        workers: optionalNumber(flags.workers),
        resume: flags.resume,
        lanes: optionalNumber(flags.lanes),
        onProgress,
        // What the flags say is checked where all options are.
      } as Parameters<typeof renderVideo>[0]),
    ),
  );
  if (flags.json) console.log(JSON.stringify({ type: 'result', ...result }));
  else if (!flags.quiet) printSummary(result, flags.verbose === true);
}

function printSummary(result: Awaited<ReturnType<typeof renderVideo>>, verbose: boolean): void {
  const { timings, notes, refused } = result;
  printVideo(result);
  const seconds = timings.total.toFixed(1);
  const how = [
    `${seconds} s (${result.framesPerSecond.toFixed(1)} frames/s)`,
    counted(result.workers, 'worker'),
    result.capture,
    // A figure that stands still is not changed.
    ...(result.updates.length > 0 ? [result.updates.join(' + ')] : []),
    `${result.encoder} ${result.pixelFormat}`,
  ];
  console.log(`  ${how.join(', ')}`);
  printBeside(result);
  printNotes({ notes, refused });
  if (verbose)
    console.log(
      `  seconds: ${Object.entries(timings)
        .map(([part, time]) => `${part} ${time.toFixed(2)}`)
        .join(', ')}`,
    );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
