import { readFileSync } from 'node:fs';
import type { Config, Data, Layout } from 'plotly.js';

interface Chart {
  figure: { data: Data[]; layout: Partial<Layout>; config?: Partial<Config> };
  width: number;
  height: number;
  scale: number;
}

const BLUE = '#3f4bd1';
const GREY = '#94a3b8';
const SHADES = ['#3f4bd1', '#7c86ee', '#b9bff7', '#14b8a6', '#ea7317'];

/** Charts of the numbers in docs/performance.md: what the page says is what they show. */
export function performanceCharts(): Record<string, Chart> {
  const page = readFileSync(new URL('../docs/performance.md', import.meta.url), 'utf8');
  return {
    'performance-speed': speedChart(rowsUnder(page, '## Seen on two cores')),
    'performance-time': timeChart(rowsUnder(page, '## Where the time goes')),
    'performance-updates': updatesChart(rowsUnder(page, 'Milliseconds of an update')),
  };
}

/** Cells of the first table after a text, without its header. */
function rowsUnder(page: string, text: string): string[][] {
  const start = page.indexOf(text);
  const lines = start === -1 ? [] : page.slice(start).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const count = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  const rows = lines.slice(first, first + count).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  if (first === -1 || rows.length < 3) throw new Error(`docs/performance.md has no table after '${text}'`);
  return rows.slice(2);
}

const numberIn = (cell = ''): number => Number.parseFloat(cell);
const columnOf = (rows: readonly string[][], column: number): string[] => rows.map((row) => row[column] ?? '');

function speedChart(rows: string[][]): Chart {
  const cases = columnOf(rows, 0).map((label) => label.replace(/, \d+ frames$/, '').replace(', ', '<br>'));
  const bars = (name: string, column: number, color: string, text: string[]): Data => ({
    ...{ type: 'bar', orientation: 'h', name, y: cases, text, textposition: 'outside', cliponaxis: false },
    ...{ x: columnOf(rows, column).map(numberIn), marker: { color } },
  });
  const ratios = columnOf(rows, 3).map((ratio) => `${numberIn(ratio).toFixed(1)} times`);
  return {
    ...{ width: 760, height: 340, scale: 1.5 },
    figure: {
      data: [
        bars('naive script, 4 pages', 2, GREY, columnOf(rows, 2)),
        bars(
          'plotreel, 2 workers',
          1,
          BLUE,
          columnOf(rows, 1).map((cell, i) => `${numberIn(cell)}  <b>${ratios[i]}</b>`),
        ),
      ],
      layout: layoutOf('frames per second, start-up included', {
        yaxis: { autorange: 'reversed', automargin: true },
        margin: { l: 20, r: 110, t: 40, b: 50 },
        legend: { ...LEGEND, traceorder: 'reversed' },
      }),
    },
  };
}

function timeChart(rows: string[][]): Chart {
  return {
    ...{ width: 760, height: 220, scale: 1.5 },
    figure: {
      data: rows.map(
        ([part = '', milliseconds], i): Data => ({
          ...{
            type: 'bar',
            orientation: 'h',
            name: part,
            y: [''],
            x: [numberIn(milliseconds)],
            text: [milliseconds ?? ''],
          },
          ...{ insidetextanchor: 'middle', textangle: 0, marker: { color: SHADES[i % SHADES.length] ?? BLUE } },
        }),
      ),
      layout: layoutOf('processor milliseconds per 720p frame of the wave', {
        barmode: 'stack',
        legend: { ...LEGEND, traceorder: 'normal' },
        margin: { l: 20, r: 20, t: 90, b: 50 },
      }),
    },
  };
}

function updatesChart(rows: string[][]): Chart {
  const calls = ['points, animate', 'restyle, update', 'react'];
  return {
    ...{ width: 760, height: 340, scale: 1.5 },
    figure: {
      data: calls.map(
        (name, i): Data => ({
          ...{ type: 'bar', orientation: 'h', name, textposition: 'outside', cliponaxis: false },
          ...{ y: columnOf(rows, 0).map((label) => label.replace(', ', '<br>')), text: columnOf(rows, i + 1) },
          ...{ x: columnOf(rows, i + 1).map(numberIn), marker: { color: SHADES[i] ?? BLUE } },
        }),
      ),
      layout: layoutOf('milliseconds of an update in the page', { yaxis: { autorange: 'reversed', automargin: true } }),
    },
  };
}

const LEGEND: Partial<Layout['legend']> = { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' };

function layoutOf(unit: string, layout: Partial<Layout>): Partial<Layout> {
  return {
    ...{ showlegend: true, legend: LEGEND, margin: { l: 20, r: 60, t: 40, b: 50 }, bargap: 0.3 },
    font: { family: 'Arial, sans-serif', size: 14, color: '#1e293b' },
    xaxis: { title: { text: unit, standoff: 10 }, gridcolor: '#e2e8f0', zeroline: false, rangemode: 'tozero' },
    ...layout,
  };
}
