import type { StageProcesses } from './stage-processes.ts';

export interface ProcessWatch {
  /** Resolves when the processes have grown by more than `bytes` from now on, garbage not counted. */
  grownBy(bytes: number): Promise<void>;
  stop(): void;
}

export interface WatchOptions {
  /** Bytes that all processes together may take. */
  limit: number;
  onExceeded: () => void;
  /** One of them is no more. */
  onEnded: () => void;
  collectGarbage: () => Promise<unknown>;
}

/** Nothing tells when a process grows, or when that of the GPU ends; a page takes some 2 GB a second at most. */
const INTERVAL_MS = 250;

/** Watches what processes take, and whether they run. */
export function watchProcesses(processes: StageProcesses, options: WatchOptions): ProcessWatch {
  const grown = Promise.withResolvers<void>();
  let allowed = Number.POSITIVE_INFINITY;
  const look = async () => {
    if (!processes.alive()) options.onEnded();
    if (processes.memory() > options.limit) options.onExceeded();
    if (processes.memory() <= allowed) return;
    await options.collectGarbage();
    if (processes.memory() > allowed) grown.resolve();
  };
  const timer = setInterval(() => look().catch(() => {}), INTERVAL_MS);
  timer.unref();
  return {
    grownBy: (bytes) => {
      allowed = processes.memory() + bytes;
      return grown.promise;
    },
    stop: () => clearInterval(timer),
  };
}
