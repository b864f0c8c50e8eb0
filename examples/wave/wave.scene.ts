import { defineScene } from 'plotreel/scene';

const x = Array.from({ length: 200 }, (_, i) => (i * 4 * Math.PI) / 199);

/** A travelling cosine wave: the smallest useful scene. */
export default defineScene<{ phase: number }>({
  setup: () => ({
    data: [{ x, y: x.map(Math.cos), mode: 'lines' }],
    layout: { title: { text: 'Cosine Wave' }, yaxis: { range: [-1.1, 1.1] } },
  }),
  update: (figure, { phase }) => figure.restyle({ y: [x.map((v) => Math.cos(v + phase))] }, [0]),
  frames: { count: 60, params: (i) => ({ phase: (2 * Math.PI * i) / 60 }) },
});
