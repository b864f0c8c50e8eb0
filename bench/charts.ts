import type { Data, Layout } from 'plotly.js';
import type { Results } from './results.ts';
import { type Case, caseLabel, counted } from './suites.ts';
import { type CaseSummary, ratiosToNaive, type Spread, STAGES, type Stage, summarize } from './summary.ts';

/** A Plotly figure with what stands around it. */
export interface Chart {
  title: string;
  /** What is shown and in which unit. */
  note: string;
  data: Data[];
  layout: Partial<Layout>;
}

/** Charts that belong side by side. */
export interface ChartRow {
  title: string;
  note: string;
  /** What the colours mean, where it is the same for all of them. */
  keys: Key[];
  charts: Chart[];
}

export interface Key {
  name: string;
  color: string;
  dash?: 'dot';
}

/** The results as charts; what was not measured is left out. */
export function listCharts(results: Results): ChartRow[] {
  const summaries = summarize(results);
  const suites = [...Map.groupBy(summaries, (summary) => summary.case.title)];
  const sweeps = suites.filter(([, cases]) => cases.some(({ speed }) => speed));
  const rows: ChartRow[] = [
    {
      title: 'Speed',
      note: 'Frames per second from the first encoded frame to the finished file, by plotreel’s workers or the naive script’s pages. Median and range.',
      keys: SERIES,
      charts: sweeps.map(([title, cases]) => speedChart(title, cases)),
    },
    {
      title: 'Where the time goes',
      note: 'Milliseconds per frame, all workers together: parts overlap, so more workers make longer bars and still shorter videos. Source and encode are waits. The naive script counts painting as capture.',
      keys: STAGES.map((name) => ({ name, color: STAGE_COLORS[name] })),
      charts: sweeps.map(([title, cases]) => stageChart(title, cases)),
    },
    {
      title: 'The whole job',
      note: '',
      keys: [],
      charts: sweeps.length === 0 ? [] : [ratioChart(results), startUpChart(sweeps)],
    },
    {
      title: 'Memory',
      note: 'Most memory that the process and its descendants had at once: proportional set size in MB, figures not rebuilt.',
      keys: [
        { name: 'plotreel', color: BLUE },
        { name: 'naive script', color: GREY },
      ],
      charts: suites.map(([title, cases]) => memoryChart(title, cases)),
    },
  ];
  return rows.filter(({ charts }) => charts.length > 0);
}

const BLUE = '#2563eb';
const ORANGE = '#ea7317';
const GREY = '#64748b';

/** One line of the speed chart. */
interface Series extends Key {
  has(shown: Case): boolean;
}

const SERIES: Series[] = [
  { name: 'plotreel, canvas', color: BLUE, has: (shown) => isOwn(shown, 'canvas', true) },
  { name: 'plotreel, canvas, rebuilt', color: BLUE, dash: 'dot', has: (shown) => isOwn(shown, 'canvas', false) },
  { name: 'plotreel, screenshot', color: ORANGE, has: (shown) => isOwn(shown, 'screenshot', true) },
  {
    name: 'plotreel, screenshot, rebuilt',
    color: ORANGE,
    dash: 'dot',
    has: (shown) => isOwn(shown, 'screenshot', false),
  },
  { name: 'naive script', color: GREY, has: ({ tool }) => tool === 'naive' },
];

function isOwn({ tool, capture, reuse }: Case, wanted: Case['capture'], reused: boolean): boolean {
  return tool === 'plotreel' && capture === wanted && reuse === reused;
}

function speedChart(title: string, summaries: CaseSummary[]): Chart {
  const counts = [...new Set(summaries.map(({ case: { workers } }) => workers))];
  return {
    title,
    note: '',
    data: SERIES.map(({ name, color, dash, has }): Data => {
      const points = summaries.flatMap(({ case: shown, speed }) => (speed && has(shown) ? [{ shown, speed }] : []));
      return {
        type: 'scatter',
        mode: 'lines+markers',
        name,
        x: points.map(({ shown }) => shown.workers),
        y: points.map(({ speed }) => speed.steady.median),
        error_y: range(points.map(({ speed }) => speed.steady)),
        line: { color, dash: dash ?? 'solid' },
        marker: { color, size: 8 },
        hovertemplate: '%{y:.1f}',
      };
    }),
    layout: {
      xaxis: {
        title: { text: 'workers or pages', standoff: 8 },
        type: 'log',
        tickvals: counts,
        ticktext: counts.map(String),
      },
      yaxis: { title: { text: 'frames/s' }, rangemode: 'tozero' },
      hovermode: 'x unified',
      showlegend: false,
    },
  };
}

const STAGE_COLORS: Record<Stage, string> = {
  source: '#94a3b8',
  update: '#2563eb',
  paint: '#14b8a6',
  capture: '#ea7317',
  encode: '#a855f7',
};

