import { describe, expect, test } from 'vitest';
import { comparePictures } from '../src/farm/compare-pictures.ts';
import { openStage } from '../src/farm/stage.ts';
import type { StageJob } from '../src/farm/stage-job.ts';
import { pack } from '../src/frames/pack.ts';
import { decodeBgra, inkedPixels } from './support/pictures.ts';
import { stageJob } from './support/stage-job.ts';

const size = { width: 480, height: 320 };
const job = (kind: string, options: Partial<StageJob> = {}) =>
  stageJob('kinds', { props: pack(kind, 'props'), ...options });

describe('canvas capture shows what the browser shows', () => {
  test.each([
    ['line', 1],
    ['bars', 1],
    ['heatmap', 1],
    ['pie', 1],
    ['scattergl', 1],
    ['surface', 1],
    ['transparent', 1],
    ['line', 2],
    ['heatmap', 2],
    ['scattergl', 2],
    ['surface', 2],
  ])('%s at scale %i', async (kind, scale) => {
    const stage = await openStage(await job(kind, { scale }), new AbortController().signal);
    try {
      const { drawn, shown } = await stage.drawInAllWays({ index: 1, params: null, previous: null });
      const { pixels: expected, ...pixels } = decodeBgra(shown);
      expect(pixels).toEqual({ width: size.width * scale, height: size.height * scale });
      // Two blank pictures agree perfectly.
      expect(inkedPixels(expected)).toBeGreaterThan(1000);
      expect(comparePictures({ ...pixels, actual: drawn, expected })).toBeUndefined();
    } finally {
      await stage.close();
    }
  });
});

test('a frame drawn alone equals the same frame drawn after others', async () => {
  for (const kind of ['line', 'heatmap', 'surface']) {
    const signal = new AbortController().signal;
    const [alone, later] = await Promise.all([openStage(await job(kind), signal), openStage(await job(kind), signal)]);
    try {
      const frame = { index: 2, params: null, previous: null };
      await later.drawInAllWays({ ...frame, index: 1 });
      const [a, b] = await Promise.all([alone.drawInAllWays(frame), later.drawInAllWays(frame)]);
      expect(a.drawn.equals(b.drawn), kind).toBe(true);
    } finally {
      await alone.close();
      await later.close();
    }
  }
});
