export interface Deadline {
  /** Rejects when the time is over. */
  expired: Promise<never>;
  clear(): void;
}

/** @param error what it rejects with */
export function startDeadline(ms: number, error: () => Error): Deadline {
  const { promise, reject } = Promise.withResolvers<never>();
  // Whoever waits gets it; nobody may wait.
  promise.catch(() => {});
  const timer = setTimeout(() => reject(error()), ms);
  return { expired: promise, clear: () => clearTimeout(timer) };
}
