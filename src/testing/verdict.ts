import { relative } from 'node:path';
import type { TestRun } from './test-run.ts';

/** What a matcher finds, as runners take it: with `not`, a pass is the failure. */
export interface Verdict {
  pass: boolean;
  message: string;
}

/** What there is nothing to be compared with, and how that comes to be. */
export interface Missing {
  /** What is compared, `Frame 12`. */
  subject: string;
  path: string;
  /** Makes it of what is compared. */
  make(): Promise<void>;
  /** Said where it may not be made, besides: what there is instead. */
  advice?: string;
}

/** Makes what is missing, where that may be. */
export async function whenMissing(run: TestRun, { subject, path, make, advice }: Missing): Promise<Verdict> {
  const shown = shownPath(path);
  if (run.isNot)
    return {
      pass: true,
      message: `${subject} has nothing to differ from: make ${shown} first, by a test without \`not\``,
    };
  if (run.update !== 'none') {
    await make();
    // Else a name that is mistyped would pass unseen.
    console.log(`Made ${shownPath(path)}: look at it, and commit it`);
    return { pass: true, message: '' };
  }
  const lines = [
    `${subject} has nothing to be compared with: ${shown} is not there, and this run makes none (runs in CI do not)`,
    ...(advice === undefined ? [] : [advice]),
    `Make it by \`${run.updateCommand}\`, look at it, and commit it`,
  ];
  return { pass: false, message: lines.join('\n') };
}

/** As it is written in a shell here. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path);
}
