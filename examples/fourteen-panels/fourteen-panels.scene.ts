import type { Annotations, Data, Layout, LayoutAxis } from 'plotly.js';
import { defineScene } from 'plotreel/scene';
import { panels } from './panels.ts';

const FRAMES = 60;
const WIDTH = 2400;
const HEIGHT = 1800;

/** Pixels at the design size; the layout has fractions of it, so that other sizes keep the proportions. */
const HEADER = 84;
const EDGE = 30;
const GAP = 24;
const COLUMN = (WIDTH - 2 * EDGE - 3 * GAP) / 4;
const ROW = (HEIGHT - HEADER - EDGE - 3 * GAP) / 4;
const INSET = { left: 56, right: 22, top: 54, bottom: 40 };

const fromLeft = (x: number) => x / WIDTH;
const fromTop = (y: number) => 1 - y / HEIGHT;

let cell = 0;
const cards = panels.map((panel, i) => {
  const left = EDGE + (cell % 4) * (COLUMN + GAP);
  const top = HEADER + Math.floor(cell / 4) * (ROW + GAP);
  const span = panel.span ?? 1;
  cell += span;
  const right = left + span * COLUMN + (span - 1) * GAP;
  const bottom = top + ROW;
  return {
    ...panel,
    axis: String(i + 1),
    left,
    top,
    right,
    bottom,
    domain: {
      x: [fromLeft(left + INSET.left), fromLeft(right - INSET.right)],
      y: [fromTop(bottom - INSET.bottom), fromTop(top + INSET.top)],
    },
  };
});

function cardOf(title: string) {
  const card = cards.find((card) => card.title === title);
  if (!card) throw new Error(`There is no panel called ${title}`);
  return card;
}

const draw = (phase: number): Data[] =>
  cards.flatMap(({ draw, axes, axis, domain }) =>
    draw(phase).map((trace) => ({
      showlegend: false,
      ...trace,
      ...(axes ? { xaxis: `x${axis}`, yaxis: `y${axis}` } : { domain }),
    })),
  );

const text = { showarrow: false, xref: 'paper', yref: 'paper', yanchor: 'top' } as const;
const titles = cards.map(
  ({ title, left, top }): Partial<Annotations> => ({
    ...text,
    text: `<b>${title}</b>`,
    font: { size: 21 },
    x: fromLeft(left + 16),
    xanchor: 'left',
    y: fromTop(top + 12),
  }),
);
const heading: Partial<Annotations> = {
  ...text,
  text: '<b>Fourteen panels</b>',
  font: { size: 36 },
  x: fromLeft(EDGE),
  xanchor: 'left',
  y: fromTop(22),
};
const notes = (phase: number) =>
  cards.flatMap(({ note, right, top }): Partial<Annotations>[] =>
    note
      ? [
          {
            ...text,
            text: note(phase),
            align: 'left',
            bgcolor: '#f3f5fa',
            bordercolor: '#c9d0de',
            borderpad: 8,
            x: fromLeft(right - INSET.right - 10),
            xanchor: 'right',
            y: fromTop(top + INSET.top + 10),
          },
        ]
      : [],
  );

const axisStyle: Partial<LayoutAxis> = {
  gridcolor: '#e9ecf3',
  zerolinecolor: '#cfd5e2',
  linecolor: '#b3bccd',
  showline: true,
  mirror: true,
  nticks: 7,
  ticklabeloverflow: 'allow',
};
const plain = { visible: false };

const layout: Partial<Layout> = {
  font: { family: 'Open Sans, Arial, sans-serif', size: 15, color: '#2b3344' },
  margin: { l: 0, r: 0, t: 0, b: 0 },
  paper_bgcolor: '#eef1f6',
  plot_bgcolor: '#ffffff',
  template: { layout: { xaxis: axisStyle, yaxis: axisStyle } },
  shapes: cards.map(({ left, right, top, bottom }) => ({
    type: 'rect',
    layer: 'below',
    xref: 'paper',
    yref: 'paper',
    x0: fromLeft(left),
    x1: fromLeft(right),
    y0: fromTop(bottom),
    y1: fromTop(top),
    fillcolor: '#ffffff',
    line: { color: '#d9dfea', width: 1 },
  })),
  legend: {
    orientation: 'h',
    bgcolor: 'rgba(0,0,0,0)',
    x: fromLeft(cardOf('Four lines').right - INSET.right),
    xanchor: 'right',
    y: fromTop(cardOf('Four lines').top + 10),
    yanchor: 'top',
  },
  bargap: 0.05,
  ...Object.fromEntries(
    cards.flatMap(({ axes, axis, domain }) =>
      axes
        ? [
            [`xaxis${axis}`, { ...axes.x, domain: domain.x, anchor: `y${axis}` }],
            [`yaxis${axis}`, { ...axes.y, domain: domain.y, anchor: `x${axis}` }],
          ]
        : [],
    ),
  ),
  scene: {
    domain: cardOf('Surface').domain,
    // The default, 'turntable', swings the camera for half a second after the mount: early frames would differ.
    dragmode: 'orbit',
    aspectmode: 'manual',
    aspectratio: { x: 2.5, y: 1.2, z: 0.45 },
    camera: { eye: { x: 0, y: -1.2, z: 0.72 }, center: { x: 0, y: 0, z: -0.1 } },
    xaxis: { ...plain, range: [-6, 6] },
    yaxis: { ...plain, range: [-3.5, 3.5] },
    zaxis: { ...plain, range: [-1.1, 1.1] },
  },
  polar: {
    domain: cardOf('Polar').domain,
    radialaxis: { range: [0, 1], showticklabels: false, ticks: '', gridcolor: '#e9ecf3', showline: false },
    angularaxis: { dtick: 45, gridcolor: '#e9ecf3', linecolor: '#b3bccd' },
  },
};

/** Fourteen kinds of plot in one figure, all moving, one `react` per frame. Designed for 2400×1800. */
export default defineScene<{ phase: number }>({
  setup: () => ({ data: draw(0), layout: { ...layout, annotations: [heading, ...titles, ...notes(0)] } }),
  update: (figure, { phase }) =>
    figure.react({ data: draw(phase), layout: { ...layout, annotations: [heading, ...titles, ...notes(phase)] } }),
  frames: { count: FRAMES, params: (i) => ({ phase: (2 * Math.PI * i) / FRAMES }) },
});