function stageChart(title: string, summaries: CaseSummary[]): Chart {
  const bars = summaries.flatMap(({ case: shown, speed }) => (speed ? [{ label: caseLabel(shown), speed }] : []));
  return {
    title,
    note: '',
    data: STAGES.map(
      (stage): Data => ({
        type: 'bar',
        orientation: 'h',
        name: stage,
        y: bars.map(({ label }) => label),
        x: bars.map(({ speed }) => speed.stages[stage]),
        marker: { color: STAGE_COLORS[stage] },
        hovertemplate: '%{x:.1f} ms',
      }),
    ),
    layout: {
      barmode: 'stack',
      showlegend: false,
      height: 60 + 24 * bars.length,
      xaxis: { title: { text: 'ms per frame', standoff: 8 } },
      yaxis: { autorange: 'reversed', automargin: true },
    },
  };
}

function ratioChart(results: Results): Chart {
  const byWorkers = Map.groupBy(ratiosToNaive(results), ({ workers }) => workers);
  return {
    title: 'Times as fast as the naive script with four pages',
    note: 'Frames per second of whole processes, start-up included; canvas capture. Median and range of runs made in turn.',
    data: [...byWorkers].map(([workers, ratios], i) =>
      bars({
        name: counted(workers, 'worker'),
        color: SHADES[i % SHADES.length] ?? BLUE,
        points: ratios.map(({ title, whole }) => [title, whole]),
        format: '.2f',
      }),
    ),
    layout: {
      yaxis: { title: { text: 'ratio' }, rangemode: 'tozero' },
      shapes: [
        { type: 'line', xref: 'paper', x0: 0, x1: 1, y0: 1, y1: 1, line: { color: GREY, width: 1, dash: 'dash' } },
      ],
    },
  };
}

const SHADES = ['#93b4f8', '#2563eb', '#1e3a8a'];

function startUpChart(sweeps: [title: string, cases: CaseSummary[]][]): Chart {
  const shown = sweeps.flatMap(([title, cases]) =>
    cases
      .filter(({ case: { tool, reuse, capture } }) => tool === 'naive' || (reuse && capture === 'canvas'))
      .flatMap(({ case: { tool, workers }, speed }) => (speed ? [{ title, tool, workers, speed }] : [])),
  );
  const groups = Map.groupBy(shown, ({ tool, workers }) =>
    tool === 'naive' ? `naive, ${counted(workers, 'page')}` : counted(workers, 'worker'),
  );
  const naiveShades = ['#cbd5e1', '#64748b'];
  const ownShades = [...SHADES];
  return {
    title: 'Seconds to the first frame',
    note: 'From the call to the first encoded frame, the scene bundled before; canvas capture.',
    data: [...groups].map(([name, cases]) =>
      bars({
        name,
        color: (name.startsWith('naive') ? naiveShades : ownShades).shift() ?? BLUE,
        points: cases.map(({ title, speed }) => [title, speed.firstFrame]),
        format: '.2f',
      }),
    ),
    layout: { yaxis: { title: { text: 'seconds' }, rangemode: 'tozero' } },
  };
}

function memoryChart(title: string, summaries: CaseSummary[]): Chart {
  const known = summaries.filter(({ case: { reuse }, peakMemory }) => reuse && peakMemory !== null);
  const megabytes = known.map(({ peakMemory }) => (peakMemory ?? 0) / 1e6);
  return {
    title,
    note: '',
    data: [
      {
        type: 'bar',
        orientation: 'h',
        y: known.map(({ case: shown }) => caseLabel(shown)),
        x: megabytes,
        text: megabytes.map((value) => value.toFixed(0)),
        textposition: 'auto',
        marker: { color: known.map(({ case: { tool } }) => (tool === 'naive' ? GREY : BLUE)) },
        hovertemplate: '%{x:.0f} MB<extra></extra>',
      },
    ],
    layout: {
      height: 60 + 28 * known.length,
      xaxis: { title: { text: 'MB', standoff: 8 }, rangemode: 'tozero' },
      yaxis: { autorange: 'reversed', automargin: true },
      showlegend: false,
    },
  };
}

interface Bars {
  name: string;
  color: string;
  points: [label: string, value: Spread][];
  /** d3-format of the numbers. */
  format: string;
}

function bars({ name, color, points, format }: Bars): Data {
  return {
    type: 'bar',
    name,
    x: points.map(([label]) => label),
    y: points.map(([, { median }]) => median),
    error_y: range(points.map(([, value]) => value)),
    marker: { color },
    hovertemplate: `%{y:${format}}`,
  };
}

function range(values: Spread[]) {
  return {
    type: 'data' as const,
    symmetric: false,
    array: values.map(({ median, max }) => max - median),
    arrayminus: values.map(({ median, min }) => median - min),
    thickness: 1,
    width: 3,
    color: '#1e293b',
  };
}
