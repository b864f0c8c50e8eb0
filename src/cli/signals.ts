// Loaded first, and imports nothing: as the first process of a container, plotreel would not be ended by signals that it
// does not handle.

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What a shell reports of a process that a signal ended. */
export const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const exitAtOnce = (signal: Signal) => process.exit(SIGNAL_EXIT_CODES[signal]);

let handle: (signal: Signal) => void = exitAtOnce;
process.on('SIGINT', () => handle('SIGINT'));
process.on('SIGTERM', () => handle('SIGTERM'));
// Its terminal is gone.
process.on('SIGHUP', () => handle('SIGHUP'));

/** Has signals handled by `handler`, until the function that it returns is called: then they end the process at once. */
export function handleSignals(handler: (signal: Signal) => void): () => void {
  handle = handler;
  return () => {
    handle = exitAtOnce;
  };
}
