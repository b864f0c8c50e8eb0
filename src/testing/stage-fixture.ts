import { type OpenStage, openStage } from '../inspection/open-stage.ts';
import type { StageOptions } from '../options/options.ts';

/** A fixture as Vitest and `@playwright/test` take it. */
export type StageFixture = [
  // biome-ignore lint/complexity/noBannedTypes: whatever other fixtures there are
  fixture: (fixtures: {}, use: (stage: OpenStage) => Promise<void>) => Promise<void>,
  options: { scope: 'worker' },
];

/**
 * A fixture for `test.extend`: a stage that each worker of Vitest or `@playwright/test` opens once, when a test first asks for
 * it, and keeps for its other tests. The types are `base.extend<{ stage: OpenStage }>({ stage: stageFixture({ scene }) })` in
 * Vitest, and `base.extend<object, { stage: OpenStage }>(…)` in Playwright.
 */
export function stageFixture(options: StageOptions): StageFixture {
  return [
    // Both read off the function's text which fixtures it wants: none.
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const stage = await openStage(options);
      try {
        await use(stage);
      } finally {
        await stage.close();
      }
    },
    { scope: 'worker' },
  ];
}
