import type { Progress } from '../options/options.ts';

/** No more often than ten times a second. */
const INTERVAL_MS = 100;

export interface ProgressReporter {
  /** One more frame is encoded. */
  count(): void;
  /** Reports the last state. */
  end(): void;
}

/** @param before frames that were encoded by an earlier render */
export function createProgress(
  onProgress: ((progress: Progress) => void) | undefined,
  total: () => number | null,
  before = 0,
): ProgressReporter {
  let frames = before;
  let firstAt = 0;
  let reportedAt = 0;
  let reported = 0;
  const report = (now: number) => {
    reportedAt = now;
    reported = frames;
    const all = total();
    const mine = frames - before;
    const fps = mine > 1 ? ((mine - 1) * 1000) / (now - firstAt) : 0;
    onProgress?.({ frames, total: all, fps, eta: all === null || fps === 0 ? null : (all - frames) / fps });
  };
  return {
    count: () => {
      const now = performance.now();
      if (frames++ === before) firstAt = now;
      if (now - reportedAt >= INTERVAL_MS) report(now);
    },
    end: () => {
      if (reported !== frames) report(performance.now());
    },
  };
}
