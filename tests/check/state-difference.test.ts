import { expect, test } from 'vitest';
import { stateDifferences } from '../../src/check/state-difference.ts';

const state = (trace: object, layout: object = {}) => ({ data: [{ ...trace }], layout: { ...layout } });

test.each([
  ['nothing', state({ y: [1, 2] }), state({ y: [1, 2] }), []],
  ['values', state({ y: [1, 2] }), state({ y: [1, 3] }), ['data[0].y']],
  ['a value within', state({ line: { color: 'red' } }), state({ line: { color: 'blue' } }), ['data[0].line.color']],
  ['what is there in one only', state({}), state({ line: { color: 'red' } }), ['data[0].line']],
  ['a title', state({}, { title: { text: 'a' } }), state({}, { title: { text: 'b' } }), ['layout.title.text']],
  [
    'an item of a list of objects',
    state({}, { shapes: [{ x0: 1 }, { x0: 2 }] }),
    state({}, { shapes: [{ x0: 1 }, { x0: 3 }] }),
    ['layout.shapes[1].x0'],
  ],
  [
    'a range alone',
    state({}, { yaxis: { range: [0, 1] } }),
    state({}, { yaxis: { range: [0, 2] } }),
    ['layout.yaxis.range'],
  ],
  [
    'data, but not the range that follows',
    state({ y: [1] }, { yaxis: { range: [0, 1] } }),
    state({ y: [2] }, { yaxis: { range: [0, 2] } }),
    ['data[0].y'],
  ],
  [
    'a range and what does not lead to it',
    state({}, { yaxis: { range: [0, 1], title: 'a' } }),
    state({}, { yaxis: { range: [0, 2], title: 'b' } }),
    ['layout.yaxis.range', 'layout.yaxis.title'],
  ],
])('stateDifferences() names %s', (_, before, after, paths) => {
  expect(stateDifferences(before, after).map(({ path }) => path)).toEqual(paths);
});

test('stateDifferences() tells how long lists were and are', () => {
  expect(stateDifferences(state({ y: [1] }), state({ y: [1, 2, 3] }))).toEqual([
    { path: 'data[0].y', lengths: [1, 3] },
  ]);
  const traces = [
    { data: [{}], layout: {} },
    { data: [{}, {}], layout: {} },
  ] as const;
  expect(stateDifferences(...traces)).toEqual([{ path: 'data', lengths: [1, 2] }]);
});
