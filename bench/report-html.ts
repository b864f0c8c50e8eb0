import { copyFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Chart, type ChartRow, type Key, listCharts } from './charts.ts';
import type { Results } from './results.ts';
import { ratiosToNaive } from './summary.ts';
import { listNotes, listTables, machineLines, type Table } from './tables.ts';

/** Writes the results as a page, with plotly.js as `plotly.js` beside it. */
export async function writeHtmlReport(path: string, results: Results): Promise<void> {
  await copyFile(fileURLToPath(import.meta.resolve('plotly.js-dist')), join(dirname(path), 'plotly.js'));
  await writeFile(path, htmlReport(results));
}

function htmlReport(results: Results): string {
  const rows = listCharts(results);
  const figures = rows.flatMap(({ charts }) => charts).map(({ data, layout }) => ({ data, layout: styled(layout) }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>plotreel: benchmark</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>plotreel: benchmark</h1>
${machineLines(results)
  .map((line) => `<p>${escapeHtml(line)}</p>`)
  .join('\n')}
</header>
<main>
${cards(results)}
${rows.map(chartSection).join('\n')}
<section>
<h2>Numbers</h2>
<p>Medians, in brackets the range over all runs. In all: over the whole life of the process, start-up included. Milliseconds are per frame, all workers together.</p>
${listTables(results).map(htmlTable).join('\n')}
${listNotes(results)
  .map((note) => `<p>${escapeHtml(note)}</p>`)
  .join('\n')}
</section>
</main>
<script src="plotly.js"></script>
<script type="application/json" id="figures">${JSON.stringify(figures).replaceAll('<', '\\u003c')}</script>
<script>
const figures = JSON.parse(document.getElementById('figures').textContent);
document.querySelectorAll('.chart').forEach((element, i) => {
  Plotly.newPlot(element, figures[i].data, figures[i].layout, { responsive: true, displayModeBar: false });
});
</script>
</body>
</html>
`;
}

/** The ratios that matter most, with as many workers as were tried. */
function cards(results: Results): string {
  const best = new Map(ratiosToNaive(results).map((ratio) => [ratio.title, ratio]));
  const card = ({ title, label, whole }: { title: string; label: string; whole: { median: number } }) =>
    `<div class="card"><b>${whole.median.toFixed(1)}×</b><span>${escapeHtml(title)}</span><small>${escapeHtml(label)}</small></div>`;
  return best.size === 0 ? '' : `<div class="cards">${[...best.values()].map(card).join('')}</div>`;
}

function chartSection({ title, note, keys, charts }: ChartRow): string {
  const figure = (chart: Chart) =>
    `<figure><figcaption><b>${escapeHtml(chart.title)}</b>${chart.note ? ` ${escapeHtml(chart.note)}` : ''}</figcaption>` +
    '<div class="chart"></div></figure>';
  return `<section>
<h2>${escapeHtml(title)}</h2>
${note ? `<p>${escapeHtml(note)}</p>` : ''}
${keys.length > 0 ? `<p class="keys">${keys.map(htmlKey).join('')}</p>` : ''}
<div class="charts">${charts.map(figure).join('\n')}</div>
</section>`;
}

function htmlKey({ name, color, dash }: Key): string {
  const mark = dash ? `border-top: 2px dotted ${color}` : `height: 10px; background: ${color}`;
  return `<span><i style="${mark}"></i>${escapeHtml(name)}</span>`;
}

function htmlTable({ title, header, rows }: Table): string {
  const line = (cells: string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell, i) => (i === 0 ? `<th>${escapeHtml(cell)}</th>` : `<${tag}>${escapeHtml(cell)}</${tag}>`)).join('')}</tr>`;
  return `<h3>${escapeHtml(title)}</h3>
<div class="table"><table><thead>${line(header, 'th')}</thead><tbody>
${rows.map((cells) => line(cells, 'td')).join('\n')}
</tbody></table></div>`;
}

/** What all charts have in common. */
function styled(layout: Chart['layout']): Chart['layout'] {
  return {
    height: 320,
    margin: { l: 52, r: 12, t: 8, b: 48 },
    font: { family: 'system-ui, sans-serif', size: 12, color: '#1e293b' },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    legend: {
      orientation: 'h',
      y: 1.02,
      yanchor: 'bottom',
      x: 0,
      font: { size: 11 },
      traceorder: 'normal',
      itemwidth: 30,
    },
    template: { layout: { xaxis: AXIS, yaxis: AXIS } },
    ...layout,
  };
}

const AXIS = { gridcolor: '#e2e8f0', zerolinecolor: '#cbd5e1' };

const STYLE = `
body { margin: 0; background: #f8fafc; color: #1e293b; font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 1360px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
h1 { margin: 0 0 8px; font-size: 26px; }
h2 { margin: 36px 0 4px; font-size: 19px; }
h3 { margin: 22px 0 6px; font-size: 15px; }
p { margin: 0; color: #475569; max-width: 90ch; }
.cards { display: flex; flex-wrap: wrap; gap: 16px; margin-top: 24px; }
.card { display: grid; padding: 14px 20px; background: #fff; border: 1px solid #e2e8f0; border-radius: 10px; }
.card b { font-size: 30px; line-height: 1.1; color: #2563eb; }
.card small { color: #64748b; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(400px, 1fr)); gap: 16px; margin-top: 12px; }
figure { margin: 0; padding: 14px; background: #fff; border: 1px solid #e2e8f0; border-radius: 10px; min-width: 0; }
figcaption { margin-bottom: 6px; color: #475569; font-size: 13px; }
figcaption b { color: #1e293b; font-size: 14px; }
.keys { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 8px; font-size: 13px; max-width: none; }
.keys span { display: flex; align-items: center; gap: 7px; }
.keys i { width: 18px; border-radius: 2px; }
.table { overflow-x: auto; background: #fff; border: 1px solid #e2e8f0; border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 10px; text-align: right; white-space: nowrap; }
th { font-weight: 500; }
th:first-child { text-align: left; }
thead th { color: #64748b; border-bottom: 1px solid #e2e8f0; }
tbody tr:nth-child(even) { background: #f8fafc; }
main { padding-bottom: 48px; }
`;

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
