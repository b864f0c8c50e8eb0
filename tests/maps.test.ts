import { readFile } from 'node:fs/promises';
import manifest from 'plotly.js-dist/package.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';

const read = async (name: string) =>
  JSON.parse(await readFile(new URL(`../page/public/topojson/${name}.json`, import.meta.url), 'utf8'));

describe('the maps that are bundled', () => {
  test('are those of this version of plotly.js: else `npm run update-maps`', async () => {
    expect(await read('version')).toEqual({ plotly: manifest.version });
  });

  const scopes = 'world usa europe asia africa north-america south-america oceania antarctica'.split(' ');
  test.each(scopes.flatMap((scope) => ['110m', '50m'].map((resolution) => `${scope}_${resolution}`)))(
    '%s has all layers',
    async (name) => {
      const { objects } = await read(name);
      for (const layer of ['coastlines', 'countries', 'lakes', 'land', 'ocean', 'rivers', 'subunits']) {
        expect(objects).toHaveProperty(layer);
      }
    },
  );
});
