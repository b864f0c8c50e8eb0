import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { FIGURES } from '../../fixtures/every-trace.ts';
import { CARTESIAN } from '../../fixtures/families/cartesian.ts';
import { DIAGRAMS } from '../../fixtures/families/diagrams.ts';
import { SPATIAL } from '../../fixtures/families/spatial.ts';
import { SUBPLOTS } from '../../fixtures/families/subplots.ts';
import { TILE_MAPS } from '../../fixtures/families/tile-maps.ts';
import { WHOLE_FIGURES } from '../../fixtures/families/whole-figures.ts';

/** Of those that have none: nothing else would come of them. */
const FRAMES = [{ name: 'a' }, { name: 'b', layout: { title: { text: 'b' } } }];

/** The figures of tests/fixtures, by their names; of each family one, of each trace type one, and whole files. */
export const REAL_FIGURES: ReadonlyMap<string, object> = new Map(
  listFigures().map(([name, figure]) => [name, 'frames' in figure ? figure : { ...figure, frames: FRAMES }]),
);

function listFigures(): [string, object][] {
  return [
    ...Object.entries({ ...CARTESIAN, ...SUBPLOTS, ...DIAGRAMS, ...WHOLE_FIGURES, ...SPATIAL, ...TILE_MAPS }),
    ...Object.entries(FIGURES).map(([type, figure]): [string, object] => [`every trace: ${type}`, figure]),
    ...Object.entries(readJson('good-figures.json')).map(([name, figure]): [string, object] => [
      `good: ${name}`,
      Object(figure),
    ]),
    ...files()
      .filter((name) => name.includes('.json'))
      .map((name): [string, object] => [name, readJson(`figures/${name}`)]),
  ];
}

/** HTML pages of tests/fixtures. */
export const REAL_PAGES: ReadonlyMap<string, Buffer> = new Map(
  files()
    .filter((name) => name.endsWith('.html'))
    .map((name) => [name, readFileSync(fixture(`figures/${name}`))]),
);

function files(): string[] {
  return readdirSync(fixture('figures'));
}

function fixture(path: string): URL {
  return new URL(`../../fixtures/${path}`, import.meta.url);
}

function readJson(path: string): object {
  const bytes = readFileSync(fixture(path));
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}
