// One figure of every family, with frames: what plotreel draws at a keyframe and between two is what Plotly makes of the
// same state, and the same as that frame drawn alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFramePool } from '../src/farm/frame-pool.ts';
import { openStage, type Stage } from '../src/farm/stage.ts';
import { prepareFigure } from '../src/figure/prepare-figure.ts';
import { readFigure } from '../src/figure-input/read-figure.ts';
import { pack } from '../src/frames/pack.ts';
import { resolveVideo } from '../src/options/options.ts';
import type { RangeMode } from '../src/protocol.ts';
import { FIGURES } from './fixtures/every-trace.ts';
import { CARTESIAN } from './fixtures/families/cartesian.ts';
import { DIAGRAMS } from './fixtures/families/diagrams.ts';
import type { FamilyFigure } from './fixtures/families/family.ts';
import type { Shot } from './fixtures/families/shot.ts';
import { SPATIAL } from './fixtures/families/spatial.ts';
import { SUBPLOTS } from './fixtures/families/subplots.ts';
import { TILE_MAPS } from './fixtures/families/tile-maps.ts';
import { WHOLE_FIGURES } from './fixtures/families/whole-figures.ts';
import { difference, encodeSideBySide } from './support/figure-stages.ts';
import { stageJob } from './support/stage-job.ts';

const size = { width: 480, height: 320 };
const QUICK = { ...CARTESIAN, ...SUBPLOTS, ...DIAGRAMS, ...WHOLE_FIGURES };
/** Their pictures take a second each without a GPU. */
const SLOW = { ...SPATIAL, ...TILE_MAPS };

interface Case {
  name: string;
  figure: FamilyFigure;
  ranges: RangeMode;
}

const cases = [
  ...casesOf(QUICK, 'pin'),
  ...casesOf(SLOW, 'pin'),
  // As Plotly itself shows them.
  ...casesOf(QUICK, 'auto'),
];

/** Two browsers draw all figures: to start one takes longer than to draw a family. */
let stage: Stage;
let other: Stage;

beforeAll(async () => {
  const props = Object.fromEntries(await Promise.all(cases.map(async (item) => [item.name, await propsOf(item)])));
  const job = await stageJob('families', { ...size, props: pack(props, 'props') });
  const { signal } = new AbortController();
  [stage, other] = await Promise.all([openStage(job, signal), openStage(job, signal)]);
});
afterAll(() => Promise.all([stage?.close(), other?.close()]));

test('every trace type is in one of them', () => {
  const figures = Object.values({ ...QUICK, ...SLOW });
  const types = new Set(figures.flatMap(({ data }) => data.map(({ type = 'scatter' }) => type)));
  expect([...types].toSorted()).toEqual(Object.keys(FIGURES).toSorted());
});

test.each(cases)('$name', async ({ name: figure, ranges }) => {
  const first = await draw(stage, { figure, what: 'set up' });
  const last = await draw(stage, { figure, what: 1 });
  const between = await draw(stage, { figure, what: 0.4 });
  expect(difference(first, last, size), 'the last keyframe is another picture than the first').toBeDefined();
  expectSame(between, await draw(stage, { figure, what: 0.4, afresh: true }), `${figure}, between two keyframes`);
  if (ranges === 'auto') expectSame(last, await draw(stage, { figure, what: 'played' }), `${figure}, played by Plotly`);

  await draw(other, { figure, what: 'set up' });
  expect(between.equals(await draw(other, { figure, what: 0.4 })), 'drawn alone it is the same').toBe(true);
});

function casesOf(figures: Record<string, FamilyFigure>, ranges: RangeMode): Case[] {
  return Object.entries(figures).map(([name, figure]) => ({ name: `${name}, ranges ${ranges}`, figure, ranges }));
}

async function propsOf({ figure, ranges }: Case): Promise<unknown> {
  const job = resolveVideo({ figure, ...size, ranges, output: 'unused.mp4' });
  return prepareFigure(await readFigure(figure), job, job).props;
}

async function draw(stage: Stage, shot: Shot): Promise<Buffer> {
  const frame = { index: 0, params: pack(shot, 'params'), previous: null };
  const drawn = await stage.draw(frame, { pool: createFramePool(size.width * size.height * 4) });
  if (drawn.repeated) throw new Error('Nothing was drawn');
  return drawn.pixels;
}

/** Leaves both pictures behind where they differ. */
function expectSame(actual: Buffer, expected: Buffer, name: string): void {
  const found = difference(actual, expected, size);
  if (found) {
    mkdirSync('out', { recursive: true });
    writeFileSync(join('out', `${name.replaceAll(/\W+/g, '-')}.png`), encodeSideBySide([actual, expected], size));
  }
  expect(found, name).toBeUndefined();
}
