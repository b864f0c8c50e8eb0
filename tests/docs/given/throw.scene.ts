import { defineScene } from 'plotreel/scene';

function boom(i: number): never {
  throw new Error(`no such thing ${i}`);
}
export default defineScene<number>({
  setup: () => ({ data: [{ y: [1, 2] }], layout: {} }),
  update: (_chart, i) => void (i - 5 || boom(i)),
  frames: { count: 8, params: (i) => i },
});
