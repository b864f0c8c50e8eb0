import { formatBytes } from '../format-bytes.ts';
import { planStatus } from '../segments/status.ts';
import { type ExitCode, TRANSIENT } from './exit.ts';

/** `plotreel status` @returns 75 while segments are not there: later there may be more */
export async function runStatus(folder: string, { json }: { json?: boolean }): Promise<ExitCode> {
  const status = await planStatus(folder);
  const damaged = Object.values(status.damaged);
  if (json) console.log(JSON.stringify(status));
  else {
    const share = `${status.done} of ${status.segments} segments`;
    console.log(`${status.folder}\n  ${share} are there, ${formatBytes(status.bytes)}; ${status.frames} frames in all`);
    if (status.missing.length > 0) console.log(`  missing: ${describeRuns(status.missing)}`);
    for (const problem of damaged) console.log(`  damaged: ${problem}`);
  }
  return status.done === status.segments ? 0 : TRANSIENT;
}

/** '0-3, 7, 9-12', as array jobs take them. */
function describeRuns(indices: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const index of indices) {
    const run = runs.at(-1);
    if (run && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
