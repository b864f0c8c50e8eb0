import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * plotreel's own cache folder, an absolute path that may not exist yet: `PLOTREEL_CACHE`, else where the platform
 * keeps caches (`~/.cache/plotreel` on Linux).
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.PLOTREEL_CACHE ? resolve(env.PLOTREEL_CACHE) : envPaths('plotreel', { suffix: '' }).cache;
}

/** Where downloaded browsers lie, in the layout of @puppeteer/browsers. */
export function browsersFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(env), 'browsers');
}
