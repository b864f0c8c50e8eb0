import type { CaptureMode } from '../src/protocol.ts';

/** One line of the table: what is run the same way several times. */
export interface Case {
  suite: string;
  /** Title of the suite, for people. */
  title: string;
  tool: 'plotreel' | 'naive';
  /** Path from the repository's root. Its params are `{ phase }`. */
  scene: string;
  width: number;
  height: number;
  frames: number;
  /** plotreel's stages, or the naive script's pages. */
  workers: number;
  capture: CaptureMode;
  /** false: the figure is built anew for each frame. */
  reuse: boolean;
  /** Whether speed is measured. Peak memory is where `reuse` is true. */
  timed: boolean;
  /** Lanes of a render in segments of the usual length; left out: in one piece. */
  lanes?: number;
}

export interface Suite {
  name: string;
  title: string;
  cases: Case[];
}

export interface SuiteOptions {
  cores: number;
  /** Few frames. */
  quick: boolean;
}

const wave = 'examples/wave/wave.scene.ts';
const fourteenPanels = 'examples/fourteen-panels/fourteen-panels.scene.ts';

/** All that is measured. */
export function listSuites({ cores, quick }: SuiteOptions): Suite[] {
  const workers = [...new Set([1, 2, Math.max(2, cores)])];
  const waveFrames = quick ? { frames: 30, rebuilt: 10 } : { frames: 600, rebuilt: 60 };
  const panelFrames = quick ? { frames: 4, rebuilt: 3 } : { frames: 60, rebuilt: 10 };
  return [
    sweep({ suite: 'wave-720p', title: 'Wave, 1280×720', scene: wave, width: 1280, height: 720 }, workers, waveFrames),
    sweep(
      { suite: 'wave-1080p', title: 'Wave, 1920×1080', scene: wave, width: 1920, height: 1080 },
      workers,
      waveFrames,
    ),
    sweep(
      {
        suite: 'fourteen-panels',
        title: 'Fourteen panels, 2400×1800',
        scene: fourteenPanels,
        width: 2400,
        height: 1800,
      },
      workers,
      panelFrames,
    ),
    inSegments(quick ? 60 : 4000),
    flatness(quick ? [30, 120] : [300, 3000]),
  ];
}

type Picture = Pick<Case, 'suite' | 'title' | 'scene' | 'width' | 'height'>;

/** Every way to draw one picture, plotreel's and the naive script's in turn. */
function sweep(picture: Picture, workers: number[], { frames, rebuilt }: { frames: number; rebuilt: number }): Suite {
  const plotreel = [true, false].flatMap((reuse) =>
    (['canvas', 'screenshot'] as const).flatMap((capture) =>
      workers.map((count): Case => {
        const length = reuse ? frames : rebuilt;
        return { ...picture, tool: 'plotreel', frames: length, workers: count, capture, reuse, timed: true };
      }),
    ),
  );
  const naive = [1, 4].map(
    (pages): Case => ({
      ...picture,
      tool: 'naive',
      frames,
      workers: pages,
      capture: 'screenshot',
      reuse: true,
      timed: true,
    }),
  );
  const cases = plotreel.flatMap((own, i) => [own, ...naive.slice(i, i + 1)]);
  return { name: picture.suite, title: picture.title, cases };
}

/** What segments cost, and whether lanes pay. */
function inSegments(frames: number): Suite {
  const picture = { suite: 'segments', title: 'Wave, 1280×720, in segments', scene: wave, width: 1280, height: 720 };
  const cases = [undefined, 1, 2].map(
    (lanes): Case => ({
      ...{ ...picture, tool: 'plotreel', frames, workers: 2, capture: 'canvas', reuse: true, timed: true },
      ...(lanes !== undefined && { lanes }),
    }),
  );
  return { name: picture.suite, title: picture.title, cases };
}

/** Whether memory grows with the video's length. */
function flatness(lengths: number[]): Suite {
  const picture = { suite: 'memory', title: 'Wave, 640×360, short and long', scene: wave, width: 640, height: 360 };
  const cases = lengths.map(
    (frames): Case => ({
      ...picture,
      tool: 'plotreel',
      frames,
      workers: 2,
      capture: 'canvas',
      reuse: true,
      timed: false,
    }),
  );
  return { name: picture.suite, title: picture.title, cases };
}

/** What a case is called beside its suite's title. */
export function caseLabel({ tool, workers, capture, reuse, timed, frames, lanes }: Case): string {
  if (tool === 'naive') return `naive, ${counted(workers, 'page')}`;
  const length = timed ? '' : `, ${frames} frames`;
  const segments = lanes === undefined ? '' : `, segments in ${counted(lanes, 'lane')}`;
  return `${capture}${reuse ? '' : ', rebuilt'}, ${counted(workers, 'worker')}${length}${segments}`;
}

/** '1 page', '4 pages' */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
