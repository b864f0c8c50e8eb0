// Figures that no check finds and that plotly.js does not come to the end of: deadlines do.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContent, withFigure } from '../../src/content.ts';
import { FrameError, PlotreelError } from '../../src/errors.ts';
import { openStage } from '../../src/farm/stage.ts';
import { renderVideo } from '../../src/index.ts';
import { resolveVideo } from '../../src/options/options.ts';
import { renderProcesses } from '../support/processes.ts';
import { leftovers, scratchFolder } from '../support/scratch.ts';
import { stageJob } from '../support/stage-job.ts';

const folder = scratchFolder();
const size = { width: 160, height: 120 };
const histogram = { data: [{ type: 'histogram', x: [1, 2, 3] }] };
/** Bins of one keyframe, given in two: what they come to is known when they are played. */
const bins = (size: number) => ({ data: [{ xbins: { size } }] });
const endless = [{ data: [{ xbins: { start: 0, end: 10 } }] }, ...[1, 2, 3, 4, 5, 6].map((k) => bins(k * 1e-10))];

test('a figure that is never plotted ends by the deadline of the start', async ({ task }) => {
  const figure = { ...histogram, frames: endless };
  const { scene, props } = await loadContent(resolveVideo(await withFigure({ figure, ...size, output: 'a.mp4' })));
  const job = await stageJob(scene, { ...size, props, startTimeoutMs: 5000 });
  const error = await openStage(job, new AbortController().signal).then(
    async (stage) => stage.close(),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(PlotreelError);
  expect(error).toHaveProperty('message', expect.stringMatching(/ in 5 s/));
  expect({ processes: renderProcesses(), leftovers: leftovers() }).toEqual({ processes: [], leftovers: [] });
  task.meta.row = { fault: 'a figure that plotly.js never plots', seen: String(error) };
});

test('a frame that is never drawn ends by its deadline', { timeout: 120_000 }, async ({ task }) => {
  const figure = { ...histogram, frames: endless };
  const options = { ...size, ranges: 'auto', fps: 2, frameTimeoutMs: 4000, workers: 1 } as const;
  const error = await renderVideo({ figure, output: join(folder, 'a.mp4'), ...options }).catch(
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(FrameError);
  expect(error).toHaveProperty('message', expect.stringContaining('not drawn within 4 s'));
  expect({ processes: renderProcesses(), leftovers: leftovers() }).toEqual({ processes: [], leftovers: [] });
  task.meta.row = { fault: 'a frame that plotly.js never draws', seen: String(error) };
});
