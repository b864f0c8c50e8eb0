import type { ColorScale, Data, LayoutAxis } from 'plotly.js';
import { arrow, type Field, join, streamline } from './flow.ts';
import { normal, range, uniform } from './numbers.ts';

export interface Panel {
  title: string;
  /** Width in columns of the grid. @default 1 */
  span?: number;
  /** Both axes with their pinned ranges; left out where the traces bring a subplot of another kind. */
  axes?: { x: Partial<LayoutAxis>; y: Partial<LayoutAxis> };
  /** The traces at one phase of the loop, 0 to 2π. A pure function. */
  draw(phase: number): Data[];
  /** Text of a box in the panel's upper right corner. */
  note?(phase: number): string;
}

const { sin, cos, exp, hypot, PI } = Math;
const colors = {
  blue: '#3667c9',
  teal: '#1d9a9a',
  orange: '#ee8434',
  red: '#d1495b',
  purple: '#7d5ba6',
  green: '#4c9f70',
};
const warm: ColorScale = [
  [0, '#0d0887'],
  [0.25, '#7e03a8'],
  [0.5, '#cc4778'],
  [0.75, '#f89540'],
  [1, '#f7e225'],
];
const sea: ColorScale = [
  [0, '#12355b'],
  [0.3, '#1f6f8b'],
  [0.6, '#4fb3a5'],
  [0.85, '#c9e4a6'],
  [1, '#fdf7c9'],
];

const grid = <T>(xs: number[], ys: number[], value: (x: number, y: number) => T) =>
  ys.map((y) => xs.map((x) => value(x, y)));

const wide = range(72, -6, 6);
const deep = range(42, -3.5, 3.5);
const surface: Panel = {
  title: 'Surface',
  span: 2,
  draw: (phase) => {
    const heights = grid(wide, deep, (x, y) => {
      const distance = hypot(x - 2 * cos(phase), y - sin(phase));
      return cos(2.2 * distance - 2 * phase) * exp(-distance / 4) + 0.3 * sin(x + phase);
    });
    // Plotly centres a surface on the extremes of all that it has drawn so far. With the same extremes in every frame,
    // a frame comes out the same whatever was drawn before it.
    const low = Math.min(...heights.flat());
    const high = Math.max(...heights.flat());
    const z = heights.map((row) => row.map((height) => (2 * (height - low)) / (high - low) - 1));
    return [{ type: 'surface', x: wide, y: deep, z, cmin: -1, cmax: 1, colorscale: sea, showscale: false }];
  },
};

const across = range(49, -3, 3);
const up = range(37, -2.2, 2.2);
const hill = (x: number, y: number, size: number) => exp(-(x * x + y * y) / size);
const contour: Panel = {
  title: 'Contours',
  axes: { x: { range: [-3, 3] }, y: { range: [-2.2, 2.2] } },
  draw: (phase) => [
    {
      type: 'contour',
      x: across,
      y: up,
      z: grid(across, up, (x, y) => {
        const near = hill(x - 1.5 * cos(phase), y - sin(phase), 1.2);
        return (
          near - hill(x + 1.3 * cos(phase), y + 0.9 * sin(2 * phase), 1.6) + 0.5 * hill(x, y - 1.2 * cos(phase), 0.8)
        );
      }),
      autocontour: false,
      contours: { start: -0.9, end: 1.2, size: 0.15, coloring: 'fill', showlines: true },
      line: { color: 'rgba(255,255,255,0.7)', width: 1.2 },
      zmin: -1,
      zmax: 1.2,
      colorscale: 'Viridis',
      showscale: false,
    },
  ],
};

