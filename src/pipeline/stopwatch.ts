import type { DrawTimes } from '../protocol.ts';

/** Where the time of a render went, in seconds. */
export interface Timings {
  /** From the call to the first stage that was ready. */
  start: number;
  /** From the call to the first frame encoded. */
  firstFrame: number;
  /** Waiting for the frame source. */
  source: number;
  /** The scene's `update`, all stages together; so are the next two. */
  update: number;
  /** Layout, paint and drawing. */
  paint: number;
  /** Getting the pixels out of the page. */
  capture: number;
  /** Waiting for ffmpeg to take frames. */
  encode: number;
  /** From the call to the finished file. */
  total: number;
}

type Part = keyof Timings;

export interface Stopwatch {
  /** Adds the time that `work` takes to a part. */
  time<T>(part: Part, work: () => Promise<T>): Promise<T>;
  addDraw(times: DrawTimes): void;
  /** Notes the time since the start, the first time that it is called for a part. */
  lap(part: Part): void;
  read(): Timings;
}

export function startStopwatch(): Stopwatch {
  const started = performance.now();
  const seconds: Timings = { start: 0, firstFrame: 0, source: 0, update: 0, paint: 0, capture: 0, encode: 0, total: 0 };
  return {
    time: async (part, work) => {
      const from = performance.now();
      try {
        return await work();
      } finally {
        seconds[part] += (performance.now() - from) / 1000;
      }
    },
    addDraw: ({ update, paint, capture }) => {
      seconds.update += update / 1000;
      seconds.paint += paint / 1000;
      seconds.capture += capture / 1000;
    },
    lap: (part) => {
      if (seconds[part] === 0) seconds[part] = (performance.now() - started) / 1000;
    },
    read: () => ({ ...seconds }),
  };
}
