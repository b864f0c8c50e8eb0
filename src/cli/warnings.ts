import { NO_SANDBOX } from '../farm/sandbox.ts';
import { NO_CONDITIONS } from '../store/conditional-writes.ts';

const OWN: readonly unknown[] = [NO_SANDBOX, NO_CONDITIONS];

/** Prints plotreel's own warnings as one line each, or not at all, and those of others as Node does. */
export function printWarnings({ quiet = false }: { quiet?: boolean }): void {
  const printers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!('code' in warning) || !OWN.includes(warning.code)) for (const print of printers) print(warning);
    else if (!quiet) console.error(`warning: ${warning.message}`);
  });
}
