import { describe, expect, it } from 'vitest';
import { applyCall } from '../../page/figure-scene/apply-call.ts';
import { type FigureState, isAttributes, isSame } from '../../page/figure-scene/figure-state.ts';
import { merge } from '../../page/figure-scene/merge.ts';
import { type ShownFigure, showState } from '../../page/figure-scene/show-state.ts';
import type { Updating } from '../../src/protocol.ts';
import { frozen } from '../support/tween.ts';

interface Shown {
  /** What was called, with its arguments. */
  calls: [method: string, ...args: unknown[]][];
  /** What these calls make of the state before. */
  state: FigureState;
  doubted: boolean;
}

/** A figure in which calls do what Plotly's do. @param movesPoints whether a restyle is one that moves points */
async function show(
  before: FigureState,
  next: FigureState,
  updating: Updating = 'patching',
  movesPoints = false,
): Promise<Shown> {
  const shown: Shown = { calls: [], state: before, doubted: false };
  const apply = (method: string, ...args: unknown[]) => {
    shown.calls.push([method, ...args]);
    shown.state = applyCall(shown.state, method, args);
  };
  const figure: ShownFigure = {
    updating,
    doubt: () => {
      shown.doubted = true;
    },
    movePoints: async (patch, traces) => {
      if (movesPoints) apply('restyle', patch, traces);
      return movesPoints;
    },
    restyle: async (patch, traces) => apply('restyle', patch, traces),
    relayout: async (patch) => apply('relayout', patch),
    update: async (data, layout, traces) => apply('update', data, layout, traces),
    react: async ({ data, layout }) => {
      shown.calls.push(['react']);
      // It differs for each call.
      const { datarevision, ...rest } = Object(layout);
      shown.state = stateOf(data, rest);
    },
    animate: async ({ data, traces }, options) => {
      shown.calls.push(['animate', { data, traces }, options]);
      const laidOver = shown.state.data.map((trace, i) => merge(trace, { ...data[traces.indexOf(i)] }));
      shown.state = { ...shown.state, data: laidOver };
    },
  };
  await showState(figure, frozen(before), frozen(next));
  return shown;
}

function stateOf(data: object[], layout: object = {}): FigureState {
  return { data: data.filter(isAttributes), layout: isAttributes(layout) ? layout : {} };
}

function isShown({ state }: Shown, next: FigureState): boolean {
  return isSame(significant(state), significant(next));
}

/** What Plotly tells apart: an empty container is as none, and where there is a range autorange is off. */
function significant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(significant);
  if (!isAttributes(value)) return value;
  const { autorange = value.range === undefined, ...rest } = value;
  const entries = Object.entries({ ...rest, autorange }).map(([key, inner]): [string, unknown] => [
    key,
    significant(inner),
  ]);
  return Object.fromEntries(
    entries.filter(([key, inner]) => {
      if (key === 'autorange') return inner !== (value.range === undefined);
      return inner !== undefined && !(isAttributes(inner) && Object.keys(inner).length === 0);
    }),
  );
}

const x = [1, 2, 3];
const lines = { type: 'scatter', mode: 'lines', x, y: [1, 2, 3], line: { color: 'red' } };
const dots = { mode: 'markers', x, y: [4, 5, 6], marker: { size: 4, color: 'blue' } };
const layout = { title: { text: 'A' }, xaxis: { range: [0, 1] }, annotations: [{ text: 'a' }, { text: 'b' }] };
const ranged = { xaxis: { range: [0, 1] }, yaxis: { range: [0, 1] } };
const before = stateOf([lines, dots], layout);

