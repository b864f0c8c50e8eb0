import { stitch } from '../segments/stitch.ts';
import { untilSignal } from './exit.ts';
import type { OutputFlags } from './job-flags.ts';
import { printBeside, printNotes, printVideo } from './summary.ts';

export interface StitchFlags extends OutputFlags {
  output?: string;
  ffmpeg?: string;
}

/** `plotreel stitch` */
export async function runStitch(folder: string, { output, ffmpeg, ...flags }: StitchFlags): Promise<void> {
  const result = await untilSignal((signal) =>
    stitch(folder, { signal, ...(output !== undefined && { output }), ...(ffmpeg !== undefined && { ffmpeg }) }),
  );
  if (flags.json) console.log(JSON.stringify({ type: 'result', ...result }));
  else if (!flags.quiet) {
    printVideo(result);
    printBeside(result);
    printNotes(result);
  }
}
