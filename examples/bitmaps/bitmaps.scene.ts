import type { Data, Layout, LayoutAxis } from 'plotly.js';
import { defineScene, type FigureSpec } from 'plotreel/scene';
import type { BitmapParams } from './bitmap-params.ts';

const BINS = 64;
const levels = Array.from({ length: BINS }, (_, bin) => ((bin + 0.5) * 256) / BINS);
const channels = [
  { color: '#d1495b', fillcolor: 'rgba(209,73,91,0.25)' },
  { color: '#3f9b63', fillcolor: 'rgba(63,155,99,0.25)' },
  { color: '#3667c9', fillcolor: 'rgba(54,103,201,0.25)' },
];

/**
 * The bitmap as a PNG data URL: 8 ms a frame, where nested arrays of the same pixels take 200. (As a layout image it would
 * take 3, but be smoothed when enlarged; an image trace keeps every pixel.)
 */
function toSource({ width, height, pixels }: BitmapParams): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  return canvas.toDataURL();
}

/** Share of the pixels in each bin of one channel, in percent. */
function share(pixels: Uint8Array, channel: number): number[] {
  const bins = new Array<number>(BINS).fill(0);
  const percent = 400 / pixels.length;
  for (let i = channel; i < pixels.length; i += 4) {
    const bin = Math.floor(((pixels[i] ?? 0) * BINS) / 256);
    bins[bin] = (bins[bin] ?? 0) + percent;
  }
  return bins;
}

/** Mean brightness (Rec. 709 luma, 0 to 255) of every column from left to right. */
function profile({ width, height, pixels }: BitmapParams): number[] {
  return Array.from({ length: width }, (_, column) => {
    let sum = 0;
    for (let i = 4 * column; i < pixels.length; i += 4 * width) {
      sum += 0.2126 * (pixels[i] ?? 0) + 0.7152 * (pixels[i + 1] ?? 0) + 0.0722 * (pixels[i + 2] ?? 0);
    }
    return sum / height;
  });
}

const axis: Partial<LayoutAxis> = {
  gridcolor: '#e6e9f0',
  zeroline: false,
  linecolor: '#9aa3b5',
  showline: true,
  mirror: true,
};
const label = { showarrow: false, xref: 'paper', yref: 'paper', xanchor: 'left', yanchor: 'bottom' } as const;

const layout = ({ width, height, time }: BitmapParams): Partial<Layout> => ({
  font: { family: 'Open Sans, Arial, sans-serif', size: 15, color: '#2b3344' },
  margin: { l: 0, r: 0, t: 0, b: 0 },
  showlegend: false,
  template: { layout: { xaxis: axis, yaxis: axis } },
  // 640×480 pixels of 1280×720: a bitmap of 320×240 is shown at exactly twice its size.
  xaxis: { domain: [40 / 1280, 680 / 1280], range: [-0.5, width - 0.5], constrain: 'domain', visible: false },
  yaxis: { domain: [100 / 720, 580 / 720], range: [height - 0.5, -0.5], constrain: 'domain', visible: false },
  xaxis2: { domain: [760 / 1280, 1240 / 1280], range: [0, 256], dtick: 64, anchor: 'y2' },
  yaxis2: { domain: [370 / 720, 580 / 720], range: [0, 12], ticksuffix: ' %', anchor: 'x2' },
  xaxis3: { domain: [760 / 1280, 1240 / 1280], range: [-0.5, width - 0.5], showticklabels: false, anchor: 'y3' },
  yaxis3: { domain: [100 / 720, 285 / 720], range: [0, 255], dtick: 64, anchor: 'x3' },
  annotations: [
    { ...label, text: `t = ${time.toFixed(2)} s`, font: { size: 18 }, x: 40 / 1280, y: 50 / 720 },
    { ...label, text: '<b>Bitmaps, out of order</b>', font: { size: 28 }, x: 40 / 1280, y: 620 / 720 },
    { ...label, text: '<b>Red, green and blue</b>', font: { size: 18 }, x: 760 / 1280, y: 586 / 720 },
    { ...label, text: '<b>Brightness of the columns</b>', font: { size: 18 }, x: 760 / 1280, y: 291 / 720 },
  ],
});

/** Everything, drawn from one bitmap alone. */
function draw(bitmap: BitmapParams): FigureSpec {
  const image = { type: 'image', source: toSource(bitmap) } as const;
  return {
    data: [
      image,
      ...channels.map(
        ({ color, fillcolor }, channel): Data => ({
          x: levels,
          y: share(bitmap.pixels, channel),
          mode: 'lines',
          line: { color, width: 2 },
          fill: 'tozeroy',
          fillcolor,
          xaxis: 'x2',
          yaxis: 'y2',
        }),
      ),
      {
        y: profile(bitmap),
        mode: 'lines',
        line: { color: '#5b3f8c', width: 2.5 },
        xaxis: 'x3',
        yaxis: 'y3',
      },
    ],
    layout: layout(bitmap),
  };
}

/** Shows the bitmap in each frame's params, exactly, beside what can be read off it. Designed for 1280×720. */
export default defineScene<BitmapParams>({
  setup: () => draw({ width: 1, height: 1, pixels: new Uint8Array(4), time: 0 }),
  update: (figure, bitmap) => figure.react(draw(bitmap)),
});
