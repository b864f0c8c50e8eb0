import { defineScene } from 'plotreel/scene';

const x = Array.from({ length: 50 }, (_, i) => i / 8);

export default defineScene<{ phase: number }>({
  setup: () => ({
    data: [{ x, y: x.map(Math.cos), mode: 'lines' }],
    layout: { width: 320, height: 180, yaxis: { range: [-1.1, 1.1] } },
  }),
  update: (figure, { phase }) => figure.restyle({ y: [x.map((v) => Math.cos(v + phase))] }, [0]),
  frames: { count: 24, params: (i) => ({ phase: i / 4 }) },
});
