import { defineScene } from 'plotreel/scene';

export default defineScene<{ field: Float32Array }>({
  setup: () => ({
    data: [{ type: 'scatter', y: [] }],
    layout: { width: 320, height: 180, xaxis: { range: [0, 64] }, yaxis: { range: [0, 4] } },
  }),
  update: (figure, { field }) => figure.restyle({ y: [Array.from(field)] }, [0]),
});
