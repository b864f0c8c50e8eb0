import type { CaseResult, Results } from './results.ts';
import { type Case, counted } from './suites.ts';

/** Median and range of some runs. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** Parts of a frame's way, in its order. */
export const STAGES = ['source', 'update', 'paint', 'capture', 'encode'] as const;
export type Stage = (typeof STAGES)[number];

export interface CaseSummary {
  case: Case;
  /** What follows is undefined where no timed run succeeded. */
  speed?: Speed;
  /** Bytes, null where not known. */
  peakMemory: number | null;
}

interface Speed {
  /** Frames per second over the process's whole life: Node, browsers, rendering, checking, closing. */
  whole: Spread;
  /** Frames per second from the first encoded frame to the finished file. */
  steady: Spread;
  /** Seconds from the call to the first stage or all pages ready. */
  start: Spread;
  /** Seconds from the call to the first encoded frame. */
  firstFrame: Spread;
  /** Milliseconds per frame, all stages together; encode is the wait for ffmpeg. */
  stages: Record<Stage, number>;
}

/** In the order of the suites, plotreel before the naive script. */
export function summarize({ cases }: Results): CaseSummary[] {
  const { plotreel = [], naive = [] } = Object.groupBy(cases, (result) => result.case.tool);
  const suites = new Set(cases.map((result) => result.case.suite));
  const inOrder = [...suites].flatMap((suite) =>
    [...plotreel, ...naive].filter((result) => result.case.suite === suite),
  );
  return inOrder.map((result) => ({
    case: result.case,
    ...(result.runs.length > 0 && { speed: summarizeRuns(result) }),
    peakMemory: result.memoryRun?.peakMemory ?? null,
  }));
}

function summarizeRuns({ case: { frames }, runs }: CaseResult): Speed {
  const of = (value: (run: Run) => number) => spread(runs.map(value));
  const perFrame = (stage: Stage) => (of(({ timings }) => timings[stage]).median * 1000) / frames;
  return {
    whole: of((run) => wholeRate(run, frames)),
    steady: of((run) => steadyRate(run, frames)),
    start: of(({ timings }) => timings.start),
    firstFrame: of(({ timings }) => timings.firstFrame),
    stages: {
      source: perFrame('source'),
      update: perFrame('update'),
      paint: perFrame('paint'),
      capture: perFrame('capture'),
      encode: perFrame('encode'),
    },
  };
}

/** How many times as fast one case is as another. */
export interface Ratio {
  suite: string;
  title: string;
  label: string;
  workers: number;
  whole: Spread;
  steady: Spread;
}

/** Pages of the naive script that plotreel is compared with. */
const NAIVE_PAGES = 4;

/** plotreel with canvas capture, against the naive script with four pages. */
export function ratiosToNaive({ cases }: Results): Ratio[] {
  return cases.flatMap((own) => {
    const { tool, suite, capture, reuse, workers } = own.case;
    if (tool !== 'plotreel' || capture !== 'canvas' || !reuse || own.case.lanes !== undefined) return [];
    const naive = cases.find(
      ({ case: other }) => other.tool === 'naive' && other.suite === suite && other.workers === NAIVE_PAGES,
    );
    const label = `plotreel, ${counted(workers, 'worker')} / naive, ${NAIVE_PAGES} pages`;
    return compare(own, naive, label);
  });
}

/** The figure updated against the figure built anew for each frame: canvas, one worker. */
export function ratiosOfReuse({ cases }: Results): Ratio[] {
  const single = cases.filter(
    ({ case: { tool, capture, workers, timed } }) =>
      timed && tool === 'plotreel' && capture === 'canvas' && workers === 1,
  );
  return single.flatMap((updated) => {
    if (!updated.case.reuse) return [];
    const rebuilt = single.find((other) => other.case.suite === updated.case.suite && !other.case.reuse);
    return compare(updated, rebuilt, 'updated / rebuilt, 1 worker');
  });
}

/** Segments against one piece. */
export function ratiosOfSegments({ cases }: Results): Ratio[] {
  return cases.flatMap((own) => {
    const { suite, lanes } = own.case;
    if (lanes === undefined) return [];
    const whole = cases.find(({ case: other }) => other.suite === suite && other.lanes === undefined);
    return compare(own, whole, `segments in ${counted(lanes, 'lane')} / one piece`);
  });
}

/** Round by round: what slows down the machine slows down both. */
function compare(own: CaseResult, other: CaseResult | undefined, label: string): Ratio[] {
  const pairs = own.runs.flatMap((run) => {
    const partner = other?.runs.find(({ round }) => round === run.round);
    return other && partner
      ? [
          {
            whole: wholeRate(run, own.case.frames) / wholeRate(partner, other.case.frames),
            steady: steadyRate(run, own.case.frames) / steadyRate(partner, other.case.frames),
          },
        ]
      : [];
  });
  if (pairs.length === 0) return [];
  const { suite, title, workers } = own.case;
  return [
    {
      suite,
      title,
      label,
      workers,
      whole: spread(pairs.map(({ whole }) => whole)),
      steady: spread(pairs.map(({ steady }) => steady)),
    },
  ];
}

type Run = CaseResult['runs'][number];

function wholeRate({ wall }: Run, frames: number): number {
  return frames / wall;
}

function steadyRate({ timings }: Run, frames: number): number {
  return (frames - 1) / (timings.total - timings.firstFrame);
}

/** @param values at least one */
function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (position: number) => sorted[position] ?? Number.NaN;
  const last = sorted.length - 1;
  return { median: (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2, min: at(0), max: at(last) };
}
