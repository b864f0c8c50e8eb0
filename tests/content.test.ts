import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadContent, withFigure } from '../src/content.ts';
import { InputError } from '../src/errors.ts';
import { resolveVideo } from '../src/options/options.ts';
import { tempFolder } from './install/temp-folder.ts';

const figure = { data: [{ y: [1, 2] }], layout: { width: 700, height: 450 } };

describe('withFigure()', () => {
  it('checks the figure and takes its size', async () => {
    const options = await withFigure({ output: 'a.mp4', figure });
    expect(options).toMatchObject({ output: 'a.mp4', figure: { ...figure, frames: [], config: {} } });
    expect(options).toMatchObject({ width: 700, height: 450 });
  });

  it('prefers the caller’s size', async () => {
    expect(await withFigure({ figure, width: 320 })).toMatchObject({ width: 320, height: 450 });
  });

  it.each([{}, { width: null, height: '300' }])('leaves a size of %j to the defaults', async (layout) => {
    const options = await withFigure({ output: 'a.mp4', figure: { data: [], layout } });
    expect(resolveVideo(options)).toMatchObject({ width: 1280, height: 720 });
  });

  it('reads the figure from a file', async () => {
    const path = join(await tempFolder(), 'figure.json');
    await writeFile(path, JSON.stringify(figure));
    for (const place of [path, pathToFileURL(path)]) {
      expect(await withFigure({ figure: place })).toMatchObject({ figure: { data: figure.data }, width: 700 });
    }
  });

  it.each([{ scene: 'wave.scene.ts' }, { figure: undefined }, { figure: 5 }, { figure: null }, null, 'wave.scene.ts'])(
    'leaves %j to the check of the options',
    async (options) => {
      expect(await withFigure(options)).toBe(options);
    },
  );

  it('refuses what is no figure', async () => {
    await expect(withFigure({ figure: { frames: [] } })).rejects.toThrow(InputError);
  });
});

describe('loadContent()', () => {
  it('refuses a figure that nothing moves in before a scene is loaded', async () => {
    const job = resolveVideo(await withFigure({ figure, output: 'a.mp4' }));
    await expect(loadContent(job)).rejects.toThrow(InputError);
  });

  it('gives each keyframe time to be plotted before the first frame', async () => {
    const startTimeout = async (count: number) => {
      const frames = Array.from({ length: count }, (_, i) => ({ name: `${i}`, data: [{ y: [i, 3] }] }));
      const job = resolveVideo(await withFigure({ figure: { ...figure, frames }, output: 'a.mp4' }));
      return (await loadContent(job)).startTimeoutMs;
    };
    expect((await startTimeout(5000)) - (await startTimeout(1000))).toBe(4_000_000);
  });

  it('gives a figure less time where its frames have less', async () => {
    const frames = [{ data: [{ y: [2, 3] }] }, { data: [{ y: [3, 3] }] }];
    const startTimeout = async (frameTimeoutMs: number) => {
      const job = resolveVideo(await withFigure({ figure: { ...figure, frames }, output: 'a.mp4', frameTimeoutMs }));
      return (await loadContent(job)).startTimeoutMs;
    };
    expect(await startTimeout(30_000)).toBe(63_000);
    expect(await startTimeout(500)).toBe(32_000);
    expect(await startTimeout(2 ** 31 - 1)).toBe(2 ** 31 - 1);
  });
});
