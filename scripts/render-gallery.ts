// The videos of docs/gallery.md, for the site: `npm run gallery`. With `--posters` also the pictures that stand for them
// on GitHub and until they play; with `--missing` only videos that are not there.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type RenderResult, renderVideo, type VideoOptions } from 'plotreel';
import { renderBitmaps } from '../examples/bitmaps/render.ts';

const inRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const example = (name: string) => inRoot(`examples/${name}/${name}.scene.ts`);
const fixture = (name: string) => inRoot(`tests/fixtures/figures/${name}`);
const HD = { width: 1280, height: 720 };
const SMALL = { width: 960, height: 540 };

/** Of each video. */
const FEW: Partial<VideoOptions> = { range: [0, 3] };

/** A few seconds each; large ones at fewer pixels, so that the page stays light. */
const VIDEOS: Record<string, { options: Partial<VideoOptions>; posterFrame: number }> = {
  wave: { options: { scene: example('wave'), ...SMALL }, posterFrame: 0 },
  'apple-stock': { options: { scene: example('apple-stock'), ...HD, fps: 60 }, posterFrame: 160 },
  'five-panels': { options: { scene: example('five-panels'), width: 1600, height: 900, scale: 0.6 }, posterFrame: 20 },
  'fourteen-panels': {
    options: { scene: example('fourteen-panels'), width: 2400, height: 1800, scale: 0.4, range: [0, 23], fps: 12 },
    posterFrame: 10,
  },
  bitmaps: { options: { ...HD, scale: 0.5 }, posterFrame: 12 },
  population: {
    options: { figure: inRoot('examples/population/population.json'), ...HD, hold: '1s' },
    posterFrame: 90,
  },
  'gapminder-bubbles': { options: { figure: fixture('gapminder-bubbles.json'), ...SMALL }, posterFrame: 150 },
  surface: { options: { figure: fixture('surface-frames.json.gz'), width: 640, height: 480 }, posterFrame: 0 },
};

const { posters = false, missing = false } = parseArgs({
  options: { posters: { type: 'boolean' }, missing: { type: 'boolean' } },
}).values;
/** In CI, where it is only seen whether the site can be made. */
const few = Boolean(process.env.CI) && !posters;

const folder = inRoot('docs/public/gallery');
const pictures = inRoot('docs/pictures/gallery');
await mkdir(folder, { recursive: true });
await mkdir(pictures, { recursive: true });

for (const [name, { options, posterFrame }] of Object.entries(VIDEOS)) {
  const output = `${folder}/${name}.mp4`;
  if (missing && existsSync(output)) continue;
  const whole = { ...options, output, ...(posters && { poster: `${pictures}/${name}.png`, posterFrame }) };
  const { frames, bytes } = await render(name, few ? { ...whole, ...FEW } : whole);
  console.log(`${output}  ${frames} frames, ${Math.round(bytes / 1000)} kB`);
}

function render(name: string, options: VideoOptions): Promise<RenderResult> {
  return name === 'bitmaps' ? renderBitmaps(options.output, options) : renderVideo(options);
}
