import type { ProcessKind, StageProcesses } from './stage-processes.ts';

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
  onEnded: (kind: ProcessKind) => void;
  collectGarbage: () => Promise<unknown>;
}

/** Nothing tells when a process grows, or when that of the GPU ends; a page takes some 2 GB a second at most. */
const INTERVAL_MS = 250;

/** Watches what processes take, and whether they run. */
export function watchProcesses(processes: StageProcesses, options: WatchOptions): ProcessWatch {
  const grown = Promise.withResolvers<void>();
  let allowed = Number.POSITIVE_INFINITY;
  let collecting = false;
  const look = () => {
    const ended = processes.ended();
    if (ended !== undefined) options.onEnded(ended);
    const bytes = processes.memory();
    if (bytes > options.limit) options.onExceeded();
    if (bytes > allowed && !collecting) lookAgain().catch(() => {});
  };
  /** A busy page collects its garbage when it comes to it. */
  const lookAgain = async () => {
    collecting = true;
    await options.collectGarbage();
    collecting = false;
    if (processes.memory() <= allowed) return;
    allowed = Number.POSITIVE_INFINITY;
    grown.resolve();
  };
  const timer = setInterval(look, INTERVAL_MS);
  timer.unref();
  return {
    grownBy: (bytes) => {
      allowed = processes.memory() + bytes;
      return grown.promise;
    },
    stop: () => clearInterval(timer),
  };
}
