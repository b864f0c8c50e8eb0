import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LaunchedBrowser, launchBrowser } from '../../src/farm/launch-browser.ts';
import { readFigure } from '../../src/figure-input/read-figure.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';

/** Figures as Python's plotly and others write them, by what is in them; each draws well. */
const goodFigures: Record<string, { data: unknown; layout: unknown }> = JSON.parse(
  readFileSync(new URL('../fixtures/good-figures.json', import.meta.url), 'utf8'),
);

const { version } = createRequire(import.meta.url)('plotly.js-dist/package.json');

let launched: LaunchedBrowser;
let page: Page;

beforeAll(async () => {
  const browser = await requireBrowser();
  launched = await launchBrowser({
    executable: browser.path,
    headlessShell: browser.kind === 'headless-shell',
    gl: 'swiftshader',
    sandbox: process.getuid?.() !== 0,
    exchangeBytes: 0,
    allowHosts: [],
    memoryBytes: 2 ** 32,
    locale: {},
    signal: new AbortController().signal,
  });
  page = await launched.browser.newPage();
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('plotly.js-dist') });
  await page.addScriptTag({ content: await bundle('validate-figure') });
});

afterAll(() => launched?.close());

/** A file of page/ as a script that sets the global `bundled`, with Plotly left outside. */
async function bundle(name: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL(`../../page/${name}.ts`, import.meta.url)),
        formats: ['iife'],
        name: 'bundled',
      },
      rolldownOptions: { external: ['plotly.js-dist'], output: { globals: { 'plotly.js-dist': 'Plotly' } } },
    },
  });
  const [chunk] = (Array.isArray(output) ? output : 'output' in output ? [output] : []).flatMap(({ output }) => output);
  return chunk?.type === 'chunk' ? chunk.code : '';
}

/** By way of JSON: typed arrays arrive as lists. */
async function validate({ data, layout = {} }: { data: unknown; layout?: unknown }): Promise<unknown> {
  const plain = JSON.stringify([data, layout], (_, value) =>
    ArrayBuffer.isView(value) ? Array.from(Object(value)) : value,
  );
  return page.evaluate(`bundled.validateFigure(...${plain})`);
}

describe('validateFigure() finds nothing in', () => {
  test.each([
    'gapminder-bars.json',
    'gapminder-bubbles.json',
    'wave-frames.json',
    'surface-frames.json.gz',
    'plotly6-inlined.html',
    'htmlwidget.html',
  ])('%s', async (name) => {
    expect(await validate(await readFigure(new URL(`../fixtures/figures/${name}`, import.meta.url)))).toEqual([]);
  });

  test.each(Object.entries(goodFigures))('%s', async (_, figure) => {
    expect(await validate(figure)).toEqual([]);
  });
});

describe('validateFigure() names', () => {
  const line = { x: [1, 2], y: [1, 2] };

  test.each<[Record<string, unknown>, Record<string, unknown>, string]>([
    [{ mode: 'wiggle' }, {}, "`data[1].mode` to be some of lines, markers, text joined by +, or none, got 'wiggle'"],
    [{ showlegend: 'true' }, {}, "`data[1].showlegend` to be true or false, got 'true'"],
    [{ opacity: 2 }, {}, '`data[1].opacity` to be a number from 0 to 1, got `2` (number)'],
    [{ marker: { size: 'big' }, mode: 'markers' }, {}, "`data[1].marker.size` to be a number of at least 0, got 'big'"],
    [{ line: { color: 'notacolour' } }, {}, "`data[1].line.color` to be a CSS colour, got 'notacolour'"],
    [{ line: 'red' }, {}, "`data[1].line` to be an object, got 'red'"],
    [{ name: ['a'] }, {}, '`data[1].name` to be a text, got a list of 1'],
    [
      { type: 'scattermapbox' },
      {},
      `\`data[1].type\` to be a trace type of plotly.js ${version} (scattermap), got 'scattermapbox'`,
    ],
    [{ type: 'line' }, {}, `\`data[1].type\` to be a trace type of plotly.js ${version}, got 'line'`],
    [
      {},
      { xaxis: { type: 'time' } },
      "`layout.xaxis.type` to be one of -, linear, log, date, category, multicategory, got 'time'",
    ],
    [
      { xaxis: 'x2' },
      { xaxis2: { domain: [0, 2] } },
      '`layout.xaxis2.domain[1]` to be a number from 0 to 1, got `2` (number)',
    ],
    [{}, { annotations: { text: 'a' } }, '`layout.annotations` to be a list of objects, got an object'],
    [{}, { shapes: [3] }, '`layout.shapes[0]` to be an object, got `3` (number)'],
    [{}, { margin: 5 }, '`layout.margin` to be an object, got `5` (number)'],
    [{}, { colorway: 'red' }, "`layout.colorway` to be a list of CSS colours, got 'red'"],
    [{}, { legend: { orientation: 'horizontal' } }, "`layout.legend.orientation` to be one of v, h, got 'horizontal'"],
    [{}, { font: { size: -1 } }, '`layout.font.size` to be a number of at least 1, got `-1` (number)'],
  ])('%j, %j', async (trace, layout, expected) => {
    expect(await validate({ data: [line, { ...line, ...trace }], layout })).toEqual([`Expected ${expected}`]);
  });

  test('the first of many, in few words', async () => {
    const problems = await validate({ data: Array(100).fill({ ...line, mode: 'wiggle'.repeat(1000) }), layout: {} });
    expect(problems).toEqual([...Array(20).fill(expect.stringMatching(/^.{100,200}$/)), '… and 80 more']);
  });

  test('what is wrong beside the legend of a figure that shows none', async () => {
    expect(await validate({ data: [{ ...line, opacity: 2 }], layout: { legend: {} } })).toHaveLength(1);
  });
});
