import { describe, expect, it } from 'vitest';
import { applyCall } from '../../page/figure-scene/apply-call.ts';
import { frozen } from '../support/tween.ts';

const figure = frozen({
  data: [
    { y: [1, 2], marker: { color: 'red', size: 4 }, visible: true },
    { y: [3, 4], name: 'b' },
    { y: [5, 6], line: { width: 1 } },
  ],
  layout: { title: { text: 'A' }, xaxis: { range: [0, 1], autorange: true }, yaxis: { title: { text: 'y' } } },
});

const restyled = (...args: unknown[]) => applyCall(figure, 'restyle', args).data;
const relaidOut = (...args: unknown[]) => applyCall(figure, 'relayout', args).layout;

describe('applyCall()', () => {
  describe('restyle', () => {
    it('gives all traces a value', () => {
      expect(restyled({ visible: false }).map(({ visible }) => visible)).toEqual([false, false, false]);
      expect(restyled('visible', false).map(({ visible }) => visible)).toEqual([false, false, false]);
    });

    it('gives each trace its item of a list, in turn', () => {
      expect(restyled({ visible: [true, 'legendonly'] }).map(({ visible }) => visible)).toEqual([
        ...[true, 'legendonly', true],
      ]);
      expect(restyled({ y: [[9, 9]] }).map(({ y }) => y)).toEqual([
        [9, 9],
        [9, 9],
        [9, 9],
      ]);
      expect(restyled({ y: [[7], [8]] }, [2, 0]).map(({ y }) => y)).toEqual([[8], [3, 4], [7]]);
    });

    it('changes what lies on a path, and nothing beside it', () => {
      const [first, second] = restyled({ 'marker.color': 'blue', 'marker.line.width': 2 });
      expect(first).toEqual({ y: [1, 2], marker: { color: 'blue', size: 4, line: { width: 2 } }, visible: true });
      expect(second).toEqual({ y: [3, 4], name: 'b', marker: { color: 'blue', line: { width: 2 } } });
      expect(first?.y).toBe(figure.data[0]?.y);
    });

    it('takes away by null and leaves alone by undefined', () => {
      const [first, second, third] = restyled({
        'marker.color': [null, undefined, null],
        name: [undefined, null, 'c'],
      });
      expect(first).toEqual({ y: [1, 2], marker: { size: 4 }, visible: true });
      expect(second).toEqual({ y: [3, 4] });
      expect(third).toEqual({ y: [5, 6], line: { width: 1 }, name: 'c' });
      expect(restyled({ name: undefined })).toEqual(figure.data);
      // Nothing for any trace
      expect(restyled({ name: [] })).toEqual(figure.data);
    });

    it.each([
      { traces: undefined, changed: [0, 1, 2] },
      { traces: null, changed: [0, 1, 2] },
      { traces: [], changed: [0, 1, 2] },
      { traces: 1, changed: [1] },
      { traces: [0, 2], changed: [0, 2] },
      // As in Plotly
      { traces: [-1], changed: [] },
      { traces: -1, changed: [] },
      { traces: [7, 1], changed: [1] },
      { traces: [0.5, null, 2], changed: [2] },
    ])('is for traces $changed by $traces', ({ traces, changed }) => {
      const changedBy = (args: unknown[]) => restyled(...args).flatMap(({ name }, i) => (name === 'new' ? [i] : []));
      expect(changedBy([{ name: 'new' }, traces])).toEqual(changed);
      expect(changedBy(['name', 'new', traces])).toEqual(changed);
      expect(changedBy([{ name: 'new' }, undefined, traces])).toEqual(changed);
    });

    it('counts the items of a list by the traces that are there', () => {
      expect(restyled({ name: ['x', 'y'] }, [9, 2, 0]).map(({ name }) => name)).toEqual(['y', 'b', 'x']);
    });
  });

  describe('relayout', () => {
    it('changes what lies on paths', () => {
      const layout = relaidOut({ 'title.text': 'B', 'yaxis.title': null, showlegend: true });
      expect(layout).toEqual({ ...figure.layout, title: { text: 'B' }, yaxis: {}, showlegend: true });
      expect(relaidOut('title.text', 'B').title).toEqual({ text: 'B' });
    });

    it.each([
      { patch: { 'xaxis.range': [3, 4] }, axis: { range: [3, 4], autorange: false } },
      { patch: { 'xaxis.range[0]': -5 }, axis: { range: [-5, 1], autorange: false } },
      { patch: { 'xaxis.range[0]': 3, 'xaxis.range[1]': 4 }, axis: { range: [3, 4], autorange: false } },
      { patch: { 'xaxis.autorange': true }, axis: { range: [0, 1], autorange: true } },
      { patch: { 'xaxis.range': [3, 4], 'xaxis.autorange': true }, axis: { range: [3, 4], autorange: true } },
      { patch: { 'xaxis.range': null }, axis: { autorange: true } },
      { patch: { xaxis: { range: [3, 4] } }, axis: { range: [3, 4] } },
    ])('sets ranges by $patch', ({ patch, axis }) => {
      expect(relaidOut(patch).xaxis).toEqual(axis);
    });

    it('ends autorange in scenes and polar plots', () => {
      const layout = relaidOut({
        'scene2.zaxis.range': [0, 1],
        'polar.radialaxis.range[1]': 5,
        'geo.lonaxis.range': [1, 2],
      });
      expect(layout).toMatchObject({
        scene2: { zaxis: { range: [0, 1], autorange: false } },
        polar: { radialaxis: { autorange: false } },
        geo: { lonaxis: { range: [1, 2] } },
      });
      expect(layout.geo).toEqual({ lonaxis: { range: [1, 2] } });
    });

    it('changes items of lists', () => {
      const state = frozen({ data: [], layout: { annotations: [{ text: 'a', x: 1 }, { text: 'b' }] } });
      const { layout } = applyCall(state, 'relayout', [{ 'annotations[1].text': 'B', 'shapes[0].x0': 2 }]);
      expect(layout).toEqual({ annotations: [{ text: 'a', x: 1 }, { text: 'B' }], shapes: [{ x0: 2 }] });
    });
  });

  describe('update', () => {
    it('changes traces and layout', () => {
      const patches = [{ name: ['x'] }, { 'title.text': 'B', 'xaxis.range': [1, 2] }];
      const both = applyCall(figure, 'update', patches);
      expect(both.data.map(({ name }) => name)).toEqual(['x', 'x', 'x']);
      expect(both.layout).toMatchObject({ title: { text: 'B' }, xaxis: { range: [1, 2], autorange: false } });
      const { data } = applyCall(figure, 'update', [...patches, [1]]);
      expect(data.map(({ name }) => name)).toEqual([undefined, 'x', undefined]);
    });

    it.each([{ args: [] }, { args: [null, null] }, { args: ['name', 'x'] }])('leaves all by $args', ({ args }) => {
      expect(applyCall(figure, 'update', args)).toEqual(figure);
    });
  });

  it.each(['skip', 'animate', 'newPlot'])('leaves all by %s', (method) => {
    expect(applyCall(figure, method, [{ name: 'x' }])).toBe(figure);
  });
});
