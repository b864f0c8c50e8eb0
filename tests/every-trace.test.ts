import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparePictures } from '../src/farm/compare-pictures.ts';
import { openStage, type Stage } from '../src/farm/stage.ts';
import { FIGURES, INK } from './fixtures/every-trace.ts';
import { countColour, decodeBgra } from './support/pictures.ts';
import { stageJob } from './support/stage-job.ts';

const TYPES = Object.keys(FIGURES);

const told: string[] = [];
const errors: string[] = [];
let forward: Stage;
let backward: Stage;
const drawnForward = new Map<string, Buffer>();

beforeAll(async () => {
  const job = await stageJob('every-trace', {
    onConsole: ({ level, text }) => {
      if (level === 'error') errors.push(text);
      if (level === 'info') told.push(text);
    },
  });
  const { signal } = new AbortController();
  [forward, backward] = await Promise.all([openStage(job, signal), openStage(job, signal)]);
});

afterAll(async () => {
  await Promise.all([forward?.close(), backward?.close()]);
});

test('there is a figure of every trace type that Plotly has', () => {
  const { types }: { types: string[] } = JSON.parse(told[0] ?? '{}');
  expect(TYPES.toSorted()).toEqual(types.toSorted());
});

describe('the canvas shows what the browser shows, and the trace is in it', () => {
  test.each(TYPES)('%s', async (type) => {
    errors.length = 0;
    const { drawn, shown } = await forward.drawInAllWays(frameOf(type));
    drawnForward.set(type, drawn);
    expect(errors).toEqual([]);
    const { width, height, pixels } = decodeBgra(shown);
    expect(comparePictures({ width, height, actual: drawn, expected: pixels })).toBeUndefined();
    expect(countColour(drawn, INK)).toBeGreaterThanOrEqual(100);
  });
});

describe('a change to another figure shows the same, to the bit, on another stage after other figures', () => {
  test.each(TYPES.toReversed())('%s', async (type) => {
    await backward.drawInAllWays(frameOf(type, 'larger'));
    const { drawn } = await backward.drawInAllWays(frameOf(type, 'changed'));
    const plotted = drawnForward.get(type);
    expect(plotted && drawn.equals(plotted)).toBe(true);
  });
});

test('no figure asked for anything from the network', () => {
  expect([...forward.refused, ...backward.refused]).toEqual([]);
});

/** A frame of the scene: see there. */
function frameOf(type: string, how: 'plotted' | 'larger' | 'changed' = 'plotted') {
  const round = ['plotted', 'larger', 'changed'].indexOf(how);
  return { index: round * TYPES.length + TYPES.indexOf(type), params: null, previous: null };
}
