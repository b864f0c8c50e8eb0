import { readFile } from 'node:fs/promises';
import manifest from 'plotly.js-dist/package.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Stage } from '../src/farm/stage.ts';
import { pack } from '../src/frames/pack.ts';
import { countColour } from './support/pictures.ts';
import { stageJob } from './support/stage-job.ts';

const read = async (name: string) =>
  JSON.parse(await readFile(new URL(`../page/public/topojson/${name}.json`, import.meta.url), 'utf8'));

const SCOPES = 'world usa europe asia africa north-america south-america oceania antarctica'.split(' ');

describe('the maps that are bundled', () => {
  test('are those of this version of plotly.js: else `npm run update-maps`', async () => {
    expect(await read('version')).toEqual({ plotly: manifest.version });
  });

  test.each(SCOPES.flatMap((scope) => ['110m', '50m'].map((resolution) => `${scope}_${resolution}`)))(
    '%s has all layers',
    async (name) => {
      const { objects } = await read(name);
      for (const layer of ['coastlines', 'countries', 'lakes', 'land', 'ocean', 'rivers', 'subunits']) {
        expect(objects).toHaveProperty(layer);
      }
    },
  );
});

describe('a map shows land and borders, without a network', () => {
  const LAND = [220, 236, 201] as const;
  const BORDER = [204, 51, 51] as const;
  const rgb = (colour: readonly number[]) => `rgb(${colour.join(', ')})`;
  const colours = {
    landcolor: rgb(LAND),
    countrycolor: rgb(BORDER),
    subunitcolor: rgb(BORDER),
    countrywidth: 3,
    subunitwidth: 3,
  };
  const geo = {
    showland: true,
    showcountries: true,
    showsubunits: true,
    showcoastlines: false,
    fitbounds: false,
    ...colours,
  };
  let stage: Stage;

  beforeAll(async () => {
    const figure = {
      data: [{ type: 'scattergeo', lon: [0], lat: [0] }],
      layout: { geo, margin: { l: 0, r: 0, t: 0, b: 0 } },
    };
    stage = await openStage(
      await stageJob('any-figure', { props: pack(figure, 'props') }),
      new AbortController().signal,
    );
  });

  afterAll(() => stage?.close());

  test.each(SCOPES)('%s', async (scope) => {
    const params = pack({ geo: { ...geo, scope: scope.replace('-', ' ') } }, 'params');
    const { drawn } = await stage.drawInAllWays({ index: 0, params, previous: null });
    expect(countColour(drawn, LAND)).toBeGreaterThan(500);
    // Nothing borders on the antarctic but the sea.
    if (scope !== 'antarctica') expect(countColour(drawn, BORDER)).toBeGreaterThan(20);
    expect([...stage.refused]).toEqual([]);
  });
});
