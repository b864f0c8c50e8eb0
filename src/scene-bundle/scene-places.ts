import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { PageFailure } from '../protocol.ts';
import type { SceneBundle } from './scene-bundle.ts';

/** On the origin of stages, or of a preview. */
const SCENE_POSITION = /https?:\/\/[^\s()]*\/scene\.js:(\d+):(\d+)/g;

/** The lines of the page's stack that lie in the scene, with positions in the scene's own files. */
export function scenePlaces({ stack }: Pick<PageFailure, 'stack'>, scene: SceneBundle): string[] {
  if (scene.map === null) return [];
  const map = new TraceMap(scene.map);
  const lines = stack.split('\n').filter((line) => /\/scene\.js:\d+/.test(line));
  return lines.map((line) =>
    line.replace(SCENE_POSITION, (position, row: string, column: string) => {
      const original = originalPositionFor(map, { line: Number(row), column: Number(column) - 1 });
      return original.source === null ? position : `${original.source}:${original.line}:${original.column + 1}`;
    }),
  );
}
