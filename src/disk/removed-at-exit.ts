import { readFileSync, rmSync } from 'node:fs';

/** What lies on disk only while this process works, and the content by which it is known to be this one's still. */
const temporary = new Map<string, string | undefined>();

// Whoever calls process.exit() in the middle of the work leaves nothing: a second signal, or a service that ends.
process.on('exit', () => {
  for (const [path, content] of temporary) {
    try {
      if (content !== undefined && readFileSync(path, 'utf8') !== content) continue;
      // A browser that is just being killed may still write.
      rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
    } catch {
      // The next run sweeps it.
    }
  }
});

/**
 * Has a file or folder removed, should this process exit before `keepAtExit`.
 *
 * @param content of a file that another process may replace: with another content it stays
 */
export function removeAtExit(path: string, content?: string): void {
  temporary.set(path, content);
}

/** Ends that: it was removed already, or has got its final name. */
export function keepAtExit(path: string): void {
  temporary.delete(path);
}
