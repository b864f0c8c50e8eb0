import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Leaves no room on the disk of a folder. */
export function fill(folder: string): void {
  try {
    for (let i = 0; ; i++) writeFileSync(join(folder, `filler-${i}`), Buffer.alloc(4096));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