const columns = range(80, 0, 2 * PI);
const rows = range(60, 0, 1.5 * PI);
const heatmap: Panel = {
  title: 'Heatmap',
  axes: { x: { range: [0, 2 * PI] }, y: { range: [0, 1.5 * PI] } },
  draw: (phase) => [
    {
      type: 'heatmap',
      x: columns,
      y: rows,
      z: grid(columns, rows, (x, y) => {
        return (
          sin(2 * x + phase) +
          sin(2.5 * y - phase) +
          sin(x + 1.5 * y + 2 * phase) +
          sin(2 * hypot(x - 3, y - 2) - phase)
        );
      }),
      zsmooth: 'fast',
      zmin: -3.6,
      zmax: 3.6,
      colorscale: warm,
      showscale: false,
    },
  ],
};

const time = range(160, 0, 12);
const lines: Panel = {
  title: 'Four lines',
  axes: { x: { range: [0, 12] }, y: { range: [-1.15, 1.15] } },
  draw: (phase) =>
    [colors.blue, colors.orange, colors.green, colors.red].map((color, i) => ({
      x: time,
      y: time.map((t) => exp((-i * t) / 30) * sin((0.7 + 0.2 * i) * t - (1 + (i % 2)) * phase - (i * PI) / 4)),
      mode: 'lines',
      line: { color, width: 3 },
      name: `Q${i + 1}`,
      showlegend: true,
    })),
};

const speeds = ['#b9cdf0', '#8aa9e4', '#5b86d7', '#3667c9', '#234a9c'];
const posts = range(12, -3, 3).flatMap((x) => range(8, -2, 2).map((y) => ({ x, y })));
const arrows: Panel = {
  title: 'Arrows',
  axes: { x: { range: [-3.4, 3.4] }, y: { range: [-2.4, 2.4] } },
  draw: (phase) => {
    const wind: Field = ({ x, y }) => ({
      x: cos(y * 0.9 + phase) + 0.5 * sin(x - phase),
      y: sin(x * 0.9 - phase) + 0.5 * cos(y + phase),
    });
    const moving = posts.map((post) => ({ post, ...wind(post) }));
    // One trace per speed class, one path per trace: 96 arrows cost five elements.
    return speeds.map((color, i) => {
      const own = moving.filter(({ x, y }) => Math.min(Math.floor(hypot(x, y) * 2.8), speeds.length - 1) === i);
      const shapes = own.map(({ post, x, y }) => arrow(post, { x: 0.36 * x, y: 0.36 * y }));
      return { ...join(shapes), mode: 'lines', line: { color, width: 0.5 }, fill: 'toself', fillcolor: color };
    });
  },
};

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const bars: Panel = {
  title: 'Bars with errors',
  axes: { x: { type: 'category', range: [-0.6, 5.6], showgrid: false }, y: { range: [0, 10] } },
  draw: (phase) => {
    const heights = days.map((_, i) => 5.4 + 2.4 * sin(phase + i * 0.9) + 0.8 * cos(2 * phase - i));
    return [
      {
        type: 'bar',
        x: days,
        y: heights,
        error_y: {
          type: 'data',
          array: days.map((_, i) => 0.55 + 0.3 * sin(2 * phase + i * 1.7)),
          color: '#44506a',
          thickness: 2,
          width: 7,
        },
        text: heights.map((height) => height.toFixed(1)),
        width: 0.64,
        textposition: 'inside',
        insidetextanchor: 'start',
        textangle: 0,
        constraintext: 'none',
        textfont: { color: 'white', size: 16 },
        marker: { color: [colors.blue, colors.teal, colors.green, colors.orange, colors.red, colors.purple] },
      },
    ];
  },
};

const degrees = range(181, 0, 360);
const polar: Panel = {
  title: 'Polar',
  draw: (phase) => {
    const rose = (petals: number, turn: number) =>
      degrees.map((angle) => 0.62 + 0.3 * cos((petals * angle * PI) / 180 + turn) + 0.06 * sin(2 * phase));
    return [
      { r: rose(5, -phase), fillcolor: 'rgba(54,103,201,0.35)', line: { color: colors.blue, width: 2.5 } },
      { r: rose(3, phase), fillcolor: 'rgba(238,132,52,0.35)', line: { color: colors.orange, width: 2.5 } },
    ].map((trace) => ({ ...trace, type: 'scatterpolar', theta: degrees, mode: 'lines', fill: 'toself' }));
  },
};

