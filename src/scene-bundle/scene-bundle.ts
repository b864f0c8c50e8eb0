import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SceneError } from '../errors.ts';
import { cacheFolder } from '../install/cache-folder.ts';
import { version } from '../version.ts';

/** A scene file with all that it imports, as one ES module. */
export interface SceneBundle {
  /** The scene file. */
  path: string;
  code: string;
  /** Source map, version 3, as JSON; its sources are absolute paths. null: its places tell the user nothing. */
  map: string | null;
}

const cacheEntry = z.object({
  code: z.string(),
  map: z.string(),
  /** Files that went into the bundle, with their SHA-256. */
  inputs: z.record(z.string(), z.string()),
});

/**
 * Bundles a scene file, or takes the bundle from the cache when none of the files that went into it has changed.
 *
 * @param inputs gets the files that it depends on, also when that fails
 * @throws SceneError when the file is missing, has a syntax error (with file and line), or has no default export
 */
export async function loadSceneBundle(path: string, inputs = new Set<string>()): Promise<SceneBundle> {
  inputs.add(path);
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) throw new SceneError(`Scene file not found: ${path}`);
  const entry = join(cacheFolder(), 'scenes', `${sha256(`${version}\n${path}`)}.json`);
  const cached = await readEntry(entry);
  if (cached) {
    for (const input of Object.keys(cached.inputs)) inputs.add(input);
    return { path, code: cached.code, map: cached.map };
  }
  // Vite takes half a second to load: only when it is needed.
  const { bundleScene } = await import('./bundle-scene.ts');
  const { code, map } = await bundleScene(path, inputs);
  await writeEntry(entry, { code, map, inputs: Object.fromEntries(await hashAll([...inputs])) });
  return { path, code, map };
}

async function readEntry(path: string): Promise<z.output<typeof cacheEntry> | undefined> {
  try {
    const entry = cacheEntry.parse(JSON.parse(await readFile(path, 'utf8')));
    const now = await hashAll(Object.keys(entry.inputs));
    return now.every(([input, hash]) => entry.inputs[input] === hash) ? entry : undefined;
  } catch {
    // Not there, of another version, or one of its inputs is gone.
    return undefined;
  }
}

/** A cache that cannot be written is a slower start, not an error. */
async function writeEntry(path: string, entry: z.output<typeof cacheEntry>): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, JSON.stringify(entry));
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

function hashAll(paths: string[]): Promise<[path: string, hash: string][]> {
  return Promise.all(paths.map(async (path) => [path, sha256(await readFile(path))]));
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
