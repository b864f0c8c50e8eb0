// Plotly itself is asked what playing frames leaves, and what the attributes of its schema are.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAttributes } from '../../page/figure-scene/figure-state.ts';
import { type Keyframe, type PlayedFigure, playStates } from '../../page/figure-scene/states.ts';
import { attributeKind } from '../../page/figure-scene/tween/attribute-kind.ts';
import { launchBrowser } from '../../src/farm/launch-browser.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { frozen } from '../support/tween.ts';

let page: Page;
let close: () => Promise<void>;

beforeAll(async () => {
  const { path, kind } = await requireBrowser();
  const launched = await launchBrowser({
    executable: path,
    headlessShell: kind === 'headless-shell',
    gl: 'swiftshader',
    sandbox: process.getuid?.() !== 0,
    exchangeBytes: 0,
    allowHosts: [],
    memoryBytes: 2 ** 32,
    locale: {},
    signal: new AbortController().signal,
  });
  close = launched.close;
  page = await launched.browser.newPage();
  await page.addScriptTag({
    content: await readFile(createRequire(import.meta.url).resolve('plotly.js-dist'), 'utf8'),
  });
  await page.addScriptTag({ content: PLAY });
});
afterAll(() => close?.());

const PLAY = `
async function play({ data, layout, frames }, order) {
  const div = document.body.appendChild(document.createElement('div'));
  await Plotly.newPlot(div, data, layout);
  await Plotly.addFrames(div, frames);
  const states = [];
  for (const item of order) {
    const frame = typeof item === 'number' ? div._transitionData._frames[item].name : item;
    const options = { mode: 'immediate', frame: { duration: 0, redraw: true }, transition: { duration: 0 } };
    await Plotly.animate(div, [frame], options);
    states.push(JSON.parse(JSON.stringify({ data: div.data, layout: div.layout })));
  }
  Plotly.purge(div);
  return states;
}`;

interface Played extends PlayedFigure {
  frames: Keyframe[];
}

// With all that Plotly would otherwise write into them.
const axis = { type: 'linear', range: [0, 5], autorange: false };
const layout = { xaxis: axis, yaxis: axis };
const corners = { x0: 0, x1: 1, y0: 0, y1: 1, xref: 'paper', yref: 'paper' };
const place = { x: 1, y: 1, xref: 'paper', yref: 'paper' };

