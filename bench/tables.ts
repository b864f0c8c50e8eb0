import type { Machine } from './machine.ts';
import type { Results } from './results.ts';
import { caseLabel } from './suites.ts';
import {
  type CaseSummary,
  type Ratio,
  ratiosOfReuse,
  ratiosOfSegments,
  ratiosToNaive,
  type Spread,
  STAGES,
  summarize,
} from './summary.ts';

export interface Table {
  title: string;
  header: string[];
  /** The first cell of a row is its name, the others are numbers. */
  rows: string[][];
}

/** The numbers, as the terminal and the page show them. */
export function listTables(results: Results): Table[] {
  const bySuite = Map.groupBy(summarize(results), ({ case: { title } }) => title);
  const suites = [...bySuite].map(([title, summaries]) => suiteTable(title, summaries));
  const toNaive = ratioTable('plotreel / naive script', ratiosToNaive(results));
  const ofReuse = ratioTable('Figure updated / built anew for each frame', ratiosOfReuse(results));
  const ofSegments = ratioTable('In segments / in one piece', ratiosOfSegments(results));
  return [...suites, toNaive, ofReuse, ofSegments].filter(({ rows }) => rows.length > 0);
}

/** What the numbers were measured on, in one line each. */
export function machineLines({ machine, build, quick, date }: Results): string[] {
  const { cpu, cores, memory, load, versions } = machine;
  return [
    `${cpu}, ${cores} cores, ${(memory / 2 ** 30).toFixed(0)} GiB, load ${load.toFixed(1)} before the start`,
    describeVersions(versions, build),
    `${date.slice(0, 16).replace('T', ' ')} UTC${quick ? ', quick run: few frames, one repeat' : ''}`,
  ];
}

/** What the renders said about themselves, and what failed. */
export function listNotes({ cases }: Results): string[] {
  const notes = cases.flatMap(({ case: shown, runs, memoryRun, failures }) => [
    ...[...runs, ...(memoryRun ? [memoryRun] : [])].flatMap((run) =>
      run.notes.map((note) => `${shown.title}, ${caseLabel(shown)}: ${note}`),
    ),
    ...failures.map((failure) => `failed: ${failure}`),
  ]);
  return [...new Set(notes)];
}

function describeVersions(versions: Machine['versions'], build: Results['build']): string {
  const { plotreel, commit, node, plotly, chromium, ffmpeg } = versions;
  const checkout = commit === null ? build : `${commit}, ${build}`;
  return `plotreel ${plotreel} (${checkout}), Node ${node}, plotly.js ${plotly}, Chromium ${chromium}, ffmpeg ${ffmpeg}`;
}

function suiteTable(title: string, summaries: CaseSummary[]): Table {
  const timed = summaries.some(({ case: { timed } }) => timed);
  const speedHeader = ['frames/s in all', 'frames/s after the first', 'start s', 'first frame s'];
  const stageHeader = STAGES.map((stage) => `${stage} ms`);
  return {
    title,
    header: ['', 'frames', ...(timed ? [...speedHeader, ...stageHeader] : []), 'peak MB'],
    rows: summaries.map((summary) => [
      caseLabel(summary.case),
      String(summary.case.frames),
      ...(timed ? speedCells(summary) : []),
      summary.peakMemory === null ? '–' : (summary.peakMemory / 1e6).toFixed(0),
    ]),
  };
}

function speedCells({ speed }: CaseSummary): string[] {
  if (!speed) return ['failed', ...Array.from({ length: 3 + STAGES.length }, () => '–')];
  const { whole, steady, firstFrame, start, stages } = speed;
  return [
    withRange(whole),
    withRange(steady),
    start.median.toFixed(2),
    firstFrame.median.toFixed(2),
    ...STAGES.map((stage) => stages[stage].toFixed(1)),
  ];
}

function ratioTable(title: string, ratios: Ratio[]): Table {
  return {
    title,
    header: ['', 'frames/s in all', 'frames/s after the first'],
    rows: ratios.map(({ title, label, whole, steady }) => [
      `${title}: ${label}`,
      withRange(whole, 2),
      withRange(steady, 2),
    ]),
  };
}

function withRange({ median, min, max }: Spread, digits = 1): string {
  if (min === max) return median.toFixed(digits);
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}
