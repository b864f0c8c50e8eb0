import { describe, expect, test } from 'vitest';
import { checkFigure, MAX_FRAMES, MAX_TRACES } from '../../src/figure-input/check-figure.ts';

const DATA = [{ y: [1] }, { y: [2] }];

function slider(...names: unknown[]) {
  return { sliders: [{ steps: names.map((name) => ({ method: 'animate', args: [[name], {}] })) }] };
}

describe('checkFigure() finds nothing in', () => {
  test.each([
    ['data alone', { data: DATA }],
    ['frames that change one trace', { data: DATA, frames: [{ data: [{ y: [3] }], traces: [1] }] }],
    ['frames with more traces than the figure', { data: DATA, frames: [{ data: [{}, {}, {}] }] }],
    ['frames whose traces are a typed array', { data: DATA, frames: [{ data: [{}], traces: Int32Array.of(1) }] }],
    ['frames that skip an entry', { data: DATA, frames: [{ data: [{}, {}], traces: [null, 0] }] }],
    ['frames that change the layout alone', { data: DATA, frames: [{ layout: {}, name: 'a', group: 'g' }] }],
    [
      'null for what is not there',
      { data: DATA, frames: [{ data: null, layout: null, traces: null, baseframe: null, name: null }] },
    ],
    [
      'frames that build upon others',
      { data: [], frames: [{ name: 'a' }, { name: 'b', baseframe: 'a' }, { name: 'c', baseframe: 'b' }] },
    ],
    ['frames without names', { data: [], frames: [{}, {}], layout: slider('frame 0', 'frame 1') }],
    ['names that are numbers', { data: [], frames: [{ name: 1952 }], layout: slider('1952', 1952) }],
    ['controls without frames', { data: DATA, layout: slider('a') }],
    ['bins of some number', { data: [{ xbins: { start: 0, end: 1000, size: 0.01 }, ybins: { start: 'a', size: 0 } }] }],
    ['a grid of some size', { layout: { grid: { rows: 100, columns: 100 } } }],
    [
      'keys that are paths to items',
      { data: DATA, frames: [{ layout: { 'annotations[2].text': 'a', meta: { 'year.2000000': 1 } } }] },
    ],
    ['steps that do not animate', { data: DATA, frames: [{}], layout: { sliders: [{ steps: [{ args: [['x']] }] }] } }],
    [
      'buttons that play all, a group, a pause',
      {
        data: DATA,
        frames: [{ name: 'a', group: 'g' }],
        layout: {
          updatemenus: [
            { buttons: [null, 'g', [null], { data: [] }].map((target) => ({ method: 'animate', args: [target] })) },
          ],
        },
      },
    ],
  ])('%s', (_, figure) => {
    expect([...checkFigure(figure)]).toEqual([]);
  });
});

