type Close = () => Promise<void>;

/**
 * Runs `work`, which defers the closing of what it opens; closes it, the last first, when the work has ended either way.
 * An error of closing never hides one of the work. (`await using` needs Node 24.)
 */
export async function withCleanup<T>(work: (defer: (close: Close) => void) => Promise<T>): Promise<T> {
  const open: Close[] = [];
  const failures: unknown[] = [];
  try {
    return await work((close) => open.push(close));
  } catch (error) {
    failures.push(error);
    throw error;
  } finally {
    for (const close of open.reverse()) await close().catch((error) => failures.push(error));
    // biome-ignore lint/correctness/noUnsafeFinally: the first failure is the one that is thrown
    if (failures.length > 0) throw failures[0];
  }
}
