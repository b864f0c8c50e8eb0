import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFramePool } from '../src/farm/frame-pool.ts';
import { ORIGIN } from '../src/farm/page-server.ts';
import { openStage } from '../src/farm/stage.ts';
import { pack } from '../src/frames/pack.ts';
import { encodePng } from '../src/pictures/encode-png.ts';
import { scratchFolder } from './support/scratch.ts';
import { stageJob } from './support/stage-job.ts';

const folder = scratchFolder();

const map = (style: unknown) => ({
  data: [{ type: 'scattermap', lon: [10], lat: [50] }],
  layout: { map: { style, zoom: 3, center: { lon: 10, lat: 50 } } },
});

async function open(figure: object, allowHosts: string[] = []) {
  const job = await stageJob('any-figure', { props: pack(figure, 'props'), capture: 'screenshot', allowHosts });
  return openStage(job, new AbortController().signal);
}

describe('a figure that needs the network', () => {
  test.each([
    ['raster tiles', map('open-street-map'), 'tile.openstreetmap.org'],
    ['a style', map('carto-positron'), 'basemaps.cartocdn.com'],
    [
      'borders',
      { data: [{ type: 'choropleth', geojson: 'https://maps.example.org/a.json', locations: ['a'], z: [1] }] },
      'maps.example.org',
    ],
  ])('%s: an error that names the host and the option', async (_, figure, host) => {
    await expect(open(figure)).rejects.toThrow(`allowHosts: ['${host}'] or --allow-host ${host}`);
  });

  test('glyphs of a map: an error that names the host and the option, when the frame is drawn', async () => {
    const { data, layout } = map('white-bg');
    const stage = await open({
      data: data.map((trace) => ({ ...trace, mode: 'markers+text', text: ['name'] })),
      layout,
    });
    try {
      const frame = { index: 0, params: null, previous: null };
      await expect(stage.drawInAllWays(frame)).rejects.toThrow(
        /^Frame 0: a part of the tile map is missing\n.*--allow-host fonts\.openmaptiles\.org$/,
      );
    } finally {
      await stage.close();
    }
  });

  const tiles = (host: string) => ({
    version: 8,
    sources: { tiles: { type: 'raster', tiles: [`https://${host}/{z}/{x}/{y}.png`], tileSize: 256 } },
    layers: [{ id: 'tiles', type: 'raster', source: 'tiles' }],
  });

  test('an allowed host is asked', async () => {
    // Nothing answers under this name: that it was asked shows in the error.
    await expect(open(map(tiles('tiles.invalid')), ['tiles.invalid'])).rejects.toThrow(
      /^`setup` failed: plotly\.js \S+ cannot draw this: Map error\.\nhttps:\/\/tiles\.invalid\/\S+ did not come: NameNotResolved$/,
    );
  });

  test('no other host is asked', async () => {
    await expect(open(map(tiles('other.invalid')), ['tiles.invalid'])).rejects.toThrow('asked for other.invalid. ');
  });
});

test('a picture from the network is left out of the figure and reported', async () => {
  const source = 'https://images.example.org/logo.png';
  const data = [{ y: [1, 2] }];
  const picture = async (figure: object) => {
    const stage = await open(figure);
    try {
      const frame = { index: 0, params: null, previous: null };
      const drawn = await stage.draw(frame, { pool: createFramePool(0) });
      if (drawn.repeated) throw new RangeError('A first frame repeats nothing');
      return { pixels: drawn.pixels, refused: [...stage.refused] };
    } finally {
      await stage.close();
    }
  };
  const { pixels, refused } = await picture({
    data,
    layout: { images: [{ source, x: 0, y: 1, sizex: 1, sizey: 1 }] },
  });
  expect(refused).toEqual([source]);
  expect(pixels.equals((await picture({ data })).pixels)).toBe(true);
});

test.each([
  ['a path that begins anew', '/'],
  ['a file: address as path', '/file://'],
  ['steps upwards', '/..%2f..%2f..%2f..%2f..%2f..'],
])('a figure cannot have a file of this machine drawn: %s', async (_, prefix) => {
  const file = join(folder, 'secret.png');
  writeFileSync(file, encodePng(Buffer.alloc(4, 255), { width: 1, height: 1 }));
  const source = `${ORIGIN}${prefix}${file}`;
  const stage = await open({ data: [{ y: [1, 2] }], layout: { images: [{ source, x: 0, y: 1, sizex: 1, sizey: 1 }] } });
  try {
    expect([...stage.refused]).toEqual([source]);
  } finally {
    await stage.close();
  }
});
