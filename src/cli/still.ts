import { renderStill } from '../render-still.ts';
import { readJsonArgument, toNumber } from './arguments.ts';
import { untilSignal } from './exit.ts';
import { type StageFlags, stageOptions } from './job-flags.ts';
import { printNotes } from './summary.ts';

export interface StillFlags extends StageFlags {
  frame: string;
  params?: string;
  transparent?: boolean;
}

/** `plotreel still` */
export async function runStill(input: string, flags: StillFlags): Promise<void> {
  const options = {
    ...(await stageOptions(input, flags)),
    frame: toNumber(flags.frame),
    params: flags.params === undefined ? undefined : await readJsonArgument(flags.params, '--params'),
    transparent: flags.transparent,
  } as Parameters<typeof renderStill>[0];
  const result = await untilSignal((signal) => renderStill({ ...options, signal }));
  if (flags.json) console.log(JSON.stringify({ type: 'result', ...result }));
  else if (!flags.quiet) {
    console.log(`${result.path}\n  frame ${result.frame}, ${result.width}x${result.height}, ${result.capture}`);
    printNotes(result);
  }
}