const bodies = uniform(48, 7).map((place, i) => ({
  radius: Math.sqrt((i + 0.5) / 48),
  start: 2 * PI * place,
  turns: i < 24 ? 2 : 1,
  size: 12 + 34 * (uniform(1, i + 100)[0] ?? 0) ** 2,
  color: Object.values(colors)[i % 6] ?? colors.blue,
}));
const bubbles: Panel = {
  title: 'Sized scatter',
  axes: { x: { range: [-4.2, 4.2] }, y: { range: [-2.9, 2.9] } },
  draw: (phase) => [
    {
      x: bodies.map(({ radius, start, turns }) => 3.7 * radius * cos(start + turns * phase)),
      y: bodies.map(({ radius, start, turns }) => 2.5 * radius * sin(start + turns * phase)),
      mode: 'markers',
      marker: {
        size: bodies.map(({ size, start }) => size * (1 + 0.3 * sin(2 * phase + start))),
        color: bodies.map(({ color }) => color),
        opacity: 0.75,
        line: { color: 'white', width: 1.5 },
      },
    },
  ],
};

const draws = normal(1500, 11);
const sample = (phase: number) => draws.map((value) => 0.9 * sin(phase) + (1.05 + 0.25 * cos(phase)) * value);
const histogram: Panel = {
  title: 'Histogram',
  axes: { x: { range: [-4.5, 4.5] }, y: { range: [0, 260] } },
  draw: (phase) => [
    {
      type: 'histogram',
      x: sample(phase),
      autobinx: false,
      xbins: { start: -6, end: 6, size: 0.3 },
      marker: { color: colors.teal, line: { color: 'white', width: 1 } },
    },
  ],
  note: (phase) => {
    const values = sample(phase);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    const signed = `${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(2)}`;
    return `n = ${values.length}<br>mean = ${signed}<br>σ = ${deviation.toFixed(2)}`;
  },
};

const shares = ['Wind', 'Solar', 'Hydro', 'Gas', 'Coal'];
const pie: Panel = {
  title: 'Pie',
  draw: (phase) => [
    {
      type: 'pie',
      labels: shares,
      values: shares.map((_, i) => 2 + sin(phase + (2 * PI * i) / 5) * 0.9),
      sort: false,
      direction: 'clockwise',
      hole: 0.42,
      textinfo: 'label+percent',
      texttemplate: '%{label}<br>%{percent:.0%}',
      insidetextorientation: 'horizontal',
      textfont: { color: 'white', size: 15 },
      marker: {
        colors: [colors.blue, colors.orange, colors.teal, colors.purple, colors.red],
        line: { color: 'white', width: 2 },
      },
    },
  ],
};

const STEPS = 30;
const levels = uniform(STEPS, 5).map((level) => 1 + 4 * level);
const step: Panel = {
  title: 'Steps',
  axes: { x: { range: [0, 20] }, y: { range: [0, 5.6] } },
  draw: (phase) => {
    // The levels pass by once in a loop: half a step a frame.
    const passed = (phase / (2 * PI)) * STEPS;
    const ticks = range(23, -1, 21).map((i) => i + Math.floor(passed));
    return [
      {
        x: ticks.map((tick) => tick - passed),
        y: ticks.map((tick) => levels[(tick + STEPS) % STEPS] ?? 0),
        mode: 'lines',
        line: { color: colors.purple, width: 3, shape: 'hv' },
        fill: 'tozeroy',
        fillcolor: 'rgba(125,91,166,0.2)',
      },
    ];
  },
};

