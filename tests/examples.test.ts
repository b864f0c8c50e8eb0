import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../examples/render-all.ts', import.meta.url));

test('every example renders through the canvas, a few frames of each', { timeout: 180_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env: { ...process.env, CI: 'true' } });
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => /(\w[\w-]*)\.mp4 {2}(\d+) frames.*, (\w+)$/.exec(line)?.slice(1))).toEqual([
    ['bitmaps', '6', 'canvas'],
    ['population', '4', 'canvas'],
    ['wave', '4', 'canvas'],
    ['five-panels', '4', 'canvas'],
    ['fourteen-panels', '4', 'canvas'],
    ['apple-stock', '4', 'canvas'],
  ]);
});
