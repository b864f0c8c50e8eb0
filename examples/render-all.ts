// Renders every example to out/examples, or only those named: `npm run examples -- wave five-panels`.
// In CI, where it is only seen whether they work, a few frames of each.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RenderResult, renderVideo } from 'plotreel';
import { renderBitmaps } from './bitmaps/render.ts';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, '..', 'out', 'examples');
const few = Boolean(process.env.CI);

const sizes: Record<string, { width: number; height: number }> = {
  wave: { width: 1280, height: 720 },
  'five-panels': { width: 1600, height: 900 },
  'fourteen-panels': { width: 2400, height: 1800 },
  'apple-stock': { width: 1280, height: 720 },
};

const examples: Record<string, (output: string) => Promise<RenderResult>> = {
  bitmaps: (output) => renderBitmaps(output, few ? { frameCount: 6 } : {}),
};
/** Figures, as Python's `fig.write_json` writes them. */
const figures = ['population'];
for (const name of figures) {
  const figure = join(here, name, `${name}.json`);
  examples[name] = (output) => renderVideo({ figure, output, hold: '1s', range: few ? [0, 3] : undefined });
}
for (const [name, size] of Object.entries(sizes)) {
  const scene = join(here, name, `${name}.scene.ts`);
  examples[name] = (output) => renderVideo({ scene, output, ...size, range: few ? [0, 3] : undefined });
}

const asked = process.argv.slice(2);
for (const [name, render] of Object.entries(examples)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { path, frames, framesPerSecond, capture } = await render(join(folder, `${name}.mp4`));
  console.log(`${path}  ${frames} frames, ${framesPerSecond.toFixed(1)} frames/s, ${capture}`);
}
