import { fileURLToPath } from 'node:url';
import { indexed, type RenderResult, renderVideo, type VideoOptions } from 'plotreel';
import type { BitmapParams } from './bitmap-params.ts';

const FPS = 30;
const WIDTH = 320;
const HEIGHT = 240;

/** Renders bitmaps that become ready in any order, as those of a simulation on many machines do. */
export async function renderBitmaps(
  output: string,
  { frameCount = 60, ...options }: Partial<VideoOptions> = {},
): Promise<RenderResult> {
  return renderVideo({
    scene: fileURLToPath(new URL('./bitmaps.scene.ts', import.meta.url)),
    frames: bitmaps(frameCount),
    frameCount,
    output,
    fps: FPS,
    width: 1280,
    height: 720,
    ...options,
  });
}

/** Every frame once, each with its index: plotreel puts them in order. */
async function* bitmaps(count: number) {
  for (const index of shuffled(count)) yield indexed(index, julia(index / count, index / FPS));
}

/** 0 to `count - 1` in an order that looks random and is the same in every run (Fisher and Yates). */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = 1;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}

/** The Julia set of z² + c with c at `turn` (0 to 1) of a circle, coloured by how soon a point escapes. */
function julia(turn: number, time: number): BitmapParams {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  const [cx, cy] = [0.7885 * Math.cos(2 * Math.PI * turn), 0.7885 * Math.sin(2 * Math.PI * turn)];
  for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
    const x = ((pixel % WIDTH) + 0.5 - WIDTH / 2) / (HEIGHT / 3.1);
    const y = (Math.floor(pixel / WIDTH) + 0.5 - HEIGHT / 2) / (HEIGHT / 3.1);
    pixels.set(colour(persistence(x, y, cx, cy)), 4 * pixel);
  }
  return { width: WIDTH, height: HEIGHT, pixels, time };
}

/** 0 for points that stay to 1 for those that leave at once; smooth (renormalised iteration count). */
function persistence(x: number, y: number, cx: number, cy: number): number {
  const LIMIT = 64;
  for (let step = 0; step < LIMIT; step++) {
    [x, y] = [x * x - y * y + cx, 2 * x * y + cy];
    const square = x * x + y * y;
    if (square > 256) return 1 - (step + 1 - Math.log2(Math.log2(square) / 2)) / LIMIT;
  }
  return 0;
}

function colour(level: number): [number, number, number, number] {
  const wave = (shift: number) => Math.round(127 - 127 * Math.cos(2 * Math.PI * level ** 4 * 1.2 + shift));
  return [wave(0.2), wave(0.7), wave(1.4), 255];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await renderBitmaps(process.argv[2] ?? 'bitmaps.mp4');
}
