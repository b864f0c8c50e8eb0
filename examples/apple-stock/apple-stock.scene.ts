import type { Layout } from 'plotly.js';
import { defineScene } from 'plotreel/scene';
import rows from './apple-stock-2014.csv';

// As text: Plotly reads Date objects in the machine's time zone, which would move the points.
const days = rows.map(({ AAPL_x }) => (AAPL_x instanceof Date ? AAPL_x.toISOString().slice(0, 10) : String(AAPL_x)));
const prices = rows.map(({ AAPL_y }) => Number(AAPL_y));

/** The label that follows the line: the day, its price and the change since the first day. */
function label(day: number): { x: string; y: number; text: string } {
  const [first = 0, price = 0] = [prices[0], prices[day]];
  const change = 100 * (price / first - 1);
  const signed = `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)} %`;
  return { x: days[day] ?? '', y: price, text: `<b>$${price.toFixed(2)}</b>  ${signed}<br>${days[day]}` };
}

const layout: Partial<Layout> = {
  title: { text: '<b>Apple in 2014</b>', font: { size: 30 }, x: 0.06, y: 0.93 },
  font: { family: 'Open Sans, Arial, sans-serif', size: 16, color: '#2b3344' },
  margin: { l: 76, r: 150, t: 100, b: 60 },
  showlegend: false,
  xaxis: { type: 'date', range: ['2013-12-30', '2014-12-31'], dtick: 'M1', tickformat: '%b', gridcolor: '#eef0f5' },
  yaxis: { range: [65, 130], dtick: 10, tickprefix: '$', gridcolor: '#e6e9f0' },
  annotations: [{ ...label(0), align: 'left', xanchor: 'left', xshift: 16, showarrow: false, font: { size: 18 } }],
};

/** A year of closing prices, one day a frame. Designed for 1280×720 at 30 frames a second. */
export default defineScene<{ day: number }>({
  setup: () => ({
    data: [
      { mode: 'lines', line: { color: '#2463c5', width: 3 }, fill: 'tozeroy', fillcolor: 'rgba(36,99,197,0.12)' },
      { mode: 'markers', marker: { color: '#e4572e', size: 14, line: { color: 'white', width: 2.5 } } },
    ],
    layout,
  }),
  update: (figure, { day }) => {
    const { x, y, text } = label(day);
    return figure.update(
      { x: [days.slice(0, day + 1), [x]], y: [prices.slice(0, day + 1), [y]] },
      { 'annotations[0].x': x, 'annotations[0].y': y, 'annotations[0].text': text },
    );
  },
  frames: { count: days.length, params: (day) => ({ day }) },
});
