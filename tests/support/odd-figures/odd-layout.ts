import type { OddValues } from './odd-settings.ts';

/** Of the layout. */
export const LAYOUT: OddValues = {
  width: [0, -5, 1e9, '640', 1.5, null],
  height: [0, 1e9, {}, 17],
  template: [
    {},
    'plotly_dark',
    { data: { scatter: 5 } },
    { layout: { template: {} } },
    { data: { bar: [{}, null] }, layout: [] },
  ],
  grid: [
    { rows: 1e9, columns: 1e9 },
    { rows: 100, columns: 100, pattern: 'independent' },
    { subplots: [['xy', 'x2y2'], []] },
    { rows: -1 },
  ],
  barmode: ['stack', 'relative', 'overlay', 'odd'],
  margin: [{ l: 1e9 }, { t: -100 }, { l: 1e308, r: 1e308 }, 0],
  annotations: [
    [{}],
    [null],
    [{ text: '<b>'.repeat(2000), x: 1e308 }],
    [{ ax: 'a', axref: 'x9' }],
    {},
    Array(300).fill({ text: 'a', x: 1, y: 1 }),
  ],
  shapes: [
    [{ type: 'path', path: 'M0 0 L' }],
    [{ type: 'path', path: 'M1e308,0Z' }],
    [{ type: 'circle', x0: 'a', label: { text: 5 } }],
    [{ xref: 'x9' }],
  ],
  images: [
    [{ source: 'nowhere.png' }],
    [{ source: 'data:image/png;base64,AAAA' }],
    [{ source: 5 }],
    [{ source: '..%2f..%2fetc', x: 0, y: 0, sizex: 1, sizey: 1 }],
  ],
  sliders: [
    [{ steps: [] }],
    [{ steps: [{ method: 'animate', args: [['none']] }] }],
    [
      {
        steps: [
          { method: 'restyle', args: ['x', 5] },
          { method: 'update', args: [] },
        ],
      },
    ],
    [
      {
        steps: [
          { method: 'relayout', args: ['annotations[999999999].text', 'a'] },
          { method: 'relayout', args: [{ '__proto__.a': 1 }] },
        ],
      },
    ],
    7,
  ],
  updatemenus: [
    [{ buttons: [{ method: 'animate', args: [null, { frame: { duration: 1e308 } }] }] }],
    [{ buttons: [{ method: 'animate', args: [{}, []] }] }],
    [{}],
    {},
    [{ buttons: 5 }],
  ],
  geo: [
    { projection: { type: 'odd' } },
    { lonaxis: { dtick: 1e-9 }, lataxis: { showgrid: true, dtick: 1e-9 } },
    { fitbounds: 'locations' },
    { scope: 'mars' },
    { projection: { scale: 1e308, rotation: { lon: 1e308 } } },
  ],
  map: [
    { style: 'white-bg' },
    { style: 'nowhere' },
    { center: { lat: 1e308 }, zoom: 1e9 },
    { layers: [{ source: 'x', type: 'fill' }] },
  ],
  colorscale: [
    {
      sequential: [
        [0, 'red'],
        [1, 'x'],
      ],
    },
    5,
  ],
  colorway: [[], ['x'], 'red', [5]],
  font: [{ size: 1e9 }, { size: 0 }, { family: 'x'.repeat(9999) }],
  hovermode: ['odd'],
  dragmode: ['orbit', 5],
  separators: ['', 'xxxx', 7],
  uirevision: [{}],
  legend: [{ x: 1e308, y: -1e308 }, { orientation: 'h', font: { size: 500 } }, 5],
  transition: [{ duration: 1e9, easing: 'bogus' }],
  meta: [['a'], { toString: 0 }],
  polar: [{ sector: [0, 1e9] }, { hole: 2 }],
  ternary: [{ sum: 1e-300 }, { sum: 0 }],
  scene: [
    { camera: { eye: { x: 0, y: 0, z: 0 } } },
    { camera: { eye: { x: 1e308 }, up: {} } },
    { aspectratio: { x: 0, y: 0, z: 0 } },
    { aspectmode: 'manual', aspectratio: { x: 1e300, y: 1, z: 1 } },
  ],
};
