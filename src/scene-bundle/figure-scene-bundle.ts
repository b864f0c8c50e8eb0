import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { SceneBundle } from './scene-bundle.ts';

const FILE = new URL('../../dist/page/figure-scene.js', import.meta.url);

/** The scene that shows Plotly figures: built with the page, not with the figure. */
export async function figureSceneBundle(): Promise<SceneBundle> {
  return { path: fileURLToPath(FILE), code: await readFile(FILE, 'utf8'), map: null };
}
