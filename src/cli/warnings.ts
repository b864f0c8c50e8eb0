import { NO_SANDBOX } from '../farm/sandbox.ts';

/** Prints plotreel's own warnings as one line each, or not at all, and those of others as Node does. */
export function printWarnings({ quiet = false }: { quiet?: boolean }): void {
  const printers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!('code' in warning) || warning.code !== NO_SANDBOX) for (const print of printers) print(warning);
    else if (!quiet) console.error(`warning: ${warning.message}`);
  });
}
