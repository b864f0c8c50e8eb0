import { rmSync } from 'node:fs';

/** What lies on disk only while this process works. */
const temporary = new Set<string>();

// Whoever calls process.exit() in the middle of the work leaves nothing: a second signal, or a service that ends.
process.on('exit', () => {
  for (const path of temporary) {
    try {
      // A browser that is just being killed may still write.
      rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
    } catch {
      // The next run sweeps it.
    }
  }
});

/** Has a file or folder removed, should this process exit before `keepAtExit`. */
export function removeAtExit(path: string): void {
  temporary.add(path);
}

/** Ends that: it was removed already, or has got its final name. */
export function keepAtExit(path: string): void {
  temporary.delete(path);
}
