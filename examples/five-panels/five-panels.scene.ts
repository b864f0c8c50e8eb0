import type { ColorScale, Data, Layout } from 'plotly.js';
import { defineScene } from 'plotreel/scene';

const FRAMES = 90;

const range = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, i) => from + (i * (to - from)) / (count - 1));

/** Where each panel lies, as fractions of the figure; the gaps leave room for ticks and colour bars. */
const panels = {
  beats: { title: 'Beats', x: [0.035, 0.31], y: [0.56, 0.93] },
  spectrum: { title: 'Spectrum', x: [0.365, 0.64], y: [0.56, 0.93] },
  ripples: { title: 'Ripples', x: [0.695, 0.94], y: [0.56, 0.93] },
  helix: { title: 'Helix', x: [0.035, 0.475], y: [0.03, 0.45] },
  spiral: { title: 'Spiral', x: [0.53, 0.94], y: [0.06, 0.45] },
};

const colorbar = ({ y: [bottom = 0, top = 1] }: { y: number[] }) => ({
  x: 0.945,
  y: (bottom + top) / 2,
  len: top - bottom,
  ypad: 0,
  thickness: 14,
  outlinewidth: 0,
});

const diverging: ColorScale = [
  [0, '#1f5fb4'],
  [0.25, '#8fb8e0'],
  [0.5, '#f8f8f6'],
  [0.75, '#f0a58a'],
  [1, '#c0392b'],
];
const plasma: ColorScale = [
  [0, '#0d0887'],
  [0.25, '#7e03a8'],
  [0.5, '#cc4778'],
  [0.75, '#f89540'],
  [1, '#f7e225'],
];

const time = range(400, 0, 4 * Math.PI);
const bands = range(24, 1, 24);
const columns = range(84, -6, 6);
const rows = range(84, -6, 6);
const turns = range(300, 0, 4);

/** Two arms of a spiral, the points spread by the golden angle: even, and the same in every run. */
const stars = range(240, 1, 240).map((n) => ({
  radius: Math.sqrt(n / 240),
  angle: (n % 2) * Math.PI + 4 * Math.sqrt(n / 240) + 0.5 * Math.sin(n * 2.39996),
}));

/** All five panels at one phase of a loop, 0 to 2π. */
function draw(phase: number): Data[] {
  const envelope = time.map((t) => Math.abs(Math.cos(t / 2 - phase / 2)));
  const signal = time.map((t) => Math.cos(t / 2 - phase / 2) * Math.sin(5 * t - 3.5 * phase));
  const levels = bands.map(
    (n) => Math.exp(-n / 16) * (0.6 + 0.25 * Math.sin(0.8 * n - 2 * phase) + 0.15 * Math.sin(1.9 * n + phase)),
  );
  const source = { x: 2.6 * Math.cos(phase), y: 2.6 * Math.sin(phase) };
  const wave = (distance: number) => Math.cos(2.4 * distance - 3 * phase) / (1 + 0.4 * distance);
  const heights = rows.map((y) =>
    columns.map((x) => wave(Math.hypot(x - source.x, y - source.y)) + wave(Math.hypot(x + source.x, y + source.y))),
  );
  const radius = (turn: number) => 1 + 0.35 * Math.sin((Math.PI / 2) * turn - phase);
  const helix = {
    x: turns.map((turn) => radius(turn) * Math.cos(2 * Math.PI * turn + phase)),
    y: turns.map((turn) => radius(turn) * Math.sin(2 * Math.PI * turn + phase)),
    z: turns,
  };
  const line = { color: turns, colorscale: 'Viridis', width: 9 };
  const orbit = stars.map((star) => ({ ...star, angle: star.angle - phase }));

  return [
    { x: time, y: envelope, mode: 'lines', line: { width: 0 } },
    { x: time, y: envelope.map((v) => -v), mode: 'lines', line: { width: 0 }, fill: 'tonexty', fillcolor: '#e3ecfa' },
    { x: time, y: signal, mode: 'lines', line: { color: '#2463c5', width: 2.5 } },
    {
      type: 'bar',
      x: bands,
      y: levels,
      // Strings: Plotly 4.1 warns in the console about every bar whose colour is a number.
      marker: { color: levels.map((level) => `hsl(${210 + 130 * level}, 65%, 52%)`) },
      xaxis: 'x2',
      yaxis: 'y2',
    },
    {
      type: 'heatmap',
      x: columns,
      y: rows,
      z: heights,
      zmin: -1.5,
      zmax: 1.5,
      colorscale: diverging,
      colorbar: colorbar(panels.ripples),
      xaxis: 'x3',
      yaxis: 'y3',
    },
    { type: 'scatter3d', mode: 'lines', ...helix, line },
    {
      x: orbit.map((star) => star.radius * Math.cos(star.angle)),
      y: orbit.map((star) => star.radius * Math.sin(star.angle)),
      mode: 'markers',
      marker: {
        color: orbit.map((star) => Math.sin(star.angle)),
        size: orbit.map((star) => 5 + 9 * star.radius),
        colorscale: plasma,
        cmin: -1,
        cmax: 1,
        showscale: true,
        colorbar: colorbar(panels.spiral),
        line: { color: 'white', width: 1 },
      },
      xaxis: 'x4',
      yaxis: 'y4',
    },
  ];
}

