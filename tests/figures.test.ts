import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { AxisTypes } from '../page/figure-scene/axis-types.ts';
import { playStates } from '../page/figure-scene/states.ts';
import { planTween } from '../page/figure-scene/tween/plan-tween.ts';
import { readFigure } from '../src/figure-input/read-figure.ts';
import { renderVideo } from '../src/index.ts';
import { decode } from './support/decode.ts';
import { difference, encodeSideBySide, openFigureStage, plotAfresh } from './support/figure-stages.ts';
import { scratchFolder } from './support/scratch.ts';

// Several browsers a test, 3-D in software among them.
vi.setConfig({ testTimeout: 180_000 });

const folder = scratchFolder();
const figureFile = (name: string) => fileURLToPath(new URL(`fixtures/figures/${name}`, import.meta.url));

/** Leaves both pictures behind where they differ. */
function expectSame(actual: Buffer, expected: Buffer, name: string): void {
  const found = difference(actual, expected);
  if (found) writeFileSync(join('out', `${name}-differs.png`), encodeSideBySide([actual, expected]));
  expect(found, name).toBeUndefined();
}

const LOG: AxisTypes = { xaxis: 'log', yaxis: 'linear' };

describe.each([
  ['wave-frames.json', { frames: 45, keyframes: 30, axes: {} }],
  ['gapminder-bubbles.json', { frames: 180, keyframes: 12, axes: LOG }],
  ['gapminder-bars.json', { frames: 180, keyframes: 12, axes: {} }],
  ['surface-frames.json.gz', { frames: 300, keyframes: 20, axes: {} }],
])('%s', (name, expected) => {
  test('shows what a fresh plot of the same state shows, at keyframes and between them', async () => {
    const { data, layout, frames } = await readFigure(figureFile(name));
    const { updatemenus, sliders, ...plain } = layout;
    const figure = { data, layout: plain, frames, config: {} };
    const states = playStates(figure, [...frames.keys()]);
    // As Plotly itself shows it: no range is pinned.
    const stage = await openFigureStage({ figure, fps: 60, ranges: 'auto', frameDuration: 500, tween: 'on' });
    try {
      expect(stage.moments.length).toBe(30 * expected.keyframes);
      for (const index of [30, 30 * 3 + 10, 30 * Math.floor(expected.keyframes / 2)]) {
        const { from, to, at } = stage.moments[index] ?? { from: 0, to: 0, at: 0 };
        const [before, after] = [states[from], states[to]];
        if (!before || !after) throw new RangeError(`No keyframes ${from} and ${to}`);
        const state = planTween(before, after, expected.axes)(at);
        expectSame(await stage.draw(index), await plotAfresh(state), `${name}-${index}`);
      }
    } finally {
      await stage.close();
    }
  });

  test('draws a frame alone as it draws it after others', async () => {
    const open = () => openFigureStage({ figure: figureFile(name) });
    const [alone, inTurn] = await Promise.all([open(), open()]);
    try {
      expect(alone.moments.length).toBe(expected.frames);
      for (const share of [0.9, 0.1, 0.5]) await inTurn.draw(Math.floor(expected.frames * share));
      const index = Math.floor(expected.frames * 0.77);
      expect((await inTurn.draw(index)).equals(await alone.draw(index))).toBe(true);
    } finally {
      await Promise.all([alone.close(), inTurn.close()]);
    }
  });
});

test('renderVideo() takes a figure file and makes the same bytes for any number of workers', async () => {
  const results = [];
  for (const workers of [1, 2]) {
    const output = join(folder, `bubbles-${workers}.mp4`);
    results.push(
      await renderVideo({
        figure: figureFile('gapminder-bubbles.json'),
        output,
        width: 640,
        height: 360,
        workers,
        speed: 4,
      }),
    );
  }
  const [one, two] = results;
  expect(one).toMatchObject({ frames: 45, fps: 30, duration: 1.5, notes: [], updates: ['points', 'update'] });
  const size = { width: 640, height: 360 };
  const [a, b] = await Promise.all([decode(one?.path ?? '', size), decode(two?.path ?? '', size)]);
  expect(a.frames.length).toBe(45);
  expect(a.frames.every((frame, i) => frame.equals(b.frames[i] ?? Buffer.alloc(0)))).toBe(true);
});

const bars = (...values: [x: string, y: number][]) => ({ x: values.map(([x]) => x), y: values.map(([, y]) => y) });
const sectors = (...values: number[]) => ({ values, labels: values.map((_, i) => `sector ${i}`) });
const cloud = (z: number) => ({ x: [1, 2], y: [1, 2], z: [z, z + 1] });

/** What Plotly keeps of earlier frames, or takes away with later ones. */
const MEMORABLE = {
  'a pie whose labels go outside': {
    data: [{ type: 'pie', automargin: true, sort: false, ...sectors(4, 3, 2) }],
    frames: [[sectors(4, 3, 2)], [sectors(99, 1, 0)], [sectors(3, 3, 3)]],
  },
  'bars sorted by value': {
    data: [{ type: 'bar', ...bars(['a', 1], ['b', 2]) }],
    layout: { xaxis: { categoryorder: 'total ascending' } },
    frames: [[bars(['a', 1], ['b', 2])], [bars(['c', 3], ['b', 2])], [bars(['d', 1], ['c', 2])]],
  },
  'bars of which some stay': {
    data: [
      { type: 'bar', ...bars(['a', 1]) },
      { type: 'bar', ...bars(['a', 2]) },
    ],
    layout: { yaxis: { range: [0, 9] } },
    frames: [[bars(['a', 1])], [bars(['a', 5])], [bars(['a', 7])]],
  },
  'a scene that rests': {
    data: [{ type: 'scatter3d', mode: 'markers', ...cloud(1) }],
    frames: [[cloud(1)], [cloud(2)], [cloud(2)]],
  },
};

test.each(Object.entries(MEMORABLE))(
  '%s: a frame does not show what was drawn before',
  async (_, { frames, ...figure }) => {
    const open = () =>
      openFigureStage({
        figure: { ...figure, frames: frames.map((data) => ({ data })) },
        frameDuration: 300,
        tween: 'on',
      });
    const [forward, backward] = await Promise.all([open(), open()]);
    try {
      const indices = [0, 4, 9, 13, 18, 22, 26];
      const drawn = new Map<number, Buffer>();
      for (const index of indices) drawn.set(index, await forward.draw(index));
      for (const index of indices.toReversed()) {
        expect((await backward.draw(index)).equals(drawn.get(index) ?? Buffer.alloc(0)), `frame ${index}`).toBe(true);
      }
    } finally {
      await Promise.all([forward.close(), backward.close()]);
    }
  },
);
