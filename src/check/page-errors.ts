import type { ConsoleMessage } from '../options/stage-options.ts';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../scene-bundle/scene-places.ts';
import type { PageError } from './check-report.ts';

/** The error that a message of the page tells of, undefined when it is not one that nobody caught. */
export function pageErrorOf(
  { text, uncaught = false }: ConsoleMessage,
  { frame, scene }: { frame: number | null; scene: SceneBundle | undefined },
): PageError | undefined {
  if (!uncaught) return undefined;
  const [message = ''] = text.split(/\n(?=\s+at )/);
  return { frame, message, places: scene ? scenePlaces({ stack: text }, scene) : [] };
}
