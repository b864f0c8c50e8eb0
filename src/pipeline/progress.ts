import type { Progress } from '../options.ts';

/** No more often than ten times a second. */
const INTERVAL_MS = 100;

export interface ProgressReporter {
  /** One more frame is encoded. */
  count(): void;
  /** Reports the last state. */
  end(): void;
}

export function createProgress(
  onProgress: ((progress: Progress) => void) | undefined,
  total: () => number | null,
): ProgressReporter {
  let frames = 0;
  let firstAt = 0;
  let reportedAt = 0;
  let reported = 0;
  const report = (now: number) => {
    reportedAt = now;
    reported = frames;
    const all = total();
    const fps = frames > 1 ? ((frames - 1) * 1000) / (now - firstAt) : 0;
    onProgress?.({ frames, total: all, fps, eta: all === null || fps === 0 ? null : (all - frames) / fps });
  };
  return {
    count: () => {
      const now = performance.now();
      if (frames++ === 0) firstAt = now;
      if (now - reportedAt >= INTERVAL_MS) report(now);
    },
    end: () => {
      if (reported !== frames) report(performance.now());
    },
  };
}
