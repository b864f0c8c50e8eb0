import { readFile } from 'node:fs/promises';
import { FrameError, SceneError } from '../errors.ts';
import type { PageFailure } from '../protocol.ts';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../scene-bundle/scene-places.ts';
import type { Excerpt, Problem } from './protocol.ts';

/** Lines that are shown before and after the one that failed. */
const CONTEXT = 2;

const PHASES: Record<PageFailure['phase'], string> = {
  load: 'The scene could not be loaded',
  setup: '`setup` failed',
  params: 'The params could not be made',
  update: '`update` failed',
  capture: 'The figure could not be drawn',
};

/** Files whose lines may be shown: those that the scene is made of. */
type Sources = ReadonlySet<string>;

/** An error that a scene threw in the page, with its places in the scene's source. */
export async function describeFailure(
  failure: PageFailure,
  { scene, sources }: { scene: SceneBundle; sources: Sources },
): Promise<Problem> {
  const places = scenePlaces(failure, scene).map((place) => place.trim());
  // Errors of the scene for figures tell what is wrong with the figure.
  const title = failure.name === 'InputError' ? 'The figure cannot be shown' : PHASES[failure.phase];
  const message = failure.name === 'InputError' ? failure.message : `${failure.name}: ${failure.message}`;
  return { title, message, places, excerpt: await excerptOf(places, sources) };
}

/** What went wrong in Node: of a file, of options, of a render. */
export async function describeError(
  error: unknown,
  { title, sources }: { title: string; sources: Sources },
): Promise<Problem> {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const places = error instanceof SceneError || error instanceof FrameError ? error.places : [];
  const trimmed = places.map((place) => place.trim());
  return { title, message, places: trimmed, excerpt: await excerptOf(trimmed, sources) };
}

/** The lines about the innermost place, as the file has them now. A scene can give its errors any stack. */
async function excerptOf([place = '']: readonly string[], sources: Sources): Promise<Excerpt | null> {
  const [, file = '', row, column] = /(\/[^()]*?):(\d+):(\d+)\)?$/.exec(place) ?? [];
  if (!sources.has(file)) return null;
  const source = await readFile(file, 'utf8').catch(() => undefined);
  if (source === undefined) return null;
  const line = Number(row);
  const first = Math.max(1, line - CONTEXT);
  return { file, line, column: Number(column), first, lines: source.split(/\r?\n/).slice(first - 1, line + CONTEXT) };
}