const axes = {
  gridcolor: '#e6e9f0',
  zerolinecolor: '#c9cfdc',
  linecolor: '#9aa3b5',
  showline: true,
  mirror: true,
} as const;

const axes3d = { title: { text: '' }, dtick: 1, tickfont: { size: 12 }, gridcolor: '#d5dae5', zeroline: false };

const layout: Partial<Layout> = {
  showlegend: false,
  margin: { l: 0, r: 0, t: 0, b: 0 },
  font: { family: 'Open Sans, Arial, sans-serif', size: 14, color: '#2b3344' },
  template: { layout: { xaxis: axes, yaxis: axes } },
  annotations: Object.values(panels).map(({ title, x, y }) => ({
    text: `<b>${title}</b>`,
    font: { size: 18 },
    showarrow: false,
    xref: 'paper',
    yref: 'paper',
    x: x[0],
    xanchor: 'left',
    y: y[1],
    yanchor: 'bottom',
  })),
  bargap: 0.15,
  xaxis: { domain: panels.beats.x, range: [0, 4 * Math.PI] },
  yaxis: { domain: panels.beats.y, range: [-1.15, 1.15] },
  xaxis2: { domain: panels.spectrum.x, range: [0.3, 24.7], anchor: 'y2' },
  yaxis2: { domain: panels.spectrum.y, range: [0, 1], anchor: 'x2' },
  xaxis3: { domain: panels.ripples.x, range: [-6, 6], anchor: 'y3' },
  yaxis3: { domain: panels.ripples.y, range: [-6, 6], anchor: 'x3' },
  xaxis4: { domain: panels.spiral.x, range: [-1.7, 1.7], anchor: 'y4' },
  yaxis4: { domain: panels.spiral.y, range: [-1.1, 1.1], anchor: 'x4' },
  scene: {
    domain: { x: panels.helix.x, y: panels.helix.y },
    aspectmode: 'manual',
    aspectratio: { x: 1.25, y: 1.25, z: 1 },
    // The default, 'turntable', swings the camera for half a second after the mount: early frames would differ.
    dragmode: 'orbit',
    camera: { eye: { x: 1.5, y: 1.5, z: 0.8 }, center: { x: 0, y: 0, z: -0.16 } },
    xaxis: { ...axes3d, range: [-1.4, 1.4] },
    yaxis: { ...axes3d, range: [-1.4, 1.4] },
    zaxis: { ...axes3d, range: [0, 4] },
  },
};

/** Lines, bars, a heatmap, a 3-D helix and a coloured scatter, all moving. Designed for 1600×900. */
export default defineScene<{ phase: number }>({
  setup: () => ({ data: draw(0), layout }),
  update: (figure, { phase }) => figure.react({ data: draw(phase), layout }),
  frames: { count: FRAMES, params: (i) => ({ phase: (2 * Math.PI * i) / FRAMES }) },
});