const FIGURES: { name: string; figure: Played; order?: (number | Keyframe)[] }[] = [
  {
    name: 'frames for some traces, in any order, out of bounds',
    figure: {
      data: [{ y: [1] }, { y: [2], line: { color: 'red' } }],
      layout,
      frames: [
        { data: [{ y: [3], line: { width: 4 } }], traces: [1] },
        { data: [{ y: [4] }, { y: [5] }], traces: [1, 0] },
        { data: [{ y: [6] }, { y: [7] }, { y: [8] }] },
        { data: [{ y: [9] }], traces: [5] },
        { data: [{ y: [9] }, { y: [10] }], traces: [-1, 1] },
        { data: [{ y: [11] }, { y: [12] }], traces: [null, 1] },
        { data: [{ y: [13] }], traces: [] },
        {},
        { data: [] },
        { data: [null, { y: [14] }], layout: null },
        { data: null, traces: null },
      ],
    },
  },
  {
    name: 'lists in place of lists, nulls, what is not given',
    figure: {
      data: [{ x: [1, 2, 3], y: [1, 2, 3], marker: { size: [1, 2, 3], line: { width: 2 } }, text: ['a', 'b'] }],
      layout,
      frames: [
        { data: [{ x: [4], marker: { size: 4 } }] },
        { data: [{ text: null, marker: { line: { width: null } } }] },
        { data: [{ marker: { line: { color: 'red' } }, customdata: [[1, 2], [3]] }] },
      ],
    },
  },
  {
    name: 'dotted keys',
    figure: {
      data: [{ y: [1], marker: { size: 4, line: { width: 1 } } }],
      layout: {
        ...layout,
        annotations: [
          { ...place, text: 'a' },
          { ...place, text: 'b', font: { size: 9 } },
        ],
      },
      frames: [
        { data: [{ 'marker.line.color': 'red', 'marker.line': { width: 3 } }], layout: { 'title.text': 'T' } },
        { data: [{ marker: { 'line.width': 5, size: 6 } }], layout: { 'xaxis.range': [1, 3] } },
        { layout: { 'annotations[1].font.size': 20, 'yaxis.title': { text: 'Y' } } },
        { layout: { 'annotations[2]': { ...place, text: 'c' } } },
        { layout: { xaxis: { 'title.text': 'X' }, 'xaxis.title.text': 'wins' } },
      ],
    },
  },
  {
    name: 'annotations, shapes and images item by item',
    figure: {
      data: [{ y: [1] }],
      layout: { ...layout, annotations: [{ ...place, text: 'a' }, place], shapes: [{ ...corners, type: 'rect' }] },
      frames: [
        { layout: { annotations: [{ text: 'A' }] } },
        { layout: { annotations: [{}, { x: 3 }, { ...place, text: 'c', font: { size: 9 } }], shapes: [] } },
        { layout: { shapes: [{ x0: 2 }, { ...corners, type: 'line' }], images: [place] } },
        { layout: { shapes: null, sliders: [{ active: 0, steps: [{ method: 'skip' }] }] } },
      ],
    },
  },
  {
    name: 'dimensions item by item',
    figure: {
      data: [
        {
          type: 'splom',
          dimensions: [
            { label: 'a', values: [1, 2] },
            { label: 'b', values: [3, 4] },
          ],
        },
      ],
      layout: { ...layout, xaxis2: axis, yaxis2: axis },
      frames: [{ data: [{ dimensions: [{ values: [5, 6] }] }] }, { data: [{ dimensions: [{}, { label: 'B' }] }] }],
    },
  },
  {
    name: 'ranges, which end autorange',
    figure: {
      data: [{ y: [1, 5] }],
      layout,
      frames: [
        { layout: { xaxis: { range: [1, 2], title: { text: 'X' } } } },
        { layout: { xaxis: { range: [1, 2] }, yaxis: { range: [0, 9], autorange: true } } },
        { data: [{ y: [3, 4] }], layout: { yaxis: { range: [2, 7] } } },
      ],
    },
  },
  {
    name: 'base frames',
    figure: {
      data: [{ y: [1] }, { y: [2] }, { y: [3] }],
      layout: { ...layout, title: { text: 'none' } },
      frames: [
        { name: 'base', data: [{ line: { color: 'red' } }], traces: [1], layout: { title: { text: 'base' } } },
        { name: 'next', baseframe: 'base', data: [{ y: [4] }, { y: [5], line: { width: 3 } }], traces: [2, 1] },
        { name: 'last', baseframe: 'next', data: [{ y: [6] }], layout: { title: { font: { size: 9 } } } },
        { name: 'loop', baseframe: 'pool', data: [{ y: [7] }] },
        { name: 'pool', baseframe: 'loop', data: [{ line: { dash: 'dot' } }] },
        { name: 'lost', baseframe: 'nowhere', data: [{ y: [8] }] },
      ],
    },
    order: [2, 0, 4, 3, 5, 1],
  },
  {
    name: 'frames of one name, numeric names and frames in no list',
    figure: {
      data: [{ y: [1] }, { y: [2] }],
      layout,
      frames: [
        { name: 'a', data: [{ y: [3] }] },
        { name: 'a', data: [{ y: [4] }] },
        { name: 1952, data: [{ y: [5] }] },
        { name: 'b', baseframe: 1952, data: [{ line: { width: 3 } }] },
      ],
    },
    order: [0, 3, { data: [{ y: [6] }], traces: 1, baseframe: 'a' }, { data: [{ y: [7] }], traces: [1] }, 2, 1],
  },
];

