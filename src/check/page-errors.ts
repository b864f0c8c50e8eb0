import type { ConsoleMessage } from '../options/stage-options.ts';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../scene-bundle/scene-places.ts';
import type { PageError } from './check-report.ts';

/** The error that a message of the page tells of, undefined when it tells of none: what nobody caught has a stack. */
export function pageErrorOf(
  { level, text }: ConsoleMessage,
  { frame, scene }: { frame: number | null; scene: SceneBundle | undefined },
): PageError | undefined {
  const [message = '', ...stack] = text.split(/\n(?=\s+at )/);
  if (level !== 'error' || stack.length === 0) return undefined;
  return { frame, message, places: scene ? scenePlaces({ stack: text }, scene) : [] };
}
