import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { openStage, renderStill, type StageOptions } from '../../src/index.ts';
import { decodePng } from '../support/pictures.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();
const size = { width: 320, height: 200 };
const wave = fileURLToPath(new URL('../../examples/wave/wave.scene.ts', import.meta.url));
const bubbles = fileURLToPath(new URL('../fixtures/figures/gapminder-bubbles.json', import.meta.url));

describe('a stage of a scene', async () => {
  const stage = await openStage({ scene: wave, ...size, capture: 'canvas' });
  afterAll(stage.close);

  test('knows its frames, size and browser', () => {
    expect(stage).toMatchObject({ frameCount: 60, ...size, capture: 'canvas', notes: [] });
    expect(stage.chromium).toMatch(/^\d+(\.\d+){3}$/);
  });

  test('frame() draws what renderStill() writes, whatever was drawn before', async () => {
    const output = join(folder, 'still.png');
    await renderStill({ scene: wave, ...size, frame: 17, output, capture: 'canvas' });
    const { pixels } = decodePng(await readFile(output));
    for (const other of [16, 59, 0]) {
      await stage.frame(other);
      const frame = await stage.frame(17);
      expect(frame).toMatchObject({ index: 17, ...size });
      expect(frame.pixels.equals(pixels)).toBe(true);
      expect(decodePng(frame.png()).pixels.equals(pixels)).toBe(true);
    }
  });

  test('frames that are asked for at once are those that were asked for, and each keeps its pixels', async () => {
    const frames = await Promise.all([3, 40, 3].map((index) => stage.frame(index)));
    expect(frames.map(({ index }) => index)).toEqual([3, 40, 3]);
    expect(frames[0]?.pixels.equals(frames[2]?.pixels ?? Buffer.alloc(0))).toBe(true);
    expect(frames[0]?.pixels.equals(frames[1]?.pixels ?? Buffer.alloc(0))).toBe(false);
  });

  test('figure() has data and layout at a frame, typed arrays as arrays', async () => {
    const phase = (2 * Math.PI * 12) / 60;
    const { data, layout } = await stage.figure(12);
    expect(data).toMatchObject([{ mode: 'lines' }]);
    expect(layout).toMatchObject({ title: { text: 'Cosine Wave' } });
    const y = data[0]?.y;
    if (!Array.isArray(y)) throw new TypeError('y is no array');
    expect(y).toHaveLength(200);
    expect(y[0]).toBeCloseTo(Math.cos(phase), 12);
  });

  test('figure() takes params other than the scene’s own', async () => {
    const { data } = await stage.figure(0, { params: { phase: Math.PI } });
    expect(data).toMatchObject([{ y: expect.arrayContaining([-1]) }]);
  });

  test('boxes() says where elements lie, in pixels of the frame', async () => {
    const [plot, ...others] = await stage.boxes(0, ['.nsewdrag']);
    expect(others).toEqual([]);
    expect(plot?.x).toBeGreaterThan(0);
    expect((plot?.x ?? 0) + (plot?.width ?? 0)).toBeLessThan(size.width);
    const frame = await stage.frame(0);
    expect(await frame.boxes(['.nsewdrag'])).toEqual([plot]);
    expect(await stage.boxes(0, ['.nothing'])).toEqual([]);
    await expect(stage.boxes(0, ['..'])).rejects.toThrow(/Frame 0: .*'\.\.' is not a valid selector/);
  });

  test('another() is a browser of its own that draws the same', async () => {
    await using other = await stage.another();
    const frames = [await stage.frame(5), await other.frame(5)];
    expect(frames[0]?.pixels.equals(frames[1]?.pixels ?? Buffer.alloc(0))).toBe(true);
  });

  test.each([-1, 60, 1.5, Number.NaN])('frame(%s) is refused', async (index) => {
    const message = `Expected the index of a frame to be an integer from 0 to 59, got ${index}`;
    await expect(stage.frame(index)).rejects.toThrow(message);
  });
});

test("openStage() gives a figure's frames, at twice the size", async () => {
  await using stage = await openStage({ figure: bubbles, ...size, scale: 2, fps: 10 });
  expect(stage).toMatchObject({ width: 640, height: 400 });
  expect(stage.frameCount).toBeGreaterThan(12);
  const first = await stage.figure(0);
  const last = await stage.figure(stage.frameCount - 1);
  expect(first.data).not.toEqual(last.data);
  const [plot] = await stage.boxes(0, ['.nsewdrag']);
  expect(plot?.width).toBeGreaterThan(200);
});

test('openStage() draws frames that are given, and screenshots where they are asked for', async () => {
  const frames = [1, 2, 3].map((number) => ({ number }));
  await using stage = await openStage({ scene: fixture('index-card'), ...size, frames, capture: 'screenshot' });
  expect(stage).toMatchObject({ frameCount: 3, capture: 'screenshot' });
  const { pixels } = await stage.frame(2);
  expect(pixels).toHaveLength(size.width * size.height * 4);
});

test('a stage that is closed says so, also of what it was asked before', async () => {
  const stage = await openStage({ scene: wave, ...size });
  const asked = stage.frame(30);
  const refused = expect(asked).rejects.toThrow('The stage is closed: await what is asked of it before');
  await stage.close();
  await refused;
  await expect(stage.figure(3)).rejects.toThrow('The stage is closed');
  await expect(stage.boxes(3, ['.gtitle'])).rejects.toThrow('The stage is closed');
});

const frameless = join(folder, 'frameless.scene.ts');
await writeFile(frameless, 'export default { setup: () => ({ data: [] }), update: () => {} };');

test.each<[string, StageOptions, RegExp]>([
  ['no frames at all', { scene: frameless }, /has no frames of its own: give `frames`/],
  ['a wrong option', { scene: wave, fps: -1 }, /Expected `fps` to be/],
  ['an empty list', { scene: wave, frames: [] }, /Expected `frames` to be a list of frame params/],
  ['a scene that is not there', { scene: 'nowhere.scene.ts' }, /Scene file not found/],
])('openStage() refuses %s, and leaves nothing', async (_, options, message) => {
  const before = leftovers();
  await expect(openStage({ ...size, ...options })).rejects.toThrow(message);
  expect(leftovers()).toEqual(before);
});

test('react() with data and layout apart, as Plotly takes them, is refused', async () => {
  const scene = join(folder, 'react.scene.js');
  const update = 'update: (figure) => figure.react([{ y: [1, 2] }], {})';
  await writeFile(scene, `export default { setup: () => ({ data: [] }), ${update}, frames: [0] };`);
  await expect(openStage({ scene, ...size })).rejects.toThrow(
    '`react` takes one figure, { data, layout }, got an array',
  );
});
