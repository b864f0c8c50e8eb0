import { isAbsolute, join } from 'node:path';
import { expect, it } from 'vitest';
import { browsersFolder, cacheFolder } from '../../src/install/cache-folder.ts';

it('cacheFolder() is the platform’s, and absolute', () => {
  expect(isAbsolute(cacheFolder({}))).toBe(true);
  expect(cacheFolder({})).toContain('plotreel');
});

it('cacheFolder() obeys PLOTREEL_CACHE, made absolute', () => {
  expect(cacheFolder({ PLOTREEL_CACHE: '/var/cache/x' })).toBe('/var/cache/x');
  expect(cacheFolder({ PLOTREEL_CACHE: 'x' })).toBe(join(process.cwd(), 'x'));
});

it('browsersFolder() lies in it', () => {
  expect(browsersFolder({ PLOTREEL_CACHE: '/var/cache/x' })).toBe(join('/var/cache/x', 'browsers'));
});
