import { describe, expect, test } from 'vitest';
import { readFigure } from '../../src/figure-input/read-figure.ts';
import { titleObjects } from '../../src/figure-input/title-objects.ts';

describe('titleObjects() makes objects of', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a text', { title: 'A' }, { title: { text: 'A' } }],
    ['a number', { title: 2020 }, { title: { text: '2020' } }],
    ['a text and its font', { title: 'A', titlefont: { size: 9 } }, { title: { text: 'A', font: { size: 9 } } }],
    [
      'a font beside an object',
      { title: { text: 'A' }, titlefont: { size: 9 } },
      { title: { text: 'A', font: { size: 9 } } },
    ],
    ['a font alone', { titlefont: { size: 9 } }, { title: { font: { size: 9 } } }],
    ["an axis' title", { xaxis: { title: 'A', range: [0, 1] } }, { xaxis: { title: { text: 'A' }, range: [0, 1] } }],
    [
      "a colour bar's",
      { marker: { colorbar: { title: 'A', titleside: 'right' } } },
      { marker: { colorbar: { title: { text: 'A', side: 'right' } } } },
    ],
    ["a template's", { template: { layout: { title: 'A' } } }, { template: { layout: { title: { text: 'A' } } } }],
    [
      'titles in lists',
      { dimensions: [{}, { axis: { title: 'A' } }] },
      { dimensions: [{}, { axis: { title: { text: 'A' } } }] },
    ],
  ])('%s', (_, attributes, expected) => {
    const before = structuredClone(attributes);
    expect(titleObjects(attributes)).toEqual(expected);
    expect(attributes).toEqual(before);
  });
});

test.each<[string, Record<string, unknown>]>([
  ['titles that are objects', { title: { text: 'A' }, xaxis: { title: { text: 'B' } } }],
  [
    "the author's own data",
    { meta: { title: 'A' }, customdata: [{ title: 'A' }], geojson: { properties: { title: 'A' } } },
  ],
  ['what buttons do', { updatemenus: [{ buttons: [{ args: [{ title: 'A' }] }] }] }],
  ['attributes with a similar name', { legend: { titleclick: 'toggle' } }],
])('titleObjects() leaves %s alone', (_, attributes) => {
  expect(titleObjects(attributes)).toBe(attributes);
});

test('readFigure() makes objects of all titles', async () => {
  const layout = { title: 'A' };
  const expected = { title: { text: 'A' } };
  expect(await readFigure({ data: [layout], layout, frames: [{ data: [layout], layout }] })).toMatchObject({
    data: [expected],
    layout: expected,
    frames: [{ data: [expected], layout: expected }],
  });
});
