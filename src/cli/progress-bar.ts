import cliProgress from 'cli-progress';
import type { Progress } from '../options/options.ts';
import type { OutputFlags } from './job-flags.ts';

interface ProgressBar {
  show(progress: Progress): void;
  end(): void;
}

/** Does `work` with a callback that shows its progress: a bar on a terminal, lines of JSON where these are wanted. */
export async function withProgress<T>(
  { json = false, quiet = false }: OutputFlags,
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const bar = json || quiet ? undefined : createProgressBar();
  try {
    return await work((progress) => {
      if (json) console.log(JSON.stringify({ type: 'progress', ...progress }));
      bar?.show(progress);
    });
  } finally {
    bar?.end();
  }
}

/** A bar on stderr: frames encoded, frames per second and time left. Without a terminal there is none. */
function createProgressBar(): ProgressBar | undefined {
  if (!process.stderr.isTTY) return undefined;
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    // The abort signal decides what Ctrl-C does.
    gracefulExit: false,
    format: (options, { progress }, payload: Partial<Progress & { workers: number | null }>) => {
      const { frames = 0, total = null, fps = 0, eta = null, workers = null } = payload;
      const by = workers === null ? '' : ` by ${workers} workers`;
      const speed = fps === 0 ? by : `  ${fps.toFixed(fps < 10 ? 1 : 0)} frames/s${by}`;
      if (total === null) return `  ${frames} frames${speed}`;
      const left = eta === null ? '' : `  ${formatSeconds(eta)} left`;
      return `  ${cliProgress.Format.BarFormat(progress, options)}  ${frames}/${total} frames${speed}${left}`;
    },
  });
  bar.start(1, 0);
  return {
    show: (progress) => {
      bar.setTotal(progress.total ?? progress.frames + 1);
      bar.update(progress.frames, progress);
    },
    end: () => bar.stop(),
  };
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
