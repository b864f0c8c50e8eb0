import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadContent, withFigure } from '../../src/content.ts';
import { createFramePool } from '../../src/farm/frame-pool.ts';
import { openStage } from '../../src/farm/stage.ts';
import { pack } from '../../src/frames/pack.ts';
import { PlotreelError, renderVideo } from '../../src/index.ts';
import { resolveVideo } from '../../src/options/options.ts';
import { loadSceneBundle } from '../../src/scene-bundle/scene-bundle.ts';
import { type Canary, openCanary } from '../support/canary.ts';
import { hostileFigures } from '../support/hostile-figures.ts';
import { fixture, scratchFolder } from '../support/scratch.ts';
import { stageJob } from '../support/stage-job.ts';

const folder = scratchFolder();
const secret = join(folder, 'secret.txt');
const names = Object.keys(hostileFigures('', ''));

let canary: Canary;
beforeAll(async () => {
  canary = await openCanary();
  await writeFile(secret, 'secret');
});
beforeEach(() => canary.clear());
afterAll(() => canary.close());

interface Drawn {
  /** undefined: all frames were drawn. */
  failure: unknown;
  printed: string[];
  refused: string[];
}

/** Draws a few frames of a figure's video. @returns what became of it, what the page printed and was refused */
async function draw(figure: object): Promise<Drawn> {
  const printed: string[] = [];
  const options = { figure, output: 'unused.mp4', width: 400, height: 300, controls: 'keep' } as const;
  const { props, moments = [] } = await loadContent(resolveVideo(await withFigure(options)));
  const job = await stageJob(await loadSceneBundle(fixture('guarded-figure')), {
    ...{ props, width: 400, height: 300, capture: 'screenshot' },
    onConsole: ({ text }) => printed.push(text),
  });
  const opened = await openStage(job, new AbortController().signal).catch((failure: unknown) => ({ failure }));
  if ('failure' in opened) return { ...opened, printed, refused: [] };
  const refused = () => [...opened.refused];
  try {
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      const index = Math.round(share * (moments.length - 1));
      const frame = { index, params: pack(moments[index], 'params'), previous: null };
      await opened.draw(frame, { pool: createFramePool(0) });
    }
    return { failure: undefined, printed, refused: refused() };
  } catch (failure) {
    return { failure, printed, refused: refused() };
  } finally {
    await opened.close();
  }
}

/** What cannot be drawn without what it asks for. */
const NEEDING = [
  ...['a map style that names sources', 'layers of a map from elsewhere', 'the notice of who made a map'],
  ...['borders from elsewhere', 'borders from a file'],
];
/** What asks for nothing, or not in a way that a browser would try. */
const QUIET = [
  ...['image traces from elsewhere', 'borders from a file'],
  ...['keys that lead to prototypes', 'slider steps whose paths lead to prototypes'],
];

const SHARED = [Object, Array, Function, String, Number, Map, Set, Promise].flatMap((type) => [type, type.prototype]);
const sharedKeys = () => SHARED.map((object) => Reflect.ownKeys(object));

describe('a figure from a stranger reaches nothing, runs nothing and changes nothing but itself', () => {
  test.for(names)('%s', async (name, { task }) => {
    const before = sharedKeys();
    const origin = `http://127.0.0.1:${canary.port}`;
    const figure = hostileFigures(origin, pathToFileURL(secret).href)[name] ?? {};
    const { failure, printed, refused } = await draw(figure);
    expect(canary.hits).toEqual([]);
    expect(printed).not.toContain('pwned');
    expect(sharedKeys()).toEqual(before);
    if (NEEDING.includes(name)) expect(failure).toBeInstanceOf(PlotreelError);
    else expect(failure).toBeUndefined();
    if (!QUIET.includes(name)) expect(`${failure}\n${refused.join('\n')}`).toContain(`127.0.0.1:${canary.port}`);
    const seen = failure ? 'refused with an error' : 'drawn';
    task.meta.row = { fault: `figure: ${name}`, seen: `${seen}, nothing reached, nothing run` };
  });

  test('a page that holds one: nothing of it runs, its video is made', async () => {
    const origin = `http://127.0.0.1:${canary.port}`;
    const { 'pictures from elsewhere': figure } = hostileFigures(origin, pathToFileURL(secret).href);
    const { data, layout, frames } = figure ?? {};
    const text = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');
    const page = join(folder, 'page.html');
    const script = `fetch('${origin}/page')`;
    const calls = `${script};Plotly.newPlot("a", ${text(data)}, ${text(layout)}).then(function(){${script};
      Plotly.addFrames("a", ${text(frames)})})`;
    await writeFile(
      page,
      `<html><head><link rel="stylesheet" href="${origin}/page.css"><script src="${origin}/page.js"></script></head>
      <body onload="${script}"><img src="${origin}/page.png"><div id="a"></div><script>${calls}</script></body></html>`,
    );
    const output = join(folder, 'page.mp4');
    const result = await renderVideo({ figure: page, output, width: 320, height: 240, fps: 5, workers: 1 });
    expect(result.frames).toBeGreaterThan(1);
    expect(result.refused).toContain(`${origin}/image.png`);
    expect(result.refused.join('\n')).not.toContain('page');
    expect(canary.hits).toEqual([]);
  });
});
