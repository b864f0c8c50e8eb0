import { SCENE_TRACES } from '../../src/protocol.ts';
import type { Attributes } from './figure-state.ts';

/** The 3-D scene that a trace is in, as the layout calls it: `scene`, `scene2`; undefined for traces that are flat. */
export function sceneOf({ type, scene }: Attributes): string | undefined {
  if (!SCENE_TRACES.has(String(type))) return undefined;
  return typeof scene === 'string' ? scene : 'scene';
}
