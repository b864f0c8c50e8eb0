import { expect, test } from 'vitest';
import { visibleParts } from '../../page/figure-scene/visible-parts.ts';

test('visibleParts() leaves out what only a mouse shows', () => {
  const hidden = { hovertemplate: 'a', hovertext: ['b'], hoverinfo: 'x', hoverlabel: {}, uid: 'c', uirevision: 1 };
  const seen = { y: [1], customdata: [2], text: 'd', texttemplate: '%{customdata}' };
  const layout = { title: { text: 'A' } };
  const state = { data: [{ ...seen, ...hidden, ids: ['e'] }], layout };
  expect(visibleParts(state)).toEqual({ data: [seen], layout });
});

test('visibleParts() keeps the ids by which sectors find their parents', () => {
  const trace = { type: 'icicle', ids: ['a', 'b'], parents: ['', 'a'] };
  expect(visibleParts({ data: [trace], layout: {} }).data).toEqual([trace]);
});

test('visibleParts() gives the same for the same trace', () => {
  const state = { data: [{ y: [1], ids: ['a'] }], layout: {} };
  expect(visibleParts(state).data[0]).toBe(visibleParts({ ...state, layout: { x: 1 } }).data[0]);
});
