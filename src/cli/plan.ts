import { plan } from '../segments/plan.ts';
import { untilSignal } from './exit.ts';
import { type JobFlags, jobOptions } from './job-flags.ts';
import { printNotes } from './summary.ts';

export interface PlanFlags extends JobFlags {
  out: string;
}

/** `plotreel plan` */
export async function runPlan(input: string, flags: PlanFlags): Promise<void> {
  const options = await jobOptions(input, flags);
  const result = await untilSignal((signal) =>
    // What the flags say is checked where all options are.
    plan({ ...options, signal, folder: flags.out } as Parameters<typeof plan>[0]),
  );
  if (flags.json) console.log(JSON.stringify({ type: 'result', ...result }));
  else if (!flags.quiet) {
    console.log(
      `${result.folder}\n  ${result.frames} frames in ${result.segments} segments, 0 to ${result.segments - 1}`,
    );
    printNotes({ notes: result.notes, refused: [] });
  }
}
