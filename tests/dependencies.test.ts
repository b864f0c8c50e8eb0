import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockedPackage {
  dev?: boolean;
  optional?: boolean;
  /** Not needed either way. */
  devOptional?: boolean;
  hasInstallScript?: boolean;
}

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

/** What an installation brings, by its folder; '' is plotreel itself. */
const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage> };
const needed = Object.entries(packages).filter(
  ([folder, { dev, optional, devOptional }]) => folder !== '' && !dev && !optional && !devOptional,
);

test('no dependency needs its install script to be run', () => {
  expect(needed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([folder]) => folder)).toEqual([]);
});

test('dependencies stay few', () => {
  const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
  expect(Object.keys(dependencies).length).toBeLessThanOrEqual(19);
  // With all that they bring themselves.
  expect(needed.length).toBeLessThanOrEqual(90);
});
