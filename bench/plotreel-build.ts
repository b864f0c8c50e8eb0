import { existsSync, globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface PlotreelBuild {
  /** Module to import, a file: URL. */
  entry: string;
  kind: 'dist' | 'src';
  /** Whether a source file is newer than what was built of it. */
  stale: boolean;
}

const root = new URL('../', import.meta.url);

/** plotreel as its users run it, compiled; or its sources where only the page was built. */
export function findBuild(): PlotreelBuild {
  const page = new URL('dist/page/index.js', root);
  if (!existsSync(page)) throw new Error('dist/page is missing: run `npm run build` first');
  const dist = new URL('dist/index.js', root);
  const kind = existsSync(dist) ? 'dist' : 'src';
  return {
    entry: (kind === 'dist' ? dist : new URL('src/index.ts', root)).href,
    kind,
    stale:
      newest('page/**/*.{ts,html}') > modified(page) || (kind === 'dist' && newest('src/**/*.ts') > modified(dist)),
  };
}

function newest(pattern: string): number {
  return Math.max(...globSync(pattern, { cwd: fileURLToPath(root) }).map((path) => modified(new URL(path, root))));
}

function modified(file: URL): number {
  return statSync(file).mtimeMs;
}