const groups = [colors.blue, colors.teal, colors.green, colors.orange, colors.red].map((color, i) => ({
  color,
  name: String.fromCharCode(65 + i),
  values: normal(70, 20 + i),
}));
const boxes: Panel = {
  title: 'Box plots',
  axes: { x: { type: 'category', range: [-0.6, 4.6], showgrid: false }, y: { range: [-5, 5] } },
  draw: (phase) =>
    groups.map(({ color, name, values }, i) => ({
      type: 'box',
      name,
      y: values.map((value) => 1.3 * sin(phase + 0.9 * i) + (0.95 + 0.3 * cos(phase - i)) * value),
      boxpoints: 'outliers',
      marker: { color, size: 7 },
      line: { width: 2.5 },
    })),
};

const seeds = range(11, -2.8, 2.8).flatMap((x) => range(8, -2, 2).map((y) => ({ x, y })));
const streams: Panel = {
  title: 'Streamlines',
  axes: { x: { range: [-3, 3] }, y: { range: [-2.2, 2.2] } },
  draw: (phase) => {
    const vortices = [1, -1].map((spin) => ({ spin, x: 1.4 * spin * cos(phase), y: 0.9 * spin * sin(phase) }));
    const flow: Field = (at) =>
      vortices.reduce(
        (sum, { spin, x, y }) => {
          const strength = (2.6 * spin) / (0.35 + (at.x - x) ** 2 + (at.y - y) ** 2);
          return { x: sum.x - strength * (at.y - y), y: sum.y + strength * (at.x - x) };
        },
        { x: 0.8, y: 0 },
      );
    const heads = seeds.map((seed) => {
      const { x, y } = flow(seed);
      return arrow(seed, { x: (0.2 * x) / hypot(x, y), y: (0.2 * y) / hypot(x, y) });
    });
    return [
      {
        ...join(seeds.map((seed) => streamline(flow, seed, { steps: 14, length: 0.05 }))),
        mode: 'lines',
        line: { color: colors.teal, width: 2 },
      },
      { ...join(heads), mode: 'lines', line: { width: 0 }, fill: 'toself', fillcolor: '#0f5e66' },
    ];
  },
};

const hours = range(120, 0, 24);
const measured = normal(60, 3).map((error, i) => ({ hour: 0.2 + 0.4 * i, error }));
const bands: Panel = {
  title: 'Mean ± 1, 2, 3 σ',
  span: 2,
  axes: { x: { range: [0, 24] }, y: { range: [-4, 4] } },
  draw: (phase) => {
    const mean = (hour: number) => sin((hour * PI) / 6 - phase) + 0.5 * sin((hour * PI) / 4 + phase);
    const sigma = (hour: number) => 0.5 + 0.25 * sin((hour * PI) / 8 - phase);
    const outline = (times: number) => ({
      x: [...hours, ...hours.toReversed()],
      y: [
        ...hours.map((hour) => mean(hour) + times * sigma(hour)),
        ...hours.toReversed().map((hour) => mean(hour) - times * sigma(hour)),
      ],
    });
    return [
      ...[3, 2, 1].map(
        (times): Data => ({
          ...outline(times),
          mode: 'lines',
          line: { width: 0 },
          fill: 'toself',
          fillcolor: 'rgba(54,103,201,0.18)',
        }),
      ),
      { x: hours, y: hours.map(mean), mode: 'lines', line: { color: '#234a9c', width: 3 } },
      {
        x: measured.map(({ hour }) => hour),
        y: measured.map(({ hour, error }) => mean(hour) + error * sigma(hour)),
        mode: 'markers',
        marker: { color: colors.orange, size: 8, line: { color: 'white', width: 1 } },
      },
    ];
  },
};

/** In reading order; a row has four columns. */
export const panels: readonly Panel[] = [
  ...[surface, contour, heatmap],
  ...[lines, arrows, bars, polar],
  ...[bubbles, histogram, pie, step],
  ...[boxes, streams, bands],
];