describe('showState()', () => {
  it.each([
    { what: 'nothing', next: before, calls: [] },
    {
      what: 'nothing, said anew',
      next: stateOf([{ ...lines }, { ...dots, line: undefined }], { ...layout }),
      calls: [],
    },
    {
      what: 'data of one trace',
      next: stateOf([lines, { ...dots, y: [7, 8, 9] }], layout),
      calls: [['restyle', { y: [[7, 8, 9]] }, [1]]],
    },
    {
      what: 'data of two traces, each its own: the other’s is given again',
      next: stateOf(
        [
          { ...lines, y: [0, 0, 0] },
          { ...dots, marker: { size: 5, color: 'blue' } },
        ],
        layout,
      ),
      calls: [
        [
          'restyle',
          {
            y: [
              [0, 0, 0],
              [4, 5, 6],
            ],
            'marker.size': [null, 5],
          },
          [0, 1],
        ],
      ],
    },
    {
      what: 'an attribute that goes',
      next: stateOf([lines, { ...dots, marker: { color: 'blue' } }], layout),
      calls: [['restyle', { 'marker.size': [null] }, [1]]],
    },
    {
      what: 'a container that comes in one trace and changes in another',
      next: stateOf(
        [
          { ...lines, marker: { size: 9 } },
          { ...dots, marker: { size: 5, color: 'blue' } },
        ],
        layout,
      ),
      calls: [['restyle', { marker: [{ size: 9 }, { size: 5, color: 'blue' }] }, [0, 1]]],
    },
    {
      what: 'a container that goes',
      next: stateOf([{ type: 'scatter', mode: 'lines', x, y: lines.y }, dots], layout),
      calls: [['restyle', { line: [null] }, [0]]],
    },
    {
      what: 'the layout',
      next: stateOf([lines, dots], { ...layout, title: { text: 'B' }, xaxis: { range: [0, 2] } }),
      calls: [['relayout', { 'title.text': 'B', 'xaxis.range': [0, 2] }]],
    },
    {
      what: 'an item of a list in the layout',
      next: stateOf([lines, dots], { ...layout, annotations: [{ text: 'a' }, { text: 'c', x: 1 }] }),
      calls: [['relayout', { 'annotations[1].text': 'c', 'annotations[1].x': 1 }]],
    },
    {
      what: 'the length of a list in the layout',
      next: stateOf([lines, dots], { ...layout, annotations: [{ text: 'a' }] }),
      calls: [['relayout', { annotations: [{ text: 'a' }] }]],
    },
    {
      what: 'part of a layout that goes',
      next: stateOf([lines, dots], { title: {}, xaxis: layout.xaxis, annotations: layout.annotations }),
      calls: [['relayout', { 'title.text': null }]],
    },
    {
      what: 'data and layout',
      next: stateOf([{ ...lines, line: { color: 'green' } }, dots], { ...layout, showlegend: false }),
      calls: [['update', { 'line.color': ['green'] }, { showlegend: false }, [0]]],
    },
    { what: 'a trace that comes', next: stateOf([lines, dots, lines], layout), calls: [['react']] },
    { what: 'a trace that goes', next: stateOf([lines], layout), calls: [['react']] },
    { what: 'the type of a trace', next: stateOf([lines, { ...dots, type: 'bar' }], layout), calls: [['react']] },
    {
      what: 'a type that is said, and was the default',
      next: stateOf([lines, { ...dots, type: 'scatter' }], layout),
      calls: [['restyle', { type: ['scatter'] }, [1]]],
    },
  ])('changes $what', async ({ next, calls }) => {
    const shown = await show(before, next);
    expect(shown.calls).toEqual(calls);
    expect(isShown(shown, next)).toBe(true);
  });

  it.each([
    { what: 'from no range to one', from: {}, to: { range: [0, 1] }, patch: { 'xaxis.range': [0, 1] } },
    {
      what: 'from a range to none',
      from: { range: [0, 1] },
      to: {},
      patch: { 'xaxis.range': null, 'xaxis.autorange': true },
    },
    {
      what: 'between ranges that are not used',
      from: { range: [0, 1], autorange: 'reversed' },
      to: { range: [0, 2], autorange: 'reversed' },
      patch: { 'xaxis.range': [0, 2], 'xaxis.autorange': 'reversed' },
    },
    {
      what: 'between ranges that are pinned',
      from: { range: [0, 1], autorange: false },
      to: { range: [0, 2], autorange: false },
      patch: { 'xaxis.range': [0, 2] },
    },
    {
      what: 'from a pinned range to none',
      from: { range: [0, 1], autorange: false },
      to: { type: 'linear' },
      patch: { 'xaxis.range': null, 'xaxis.autorange': true, 'xaxis.type': 'linear' },
    },
  ])('leads an axis $what', async ({ from, to, patch }) => {
    const [first, next] = [from, to].map((axis) => stateOf([], { xaxis: { side: 'top', ...axis } }));
    if (!first || !next) throw new RangeError('Two states');
    const shown = await show(first, next);
    expect(shown.calls).toEqual([['relayout', patch]]);
    expect(isShown(shown, next)).toBe(true);
    expect(isShown(await show(shown.state, first), first)).toBe(true);
  });

  it('gives to react what no patch can change: items of a list in a trace', async () => {
    const splom = (values: number[]) => stateOf([{ type: 'splom', dimensions: [{ values }, { values: [1] }] }]);
    const shown = await show(splom([1]), splom([2]));
    expect(shown.calls).toEqual([['react']]);
    expect(shown.state).toEqual(splom([2]));
  });

  it('gives whole what Plotly takes only whole', async () => {
    const scene = (eye: number) => ({ scene: { camera: { eye: { x: eye, y: 0, z: 0 } } } });
    const [from, to] = [stateOf([], scene(1)), stateOf([], scene(2))];
    expect((await show(from, to)).calls).toEqual([['relayout', { 'scene.camera': scene(2).scene.camera }]]);
    const scale = (colour: string) =>
      stateOf([
        {
          type: 'heatmap',
          colorscale: [
            [0, colour],
            [1, 'red'],
          ],
        },
      ]);
    expect((await show(scale('blue'), scale('green'))).calls).toEqual([
      [
        'restyle',
        {
          colorscale: [
            [
              [0, 'green'],
              [1, 'red'],
            ],
          ],
        },
        [0],
      ],
    ]);
  });

  it('gives copies of what Plotly writes into', async () => {
    const next = stateOf([{ ...lines, marker: { size: 1 } }, dots], { ...layout, yaxis: { range: [0, 1] } });
    const [[, data, changed] = []] = (await show(before, next)).calls;
    expect(Object(data).marker[0]).toEqual({ size: 1 });
    expect(Object(data).marker[0]).not.toBe(next.data[0]?.marker);
    expect(Object(changed).yaxis).not.toBe(next.layout.yaxis);
  });

  it('gives all to react where a patch has drawn something else', async () => {
    const next = stateOf([{ ...lines, y: [9, 9, 9] }, dots], layout);
    const shown = await show(before, next, 'reacting');
    expect(shown.calls).toEqual([['react']]);
    expect(shown.state).toEqual(next);
    expect(shown.state.data[0]).not.toBe(next.data[0]);
    expect(shown.doubted).toBe(false);
  });

  it('has patches compared with a full redraw', async () => {
    expect((await show(before, stateOf([lines, { ...dots, y: [0, 0, 0] }], layout))).doubted).toBe(true);
  });

  describe('with the shortest way', () => {
    const sized = (sizes: number[]) => ({ ...dots, marker: { size: sizes, color: 'blue' } });
    const start = stateOf([lines, sized([4, 5, 6])], ranged);
    const moved = stateOf([lines, { ...sized([1, 2, 3]), y: [7, 8, 9] }], ranged);

    it('only moves points where that is all', async () => {
      const shown = await show(start, moved, 'shortest', true);
      expect(shown.calls).toEqual([['restyle', { y: [[7, 8, 9]], 'marker.size': [[1, 2, 3]] }, [1]]]);
    });

    it('animates without a redraw what transitions draw', async () => {
      const shown = await show(start, moved, 'shortest');
      const data = [{ y: [7, 8, 9], marker: { size: [1, 2, 3] } }];
      expect(shown.calls).toEqual([['animate', { data, traces: [1] }, { frame: { duration: 0, redraw: false } }]]);
      expect(isShown(shown, moved)).toBe(true);
    });

    it('animates bars', async () => {
      const bars = (y: number) => stateOf([{ type: 'bar', y: [y], base: y / 2, marker: { color: 'red' } }], ranged);
      expect((await show(bars(1), bars(2), 'shortest')).calls).toEqual([
        ['animate', { data: [{ y: [2], base: 1 }], traces: [0] }, expect.anything()],
      ]);
    });

    it.each([
      { what: 'another attribute', next: [lines, { ...dots, text: 'a' }] },
      { what: 'an attribute that goes', next: [lines, { ...dots, marker: { color: 'blue' } }] },
      {
        what: 'an attribute that comes',
        from: [lines, { mode: 'markers' }],
        next: [lines, { mode: 'markers', y: [1] }],
      },
      { what: 'another number of points', next: [lines, { ...dots, x: [1, 2], y: [1, 2] }] },
      { what: 'another type', from: [{ type: 'scattergl', y: [1] }], next: [{ type: 'scattergl', y: [2] }] },
      {
        what: 'the colours of bars',
        from: [{ type: 'bar', y: [1], marker: { color: 'red' } }],
        next: [{ type: 'bar', y: [1], marker: { color: 'blue' } }],
      },
      {
        what: 'bars and lines together',
        from: [{ type: 'bar', y: [1] }, { y: [1] }],
        next: [{ type: 'bar', y: [2] }, { y: [2] }],
      },
      {
        what: 'bars, of which only one has a base',
        from: [
          { type: 'bar', y: [1] },
          { type: 'bar', y: [1], base: 1 },
        ],
        next: [
          { type: 'bar', y: [2] },
          { type: 'bar', y: [1], base: 2 },
        ],
      },
      { what: 'points with ranges of their own', next: [lines, { ...dots, y: [7, 8, 9] }], on: {} },
      {
        what: 'points with one end of the range their own',
        next: [lines, { ...dots, y: [7, 8, 9] }],
        on: { ...ranged, yaxis: { range: [0, null] } },
      },
      {
        what: 'points in the order of their values',
        next: [lines, { ...dots, y: [7, 8, 9] }],
        on: { ...ranged, xaxis: { range: [0, 1], categoryorder: 'total ascending' } },
      },
    ])('restyles $what', async ({ from = [lines, dots], next, on = ranged }) => {
      const shown = await show(stateOf(from, on), stateOf(next, on), 'shortest');
      expect(shown.calls.map(([method]) => method)).toEqual(['restyle']);
      expect(isShown(shown, stateOf(next, on))).toBe(true);
    });
  });

  it('leads through many states', async () => {
    const states = [
      before,
      stateOf([dots, lines], {}),
      stateOf([{}, dots], layout),
      stateOf([{ y: [1] }], layout),
      before,
    ];
    let state = before;
    for (const next of states) {
      const shown = await show(state, next);
      expect(isShown(shown, next)).toBe(true);
      ({ state } = shown);
    }
  });
});
