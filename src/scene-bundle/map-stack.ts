import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { PageFailure } from '../protocol.ts';
import type { SceneBundle } from './scene-bundle.ts';

const SCENE_POSITION = /https:\/\/[^\s()]*\/scene\.js:(\d+):(\d+)/g;

/** The page's stack with positions in the scene's own files, headed by `message`; frames outside the scene are left out. */
export function mapStack(failure: PageFailure, scene: SceneBundle, message: string): string {
  const map = new TraceMap(scene.map);
  const lines = failure.stack.split('\n').filter((line) => /\/scene\.js:\d+/.test(line));
  const mapped = lines.map((line) =>
    line.replace(SCENE_POSITION, (position, row: string, column: string) => {
      const { source, line, column: originalColumn } = originalPositionFor(map, {
        line: Number(row),
        column: Number(column) - 1,
      });
      return source === null ? position : `${source}:${line}:${originalColumn + 1}`;
    }),
  );
  return [`${failure.name}: ${message}`, ...mapped].join('\n');
}