describe('playStates() leaves what Plotly.animate leaves:', () => {
  test.each(FIGURES)('$name', async ({ figure, order = [...figure.frames.keys()] }) => {
    const theirs = await page.evaluate(`play(${JSON.stringify(figure)}, ${JSON.stringify(order)})`);
    frozen(figure);
    // As it travels out of the page: without `undefined`.
    expect(JSON.parse(JSON.stringify(playStates(figure, order)))).toEqual(theirs);
  });
});

describe('attributeKind()', () => {
  let attributes: { path: string[]; valType: string; min: number }[];
  beforeAll(async () => {
    const schema: unknown = await page.evaluate('Plotly.PlotSchema.get()');
    const { traces, layout } = Object(schema);
    attributes = [...Object.values(Object(traces)), layout].flatMap((part) => [
      ...listAttributes(Object(part).attributes),
      ...listAttributes(Object(part).layoutAttributes),
    ]);
    expect(attributes.length).toBeGreaterThan(5000);
  });

  /** Names of Plotly's attributes that are taken for something that they are not. */
  const mistaken = (valTypes: string, isRight: (kind: string, min: number) => boolean) => {
    const wrong = attributes
      .filter(({ valType }) => valTypes.split(' ').includes(valType))
      .filter(({ path, min }) => !isRight(attributeKind(path), min));
    return [...new Set(wrong.map(({ path }) => path.slice(-2).join('.')))];
  };

  test('knows every colour', () => {
    expect(mistaken('color colorlist', (kind) => kind === 'colour')).toEqual([]);
    expect(mistaken('colorscale', (kind) => kind === 'colorscale')).toEqual([]);
  });

  test('takes no text for a colour', () => {
    expect(mistaken('string enumerated flaglist subplotid', (kind) => !kind.startsWith('colo'))).toEqual([]);
  });

  test('knows every whole number', () => {
    // It is also a width elsewhere, where it is no whole number.
    expect(mistaken('integer', (kind) => kind === 'switch')).toEqual(['rangeslider.borderwidth']);
  });

  test('knows every angle, and every number that has to be 0 or more', () => {
    expect(mistaken('angle', (kind) => kind === 'degrees')).toEqual([]);
    expect(mistaken('number', (kind, min) => !(min >= 0) || kind !== 'number')).toEqual([]);
  });
});

describe('playStates()', () => {
  const figure: PlayedFigure = {
    data: [{ y: [1], marker: { size: 1 } }, { y: [2] }],
    layout: { template: {}, xaxis: { range: [0, 1] } },
    frames: [{ data: [{ y: [3], marker: { size: 1 } }] }, { data: [{ y: [3] }], layout: { xaxis: { range: [0, 1] } } }],
  };

  test('shares what a frame leaves as it is', () => {
    const [first, second] = playStates(frozen(figure) && figure, [0, 1]);
    expect(first?.layout).toBe(figure.layout);
    expect(first?.data[1]).toBe(figure.data[1]);
    expect(first?.data[0]?.marker).toBe(figure.data[0]?.marker);
    expect(second?.data).toBe(first?.data);
    expect(second?.layout).toBe(figure.layout);
  });

  test('refuses a place without a frame', () => {
    expect(() => playStates(figure, [2])).toThrow('The figure has no frame 2: it has 2, counted from 0');
  });

  test('keeps out of the prototype', () => {
    const layout = JSON.parse('{ "__proto__": { "bad": 1 }, "a.__proto__.bad": 1 }');
    const [state] = playStates(figure, [{ layout }]);
    expect(Object(state?.layout).bad).toBeUndefined();
    expect(Object({}).bad).toBeUndefined();
  });
});

function listAttributes(part: unknown, path: string[] = []): { path: string[]; valType: string; min: number }[] {
  if (!isAttributes(part)) return [];
  const { valType, min } = part;
  if (typeof valType === 'string') return [{ path, valType, min: Number(min) }];
  return Object.entries(part)
    .filter(([name]) => name !== '_deprecated')
    .flatMap(([name, inner]) => listAttributes(inner, name === 'items' ? path : [...path, name]));
}
