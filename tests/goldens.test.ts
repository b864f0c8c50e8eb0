// What examples and figures of each family look like, compared with pictures that somebody has looked at.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { StageOptions } from '../src/index.ts';
import { type FrameMatchOptions, matchers, type OpenStage, openStage } from '../src/testing.ts';
import { FIGURES } from './fixtures/every-trace.ts';
import { fixture } from './support/scratch.ts';

expect.extend(matchers);

/** Processors round otherwise: a few pixels of thousands, where a label that moves has hundreds. */
const ROUNDING: FrameMatchOptions = { maxDiffPixelRatio: 0.001 };

/** The first family that Plotly asks for, so that text looks the same whichever fonts a machine has. */
const OPEN_SANS = fileURLToPath(
  import.meta.resolve('@fontsource-variable/open-sans/files/open-sans-latin-wght-normal.woff2'),
);

/** Small enough to lie in the repository; without a GPU, as everywhere. */
const common: StageOptions = { width: 480, height: 360, gl: 'swiftshader', fonts: [OPEN_SANS] };

const EXAMPLES: { name: string; options: StageOptions; frame: number }[] = [
  { name: 'wave', options: { scene: example('wave/wave.scene.ts') }, frame: 12 },
  { name: 'apple-stock', options: { scene: example('apple-stock/apple-stock.scene.ts') }, frame: 100 },
  { name: 'population', options: { figure: example('population/population.json') }, frame: 7 },
  {
    name: 'five-panels',
    options: { scene: example('five-panels/five-panels.scene.ts'), scale: 0.5, width: 1200, height: 680 },
    frame: 20,
  },
];

/**
 * One of each family: those that are drawn alike are compared in every-trace.test.ts. Not scatter3d, whose markers Plotly draws
 * as letters of whatever font the browser falls back to.
 */
const TYPES = [
  ...['scatter', 'bar', 'box', 'violin', 'histogram', 'histogram2dcontour', 'heatmap', 'contour', 'candlestick'],
  ...['waterfall', 'funnel', 'pie', 'sunburst', 'treemap', 'icicle', 'sankey', 'parcoords', 'parcats', 'table'],
  ...['indicator', 'splom', 'scattergl', 'scatterpolar', 'scatterternary', 'scattersmith', 'contourcarpet'],
  ...['choropleth', 'scattergeo', 'surface', 'mesh3d', 'cone', 'volume'],
];

describe.each(EXAMPLES)('the example $name', async ({ name, options, frame }) => {
  const stage = await openStage({ ...common, ...options });
  afterAll(stage.close);

  test.skipIf(!isComparable(stage))(`looks as in its golden at frame ${frame}`, async () => {
    await expect(stage.frame(frame)).toMatchFrame(`${name}-${frame}.png`, ROUNDING);
  });
});

describe('a figure of each family', async () => {
  const stage = await openStage({ ...common, scene: fixture('every-trace'), width: 320, height: 260 });
  afterAll(stage.close);

  test.skipIf(!isComparable(stage)).each(TYPES)('%s looks as in its golden', async (type) => {
    await expect(stage.frame(Object.keys(FIGURES).indexOf(type))).toMatchFrame(`${type}.png`, ROUNDING);
  });
});

/**
 * Whether goldens can be compared here. CI may have a newer Chromium than the one whose goldens are committed: then there are
 * none yet, which is no fault of plotreel's, and these tests are skipped. `npx vitest run tests/goldens.test.ts` makes them.
 */
function isComparable({ chromium }: OpenStage): boolean {
  const end = `-${process.platform}-chromium${chromium.split('.')[0]}.png`;
  const there = readdirSync(new URL('__frames__/goldens.test.ts', import.meta.url)).some((name) => name.endsWith(end));
  if (!there) console.warn(`No goldens of Chromium ${chromium}: see tests/goldens.test.ts`);
  return there || !process.env.CI;
}

function example(path: string): string {
  return fileURLToPath(new URL(`../examples/${path}`, import.meta.url));
}