describe('checkFigure() names', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['data of a wrong type', { data: 'x' }, ["Expected `data` to be a list of traces, got 'x'"]],
    ['a trace that is none', { data: [{}, null] }, ['Expected `data[1]` to be a trace (an object), got null']],
    [
      'layout and config',
      { data: [], layout: [], config: true },
      ['Expected `layout` to be an object, got a list of 0', 'Expected `config` to be an object, got `true` (boolean)'],
    ],
    [
      'frames of a wrong type',
      { data: [], frames: { a: 1 } },
      ['Expected `frames` to be a list of frames, got an object with a'],
    ],
    ['a frame that is none', { data: [], frames: [{}, 7] }, ['Expected `frames[1]` to be an object, got `7` (number)']],
    [
      "a frame's fields",
      { data: [], frames: [{ name: {}, group: [], baseframe: true, layout: 'x', data: {}, traces: 0 }] },
      [
        'Expected `frames[0].name` to be a text, got an empty object',
        'Expected `frames[0].group` to be a text, got a list of 0',
        'Expected `frames[0].baseframe` to be a text, got `true` (boolean)',
        "Expected `frames[0].layout` to be an object, got 'x'",
        'Expected `frames[0].data` to be a list of traces, got an empty object',
        'Expected `frames[0].traces` to be a list of trace numbers, got `0` (number)',
        "`frames[0].baseframe` names 'true', but there is no such frame",
      ],
    ],
    [
      'a trace of a frame',
      { data: DATA, frames: [{ data: [1] }] },
      ['Expected `frames[0].data[0]` to be an object, got `1` (number)'],
    ],
    [
      'a trace that is not there',
      { data: DATA, frames: [{}, { data: [{}, {}], traces: [0, 2] }] },
      ['`frames[1].traces[1]` names trace 2, but the figure has 2 traces, 0 to 1'],
    ],
    [
      'a trace that is not there, of one',
      { data: [{}], frames: [{ data: [{}], traces: [-1] }] },
      ['`frames[0].traces[0]` names trace -1, but the figure has only trace 0'],
    ],
    [
      'a trace that is not there, of none',
      { layout: {}, frames: [{ data: [{}], traces: ['0'] }] },
      ["`frames[0].traces[0]` names trace '0', but the figure has no traces in `data`"],
    ],
    [
      'data for no trace',
      { data: DATA, frames: [{ data: [{}, {}], traces: [0] }] },
      ['`frames[0].traces` names 1 traces for 2 in `data`; give each its trace'],
    ],
    [
      'a frame twice',
      { data: [], frames: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] },
      ["`frames[2]` has the name 'a' of `frames[0]`, which Plotly would never show; give each frame its own"],
    ],
    [
      'a name that Plotly gives',
      { data: [], frames: [{ name: 'frame 0' }, {}] },
      ["`frames[1]` has the name 'frame 0' of `frames[0]`, which Plotly would never show; give each frame its own"],
    ],
    [
      'a baseframe that is not there',
      { data: [], frames: [{ baseframe: 'x' }] },
      ["`frames[0].baseframe` names 'x', but there is no such frame"],
    ],
    [
      'a frame upon itself',
      { data: [], frames: [{ name: 'a', baseframe: 'a' }] },
      ["`frames[0].baseframe` leads back to the frame itself: 'a' → 'a'"],
    ],
    [
      'a name of many letters',
      { data: [], frames: [{ name: 'n'.repeat(1000) }, { name: 'n'.repeat(1000), baseframe: 'b'.repeat(1000) }] },
      [
        `\`frames[1]\` has the name '${'n'.repeat(60)}…' of \`frames[0]\`, which Plotly would never show; give each frame its own`,
        `\`frames[1].baseframe\` names '${'b'.repeat(60)}…', but there is no such frame`,
      ],
    ],
    [
      'a circle of baseframes, once',
      {
        data: [],
        frames: [
          { name: 'start', baseframe: 'a' },
          { name: 'a', baseframe: 'b' },
          { name: 'b', baseframe: 'a' },
          { name: 'c', baseframe: 'b' },
        ],
      },
      ["`frames[1].baseframe` leads back to the frame itself: 'a' → 'b' → 'a'"],
    ],
    [
      'a grid without end',
      { layout: { grid: { rows: 1e9, columns: 2 } } },
      ['Expected `layout.grid` to have at most 10000 cells, got 2000000000'],
    ],
    [
      'bins without end',
      {
        data: [{}, { type: 'histogram', xbins: { start: 0, end: 10, size: 1e-9 } }],
        frames: [{ data: [{ ybins: { start: 0, end: 10, size: 1e-6 } }] }],
      },
      [
        'Expected `data[1].xbins` to be at most 1000000 bins, got 10000000000',
        'Expected `frames[0].data[0].ybins` to be at most 1000000 bins, got 10000000',
      ],
    ],
    [
      'markers that are none',
      { data: [{ marker: 'red' }, { marker: null }], frames: [{ data: [{ marker: 5 }] }] },
      [
        "Expected `data[0].marker` to be an object, got 'red'",
        'Expected `frames[0].data[0].marker` to be an object, got `5` (number)',
      ],
    ],
    [
      'items that would make a list without end',
      {
        data: DATA,
        frames: [{ data: [{ marker: { 'size[100000]': 5 } }], layout: { 'annotations[999999999].text': 'a' } }],
        layout: {
          sliders: [{ steps: [{ method: 'relayout', args: ['shapes[999999999].x0', 5] }] }],
          updatemenus: [{ buttons: [{ method: 'update', args: [{ 'x.999999999': 1 }, { 'images[100000].x': 2 }] }] }],
        },
      },
      [
        "Expected `frames[0].layout` to name items below 100000, got 'annotations[999999999].text'",
        "Expected `frames[0].data[0]` to name items below 100000, got 'size[100000]'",
        "Expected `layout.sliders[0].steps[0].args` to name items below 100000, got 'shapes[999999999].x0'",
        "Expected `layout.updatemenus[0].buttons[0].args` to name items below 100000, got 'x.999999999'",
        "Expected `layout.updatemenus[0].buttons[0].args` to name items below 100000, got 'images[100000].x'",
      ],
    ],
    [
      'steps and buttons that play what is not there',
      {
        data: [],
        frames: [{ name: 'a' }],
        layout: {
          ...slider('a', 'b'),
          updatemenus: [{}, { buttons: [{}, { method: 'animate', args: [['a']], args2: [['a', 'c']] }] }],
        },
      },
      [
        "`layout.sliders[0].steps[1].args[0][0]` names the frame 'b', but there is no such frame",
        "`layout.updatemenus[1].buttons[1].args2[0][1]` names the frame 'c', but there is no such frame",
      ],
    ],
  ])('%s', (_, figure, problems) => {
    expect([...checkFigure(figure)]).toEqual(problems);
  });

  test('too many frames and traces', () => {
    const frames = Array.from({ length: MAX_FRAMES + 1 }, () => ({}));
    const data = Array.from({ length: MAX_TRACES + 1 }, () => ({}));
    expect([...checkFigure({ data, frames })]).toEqual([
      'Expected at most 10000 traces in `data`, got 10001',
      'Expected at most 100000 `frames`, got 100001',
    ]);
    expect([...checkFigure({ data: data.slice(1), frames: frames.slice(1) })]).toEqual([]);
  });
});
