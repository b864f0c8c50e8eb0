// Opens a stage, fills the disk of its profile and draws a frame; prints what comes of it as JSON. Started by
// disk.test.ts with a small TMPDIR of its own. The argument says what finds no room: 'frame' or 'params'.
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createFramePool } from '../../src/farm/frame-pool.ts';
import { openStage } from '../../src/farm/stage.ts';
import { pack } from '../../src/frames/pack.ts';
import { loadSceneBundle } from '../../src/scene-bundle/scene-bundle.ts';
import { findTools } from '../../src/tools.ts';
import { fill } from '../support/fill.ts';

const size = { width: 640, height: 360, scale: 1, fps: 30 };
const card = fileURLToPath(new URL('../fixtures/index-card.scene.ts', import.meta.url));
const { launch, fonts } = await findTools({ gl: 'swiftshader', browser: undefined, ffmpeg: undefined, fonts: [] });
const stage = await openStage(
  {
    ...{ scene: await loadSceneBundle(card), launch, fonts, allowHosts: [], props: null, ...size },
    ...{ background: '#ffffff', capture: 'canvas', pixelFormat: 'rgba', reuse: true, updating: 'shortest' },
    ...{ startTimeoutMs: 60_000, frameTimeoutMs: 30_000, onConsole: undefined, memoryBytes: 2 ** 32 },
  },
  new AbortController().signal,
);
try {
  const draw = (params: unknown) =>
    stage.draw({ index: 0, params: pack(params, 'params'), previous: null }, { pool: createFramePool(640 * 360 * 4) });
  const what = process.argv[2];
  if (what === 'params') await draw({ number: 1 });
  fill(tmpdir());
  await draw(what === 'params' ? { number: 1, more: new Float64Array(100_000) } : { number: 1 });
  console.log(JSON.stringify({ drawn: true }));
} catch (error) {
  console.log(JSON.stringify({ message: String(error) }));
} finally {
  await stage.close();
}
