import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Progress } from '../../src/options/options.ts';
import { createProgress } from '../../src/pipeline/progress.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  // A process has lived for a while when its first frame is encoded.
  vi.advanceTimersByTime(1000);
});

afterEach(() => {
  vi.useRealTimers();
});

/** Counts frames that come `interval` milliseconds apart. */
function report(frames: number, { interval = 10, total = frames as number | null } = {}): Progress[] {
  const reports: Progress[] = [];
  const progress = createProgress(
    (state) => reports.push(state),
    () => total,
  );
  for (let i = 0; i < frames; i++) {
    if (i > 0) vi.advanceTimersByTime(interval);
    progress.count();
  }
  progress.end();
  progress.end();
  return reports;
}

describe('createProgress()', () => {
  it('reports the first frame, then at most ten times a second, and the last state once', () => {
    expect(report(35).map(({ frames }) => frames)).toEqual([1, 11, 21, 31, 35]);
    expect(report(31).map(({ frames }) => frames)).toEqual([1, 11, 21, 31]);
    expect(report(1).map(({ frames }) => frames)).toEqual([1]);
    expect(report(0)).toEqual([]);
  });

  it('reports each frame that takes longer', () => {
    expect(report(3, { interval: 500 }).map(({ frames }) => frames)).toEqual([1, 2, 3]);
  });

  it('tells the rate since the first frame and the time left', () => {
    expect(report(20, { interval: 50, total: 100 })).toEqual([
      { frames: 1, total: 100, fps: 0, eta: null },
      ...[3, 5, 7, 9, 11, 13, 15, 17, 19].map((frames) => ({ frames, total: 100, fps: 20, eta: (100 - frames) / 20 })),
      { frames: 20, total: 100, fps: 20, eta: 4 },
    ]);
  });

  it('tells no time left while the number of frames is unknown', () => {
    expect(report(11, { total: null }).at(-1)).toEqual({ frames: 11, total: null, fps: 100, eta: null });
  });

  it('has no time left at the end', () => {
    expect(report(11).at(-1)).toMatchObject({ frames: 11, total: 11, eta: 0 });
  });

  it('counts without anyone who listens', () => {
    const progress = createProgress(undefined, () => 1);
    progress.count();
    expect(() => progress.end()).not.toThrow();
  });
});
