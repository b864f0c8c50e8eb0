/** Ends the processes that this one has started. */
const kills = new Set<() => void>();

// Before what lies on disk is removed: they may still write.
process.prependListener('exit', () => {
  for (const kill of kills) kill();
});

/** Has a process ended should this one exit in the middle of the work. @returns ends that: it has ended by itself */
export function killAtExit(kill: () => void): () => void {
  kills.add(kill);
  return () => {
    kills.delete(kill);
  };
}
