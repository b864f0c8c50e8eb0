import { isRecord } from '../figure-input/json-values.ts';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../scene-bundle/scene-places.ts';

/** What cannot be repeated about a call: what it gives, or when it comes back. */
type Fault = 'chance' | 'late';

/** Something that a scene mentions and that is not the same each time. */
export interface UnrepeatableCall {
  readonly name: string;
  readonly fault: Fault;
  /** File, line and column in the scene's source; undefined when that is not known. */
  readonly place: string | undefined;
}

const FAULTS: ReadonlyMap<string, Fault> = new Map([
  ['getRandomValues', 'chance'],
  ['randomUUID', 'chance'],
  ['Temporal', 'chance'],
  ['setTimeout', 'late'],
  ['setInterval', 'late'],
  ['requestAnimationFrame', 'late'],
  ['requestIdleCallback', 'late'],
  ['fetch', 'late'],
  ['XMLHttpRequest', 'late'],
  ['Worker', 'late'],
]);

/** What a scene and its packages mention of what cannot be repeated, each name at its first place. */
export async function unrepeatableCalls(scene: SceneBundle): Promise<UnrepeatableCall[]> {
  // Half a second to load.
  const { parseAst } = await import('vite');
  const first = new Map<string, number>();
  for (const { name, start } of identifiers(parseAst(scene.code))) {
    if (FAULTS.has(name) && !first.has(name)) first.set(name, start);
  }
  return [...first].map(([name, start]) => ({
    ...{ name, fault: FAULTS.get(name) ?? 'late', place: placeOf(scene, start) },
  }));
}

function* identifiers(node: unknown): Generator<{ name: string; start: number }> {
  if (Array.isArray(node)) for (const item of node) yield* identifiers(item);
  else if (isRecord(node)) {
    const { type, name, start } = node;
    if (type === 'Identifier' && typeof name === 'string' && typeof start === 'number') yield { name, start };
    for (const child of Object.values(node)) if (typeof child === 'object') yield* identifiers(child);
  }
}

function placeOf(scene: SceneBundle, start: number): string | undefined {
  const lines = scene.code.slice(0, start).split('\n');
  const position = `https://plotreel/scene.js:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  const [place] = scenePlaces({ stack: position }, scene);
  return place === position ? undefined : place;
}
