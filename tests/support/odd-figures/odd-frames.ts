import type { OddValues } from './odd-settings.ts';

/** Of a frame. */
export const FRAME: OddValues = {
  name: ['', 5, 'frame 0', {}, null, 'x'.repeat(5000)],
  baseframe: ['frame 0', 'none', '__proto__', 5],
  group: ['a', {}],
  traces: [[0, 0], [9], [-1], ['0'], [null], [], 0, [1e9]],
  data: [
    [],
    [{}],
    [null],
    [{ y: [1] }, { y: [2] }, { y: [3] }, { y: [4] }],
    {},
    [{ type: 'pie' }],
    [{ 'marker.color': 'red', 'x[3]': 5 }],
    [{ 'x[999999999]': 1 }],
    [
      {
        type: 'surface',
        z: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    Array(40).fill({ y: [1] }),
  ],
  layout: [
    {},
    { 'xaxis.range': [0, 1] },
    { 'annotations[999999999].text': 'a' },
    { 'annotations[2].text': 'a' },
    { xaxis: 5 },
    { 'xaxis.range[0]': 'a' },
    { '__proto__.polluted': 1 },
    { 'constructor.prototype.polluted': 1 },
    { 'a.b.c.d': 1 },
    { '...': 1 },
    { '[0]': 1 },
    { xaxis: null, title: null },
    { template: {} },
    { width: 5 },
    { sliders: [] },
  ],
};

/** Of the figure itself. */
export const FIGURE: OddValues = {
  frames: [
    [],
    [{}],
    [
      { name: 'a', baseframe: 'b' },
      { name: 'b', baseframe: 'a' },
    ],
    [{ name: 'a' }, { name: 'a' }],
    [null],
    {},
    Array(400).fill({}),
    [{ data: [{ y: [1, 2] }] }, { data: [{ y: [2, 1] }] }],
    [{ data: [{ y: 5 }] }, { data: [{ y: 'a' }] }],
    [{ layout: { xaxis: { dtick: 1e-9 } } }, {}],
  ],
  data: [[], {}, [null], Array(60).fill({ y: [1] }), Array(30).fill({ type: 'pie', values: [1] })],
  config: [
    5,
    { locale: 'xx' },
    { plotGlPixelRatio: 1e9 },
    { toImageButtonOptions: 5 },
    { modeBarButtons: 5 },
    { logging: 2 },
    { setBackground: 'odd' },
    { staticPlot: true },
    { topojsonURL: 5 },
  ],
  animate: [[null, { frame: { duration: 1e9 } }], 5],
};
