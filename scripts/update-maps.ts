// `npm run update-maps`: takes the maps of plotly.js into page/public/topojson. Its package with them has 228 others in
// tow, so that the maps are kept here: to be run when plotly.js-dist gets another version.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import manifest from 'plotly.js-dist/package.json' with { type: 'json' };

const maps = fileURLToPath(new URL('../page/public/topojson/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plotreel-maps-'));
try {
  execFileSync('npm', ['pack', `plotly.js@${manifest.version}`, '--silent'], { cwd: folder });
  execFileSync('tar', ['xzf', `plotly.js-${manifest.version}.tgz`, 'package/dist/plotly-geo-assets.js'], {
    cwd: folder,
  });
  const code = readFileSync(join(folder, 'package/dist/plotly-geo-assets.js'), 'utf8');
  const window: { PlotlyGeoAssets?: { topojson: Record<string, unknown> } } = {};
  const module: { exports: { topojson?: Record<string, unknown> } } = { exports: {} };
  runInNewContext(code, { window, module });
  const topojson = module.exports.topojson ?? window.PlotlyGeoAssets?.topojson ?? {};
  for (const [name, map] of Object.entries(topojson)) writeFileSync(join(maps, `${name}.json`), JSON.stringify(map));
  writeFileSync(join(maps, 'version.json'), JSON.stringify({ plotly: manifest.version }));
  console.log(`${Object.keys(topojson).length} maps of plotly.js ${manifest.version}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
